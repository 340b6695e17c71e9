#include "services/status/sources/target_base.h"

#include <utility>

#include "services/status/sources/unpacked.h"

namespace tiendo::status {
namespace {

constexpr std::string_view kPrograms = "programs/";
constexpr std::string_view kTargets = "/targets/";
constexpr std::string_view kEvents = "/events/";
constexpr std::string_view kReports = "/reports/";

}  // namespace

bool TargetBase::Holds(const std::string& name) {
  if (!name.starts_with(kPrograms)) return false;
  // By its place: an id may be "targets".
  const size_t below = name.find('/', kPrograms.size());
  return below != std::string::npos && name.compare(below, kTargets.size(), kTargets) == 0;
}

void TargetBase::Take(const feed::MirroredResource& resource) {
  const std::string& name = resource.name;
  const size_t id = name.find('/', kPrograms.size()) + kTargets.size();
  const std::string target = name.substr(0, name.find('/', id));
  Raw& raw = raw_[target];
  if (name.find(kEvents, id) != std::string::npos) {
    raw.events[name] = ToFact(Unpacked<programs::v1::TargetEvent>(resource));
  } else if (name.find(kReports, id) != std::string::npos) {
    raw.reports[name] = ToFact(Unpacked<programs::v1::TargetReport>(resource));
  } else {
    raw.target = ToFact(Unpacked<programs::v1::Target>(resource));
    of_program_[raw.target->program].insert(target);
  }
  changed_.insert(target);
}

void TargetBase::Touch(const std::string& program) {
  const auto found = of_program_.find(program);
  if (found != of_program_.end()) changed_.insert(found->second.begin(), found->second.end());
}

void TargetBase::Rebuild(const std::map<std::string, ProgramFact>& programs) {
  for (const std::string& name : std::exchange(changed_, {})) {
    const Raw& raw = raw_[name];
    if (!raw.target) continue;
    const auto program = programs.find(raw.target->program);
    if (program == programs.end()) continue;
    TargetFact fact = *raw.target;
    fact.category = program->second.category;
    fact.program_owner = program->second.owner;
    fact.program_approval = program->second.approval;
    for (const auto& [event_name, event] : raw.events) fact.events.push_back(event);
    for (const auto& [report_name, report] : raw.reports) fact.reports.push_back(report);
    facts_[name] = std::move(fact);
  }
}

void TargetBase::Clear() {
  raw_.clear();
  of_program_.clear();
  changed_.clear();
  facts_.clear();
}

}  // namespace tiendo::status
