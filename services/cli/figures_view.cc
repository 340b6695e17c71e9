#include "services/cli/figures_view.h"

#include "services/cli/dates.h"

namespace tiendo::cli {
namespace {

using status::v1::CategoryFigures;
using status::v1::Columns;

// "tiendo.units.v1.UnitService" -> "units".
std::string ShortSource(const std::string& service) {
  const size_t first = service.find('.');
  if (first == std::string::npos) return service;
  const size_t second = service.find('.', first + 1);
  return service.substr(first + 1, second == std::string::npos ? second : second - first - 1);
}

}  // namespace

Table FiguresTable(std::string first) {
  using Align = Table::Align;
  return Table({{std::move(first), Align::kLeft},
                {"TH/ĐH/KH", Align::kRight},
                {"So đến hạn", Align::kRight},
                {"So kế hoạch", Align::kRight},
                {"Còn", Align::kRight},
                {"Quá hạn", Align::kRight},
                {"Trước hạn", Align::kRight},
                {"Xong trễ", Align::kRight}});
}

void AddFiguresRow(Table& table, std::string first, const CategoryFigures& figures) {
  if (!figures.integrity_error_id().empty()) {
    table.AddRow({std::move(first), "lỗi"});
    return;
  }
  // With denominator 0 the words for it are too wide for a cell; the sentence has them.
  const auto share = [](const status::v1::Percentage& p) {
    return p.has_basis_points() ? p.text() : std::string("–");
  };
  const Columns& c = figures.columns();
  table.AddRow({std::move(first), figures.triple(), share(figures.done_of_due_to_date()),
                share(figures.done_of_plan()), std::to_string(c.remaining()),
                std::to_string(c.overdue_open()), std::to_string(c.done_ahead()),
                std::to_string(c.done_late())});
}

std::string_view ColumnName(status::v1::Column column) {
  switch (column) {
    case status::v1::COLUMN_PLAN:
      return "kế hoạch";
    case status::v1::COLUMN_DUE_TO_DATE:
      return "đến hạn";
    case status::v1::COLUMN_DONE_TOTAL:
      return "đã thực hiện";
    case status::v1::COLUMN_DONE_OF_DUE:
      return "đã thực hiện trong số đến hạn";
    case status::v1::COLUMN_DONE_AHEAD:
      return "hoàn thành trước hạn";
    case status::v1::COLUMN_DONE_NO_DUE:
      return "đã thực hiện, không có thời hạn";
    case status::v1::COLUMN_DONE_ON_TIME:
      return "hoàn thành đúng hạn";
    case status::v1::COLUMN_DONE_LATE:
      return "hoàn thành trễ hạn";
    case status::v1::COLUMN_OVERDUE_OPEN:
      return "quá hạn";
    case status::v1::COLUMN_DUE_TODAY_OPEN:
      return "đến hạn trong ngày";
    case status::v1::COLUMN_IN_PROGRESS:
      return "đang thực hiện trong hạn";
    case status::v1::COLUMN_NO_DUE_DATE:
      return "không có thời hạn";
    case status::v1::COLUMN_REMAINING:
      return "còn";
    case status::v1::COLUMN_ADDED:
      return "bổ sung";
    case status::v1::COLUMN_WITHDRAWN:
      return "rút";
    case status::v1::COLUMN_CARRIED_IN:
      return "chuyển từ năm trước";
    case status::v1::COLUMN_NOT_UPDATED:
      return "lâu chưa cập nhật";
    case status::v1::COLUMN_ORIGINAL:
      return "ban đầu";
    case status::v1::COLUMN_UNOWNED:
      return "chưa có đơn vị chủ trì";
    case status::v1::COLUMN_DUE_SOON:
      return "sắp đến hạn";
    case status::v1::COLUMN_NOT_CONCRETE:
      return "chưa cụ thể hóa";
    case status::v1::COLUMN_UNOWNED_OPEN:
      return "chưa xong, chưa có đơn vị chủ trì";
    default:
      return "cột khác";
  }
}

std::string HeadLine(const status::v1::Status& status) {
  std::string line = "Số liệu đến ngày " + VietnameseDate(status.as_of()) + " · năm " +
                     std::to_string(status.year());
  line += status.basis() == status::v1::BASIS_BASELINE ? " · thời hạn ban đầu"
                                                       : " · thời hạn hiện hành";
  if (!status.tag().empty()) line += " · thẻ " + status.tag();
  if (status.has_due_by()) line += " · so với đến hạn ngày " + VietnameseDate(status.due_by());
  if (status.rounding() == status::v1::ROUNDING_HALF_UP) line += " · tỷ lệ làm tròn";
  if (status.has_known_at()) {
    line += " · theo những gì đã ghi nhận đến " + VietnameseTime(status.known_at());
  }
  if (status.projection()) line += " · DỰ BÁO: ngày chưa tới";
  return line;
}

std::string FreshnessLine(const status::v1::Freshness& freshness) {
  std::string line = "Nguồn: ";
  for (const status::v1::SourcePosition& position : freshness.source_positions()) {
    line += ShortSource(position.service()) + ' ' + std::to_string(position.revision()) + " · ";
  }
  line += "tính lúc " + VietnameseTime(freshness.computed_at());
  if (freshness.stale()) line += " · SỐ LIỆU CŨ: có nguồn im lặng quá lâu";
  for (const std::string& service : freshness.unreachable()) {
    line += " · KHÔNG LIÊN LẠC ĐƯỢC: " + ShortSource(service);
  }
  return line;
}

std::string DossierLine(const DossierCounts& c) {
  const int concluded = c.complete + c.incomplete;
  if (concluded == 0 && c.unplanned_incomplete == 0) return "";
  return "  Hồ sơ cuộc đã kết luận: đủ " + std::to_string(c.complete) + '/' +
         std::to_string(concluded) + ", thiếu " + std::to_string(c.incomplete) + ", có " +
         std::to_string(c.present) + '/' + std::to_string(c.required) +
         " tài liệu; ngoài kế hoạch thiếu hồ sơ: " + std::to_string(c.unplanned_incomplete) + ".\n";
}

}  // namespace tiendo::cli
