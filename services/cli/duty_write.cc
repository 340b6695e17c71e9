#include "services/cli/duty_write.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "services/cli/figure_write.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

using status::v1::DutyFigures;
using status::v1::GetStatusRequest;
using status::v1::Status;

class DutyRow final : public FigureRow {
 public:
  DutyRow(StatusFlags flags, std::string duty, std::string period)
      : flags_(std::move(flags)), duty_(std::move(duty)), period_(std::move(period)) {}

  absl::StatusOr<GetStatusRequest> Question(Context& context) override {
    TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, flags_));
    if (query.year() == 0) {
      TIENDO_ASSIGN_OR_RETURN(const int year, Year(context));
      query.set_year(year);
    }
    return query;
  }

  const DutyFigures* Find(const Status& status) const override {
    for (const DutyFigures& figures : status.duties()) {
      if (figures.duty() == duty_ && figures.period() == period_) return &figures;
    }
    return nullptr;
  }

  std::string Title(const Status& status) const override {
    const DutyFigures* figures = Find(status);
    return (figures == nullptr ? duty_ : figures->title()) + ", kỳ " + period_ + " — " +
           status.scope_title();
  }

  Table Head() const override { return HandInTable({""}); }

  void AddTo(Table& table, std::string label, const Status& status) const override {
    if (const DutyFigures* figures = Find(status)) {
      AddHandInRow(table, {std::move(label)}, *figures);
    } else {
      table.AddRow({std::move(label), "chưa giao"});
    }
  }

 private:
  // The year whose figures are meant: that of the period, of what is due once that of the
  // programme.
  absl::StatusOr<int> Year(Context& context) const {
    int year = 0;
    if (absl::SimpleAtoi(period_.substr(0, period_.find('-')), &year)) return year;
    programs::v1::GetProgramRequest request;
    request.set_name(duty_.substr(0, duty_.find("/duties/")));
    programs::v1::Program program;
    TIENDO_RETURN_IF_ERROR(context.caller.CallByName("tiendo.programs.v1.ProgramService/GetProgram",
                                                     request, program));
    return program.years().empty() ? 0 : program.years(program.years_size() - 1);
  }

  const StatusFlags flags_;
  const std::string duty_;
  const std::string period_;
};

}  // namespace

Table HandInTable(const std::vector<std::string>& first) {
  using enum Table::Align;
  std::vector<Table::Column> columns;
  for (const std::string& header : first) columns.push_back({header, kLeft});
  for (const char* header : {"Đã giao", "Đến hạn", "Đúng hạn", "Trễ", "Chờ nộp", "Chưa nộp",
                             "Nộp thiếu", "Trả lại", "Tiếp nhận"}) {
    columns.push_back({header, kRight});
  }
  return Table(std::move(columns));
}

void AddHandInRow(Table& table, std::vector<std::string> first, const DutyFigures& f) {
  for (const int32_t n : {f.assigned(), f.due(), f.in_time(), f.late(), f.pending(),
                          f.not_handed_in(), f.incomplete(), f.returned(), f.accepted()}) {
    first.push_back(std::to_string(n));
  }
  table.AddRow(std::move(first));
}

std::string_view StateName(programs::v1::DutyAssignment::State state) {
  using programs::v1::DutyAssignment;
  switch (state) {
    case DutyAssignment::STATE_OPEN:
      return "chưa nộp";
    case DutyAssignment::STATE_INCOMPLETE:
      return "nộp thiếu";
    case DutyAssignment::STATE_SUBMITTED:
      return "đã nộp";
    case DutyAssignment::STATE_ACCEPTED:
      return "đã tiếp nhận";
    case DutyAssignment::STATE_RETURNED:
      return "bị trả lại";
    default:
      return "?";
  }
}

std::string HandedIn(const programs::v1::DutyAssignment& a) {
  std::string out;
  const auto add = [&out](int64_t have, int64_t want, const std::string& what) {
    if (want == 0) return;
    out +=
        (out.empty() ? "" : ", ") + std::to_string(have) + "/" + std::to_string(want) + " " + what;
  };
  add(a.sets(), a.demand().sets(), "bộ");
  add(a.value(), a.demand().goal(), a.demand().goal_unit());
  add(a.documents_size(), a.demand().documents_size(), "văn bản");
  return out;
}

absl::StatusOr<int> RunDutyWrite(Context& context, const StatusFlags& figures, bool yes,
                                 DutyWrite write) {
  FigureWrite figure_write;
  figure_write.subject = context.style.Bold(write.subject) + '\n';
  figure_write.writes.push_back(std::move(write.call));
  figure_write.detail = std::move(write.detail);
  figure_write.answer = "answer";
  figure_write.look = "tiendo duty list " + write.duty;
  if (write.period != "once") figure_write.look += " --period " + write.period;
  figure_write.yes = yes;
  TIENDO_ASSIGN_OR_RETURN(StatusFlags flags, FlagsFor(context, figures, figure_write.writes));
  DutyRow row(std::move(flags), std::move(write.duty), std::move(write.period));
  const NamedRow rows[] = {{row, ""}};
  return RunFigureWrite(context, rows, std::move(figure_write));
}

}  // namespace tiendo::cli
