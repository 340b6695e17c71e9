#include "services/cli/target_write.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/cli/figure_write.h"
#include "services/cli/list_all.h"
#include "services/cli/target_view.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

using programs::v1::Target;
using programs::v1::TargetReport;
using status::v1::GetStatusRequest;
using status::v1::Status;
using status::v1::TargetStatus;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

class TargetRow final : public FigureRow {
 public:
  TargetRow(StatusFlags flags, const Target& target) : flags_(std::move(flags)), target_(target) {}

  absl::StatusOr<GetStatusRequest> Question(Context& context) override {
    TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, flags_));
    query.set_view(status::v1::VIEW_FULL);
    query.set_year(target_.year());
    return query;
  }

  const TargetStatus* Find(const Status& status) const override {
    return RowOf(status, target_.name());
  }

  std::string Title(const Status& status) const override {
    return target_.title() + " — " + status.scope_title();
  }

  Table Head() const override { return TargetsTable(""); }

  void AddTo(Table& table, std::string label, const Status& status) const override {
    if (const TargetStatus* found = Find(status)) {
      AddTargetRow(table, std::move(label), *found);
    } else {
      table.AddRow({std::move(label), "không có trong " + status.scope_title()});
    }
  }

  std::string Sentence(const Status& status) const override {
    const TargetStatus* found = Find(status);
    return found == nullptr ? "" : found->sentence_vi();
  }

 private:
  const StatusFlags flags_;
  const Target& target_;
};

}  // namespace

std::string TargetNameOf(const std::string& name) {
  const size_t targets = name.find("/targets/");
  if (targets == std::string::npos) return name;
  return name.substr(0, name.find('/', targets + sizeof("/targets/") - 1));
}

absl::StatusOr<Target> ReadTarget(Context& context, const std::string& name) {
  programs::v1::GetTargetRequest get;
  get.set_name(name);
  Target target;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetTarget", get, target));
  return target;
}

absl::StatusOr<std::vector<TargetReport>> ReadReports(Context& context, const std::string& target) {
  using Page = programs::v1::ListTargetReportsResponse;
  return ListAll<programs::v1::ListTargetReportsRequest, Page>(
      context.caller, std::string(kService) + "ListTargetReports", target, nullptr, &Page::reports);
}

const TargetStatus* RowOf(const Status& status, const std::string& target) {
  for (const status::v1::TargetFigures& figures : status.targets()) {
    for (const TargetStatus& row : figures.rows()) {
      if (row.target() == target) return &row;
    }
  }
  return nullptr;
}

absl::StatusOr<int> RunTargetWrite(Context& context, const TargetWriteFlags& flags,
                                   const MakeTargetWrite& make) {
  TIENDO_ASSIGN_OR_RETURN(const Target target, ReadTarget(context, TargetNameOf(flags.name)));
  TIENDO_ASSIGN_OR_RETURN(ProgramWrite write, make(context, target));
  FigureWrite figure_write;
  figure_write.subject = context.style.Bold(target.title()) + " (" + target.name() + ")\n  " +
                         RequirementText(target) + " năm " + std::to_string(target.year()) + '\n';
  figure_write.writes.push_back(std::move(write));
  figure_write.answer = "report";
  figure_write.look = "tiendo target show " + target.name();
  figure_write.yes = flags.yes;
  TIENDO_ASSIGN_OR_RETURN(StatusFlags figures,
                          FlagsFor(context, flags.figures, figure_write.writes));
  TargetRow row(std::move(figures), target);
  const NamedRow rows[] = {{row, ""}};
  return RunFigureWrite(context, rows, std::move(figure_write));
}

}  // namespace tiendo::cli
