#include "services/cli/programs_view.h"

#include "services/cli/dates.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::Program;

std::string WithPrefix(const char* collection, const std::string& given) {
  if (given.empty() || given.find('/') != std::string::npos) return given;
  return collection + given;
}

// "a, b": the ids of names.
template <typename Names, typename NameOf>
std::string Ids(const Names& names, NameOf name_of) {
  std::string out;
  for (const auto& one : names) {
    const std::string& name = name_of(one);
    out += (out.empty() ? "" : ", ") + name.substr(name.rfind('/') + 1);
  }
  return out;
}

}  // namespace

std::string ProgramName(const std::string& given) { return WithPrefix("programs/", given); }
std::string CategoryName(const std::string& given) { return WithPrefix("categories/", given); }

std::string_view StateName(Item::State state) {
  switch (state) {
    case Item::STATE_DRAFT:
      return "dự thảo";
    case Item::STATE_ISSUED:
      return "đã giao";
    case Item::STATE_ACCEPTED:
      return "đã nhận việc";
    case Item::STATE_REFUSED:
      return "từ chối";
    case Item::STATE_IN_PROGRESS:
      return "đang thực hiện";
    case Item::STATE_SUSPENDED:
      return "tạm dừng";
    case Item::STATE_CARRIED_OVER:
      return "đã chuyển tiếp";
    case Item::STATE_COMPLETED:
      return "hoàn thành";
    case Item::STATE_WITHDRAWN:
      return "đã rút";
    default:
      return "khác";
  }
}

std::string_view StateName(Program::State state) {
  switch (state) {
    case Program::STATE_DRAFT:
      return "dự thảo";
    case Program::STATE_APPROVED:
      return "đã phê duyệt";
    case Program::STATE_CLOSED:
      return "đã khép lại";
    default:
      return "khác";
  }
}

std::string ShownTitle(const Item& item) {
  return item.secret() ? std::string(kSecretTitle) : item.title();
}

Table ItemTable() {
  return Table({{"STT", Table::Align::kRight},
                {"Nội dung"},
                {"Chủ trì"},
                {"Thời hạn"},
                {"Trạng thái"},
                {"Tên trong hệ thống"}});
}

void AddItemRow(const Item& item, Table& table) {
  table.AddRow(
      {std::to_string(item.ordinal()), ShownTitle(item),
       Ids(item.leads(), [](const Item::Lead& lead) -> const std::string& { return lead.unit(); }),
       VietnameseDate(item.due_date()), std::string(StateName(item.state())), item.name()});
}

}  // namespace tiendo::cli
