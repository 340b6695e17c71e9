#include "services/status/api/subject_facts.h"

#include "absl/algorithm/container.h"

namespace tiendo::status {

DutiesOfYear DutiesOf(const FactBase::View& facts, int year) {
  DutiesOfYear out;
  for (const auto& [name, duty] : facts.duties()) {
    const ProgramFact* program = facts.program(duty.program);
    if (program == nullptr || !absl::c_linear_search(program->years, year)) continue;
    out[name] = {program->category, duty.title, duty.tags};
  }
  return out;
}

SubjectFacts SubjectFactsOf(const FactBase::View& facts, int year) {
  SubjectFacts out;
  out.requirements = facts.requirements(year);
  out.plans = facts.plans();
  out.engagements = facts.engagements();
  out.recommendations = facts.recommendations();
  out.assignments = &facts.assignments();
  out.duties = DutiesOf(facts, year);
  out.targets = facts.targets();
  return out;
}

}  // namespace tiendo::status
