#include "services/status/api/subject_facts.h"

#include "absl/algorithm/container.h"

namespace tiendo::status {

SubjectFacts SubjectFactsOf(const FactBase::View& facts, int year) {
  SubjectFacts out;
  out.requirements = facts.requirements(year);
  out.plans = facts.plans();
  out.engagements = facts.engagements();
  out.recommendations = facts.recommendations();
  out.assignments = &facts.assignments();
  for (const auto& [name, duty] : facts.duties()) {
    const ProgramFact* program = facts.program(duty.program);
    if (program == nullptr) continue;
    const std::vector<int>& years = program->years;
    if (!absl::c_linear_search(years, year)) continue;
    out.duties[name] = {program->category, duty.title};
  }
  return out;
}

}  // namespace tiendo::status
