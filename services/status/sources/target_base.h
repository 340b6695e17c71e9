// The targets among the facts (fact_base.h): what the feed of programs has told of them, put
// together.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_TARGET_BASE_H_
#define TIENDO_SERVICES_STATUS_SOURCES_TARGET_BASE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/feed/mirror.h"
#include "services/status/domain/target_facts.h"
#include "services/status/sources/decode.h"

namespace tiendo::status {

// Not thread-safe: guarded by the FactBase that holds it.
class TargetBase {
 public:
  // Whether a resource of programs is one of these: a target, its event or its report.
  static bool Holds(const std::string& name);

  void Take(const feed::MirroredResource& resource);
  // A programme has changed, and with it what its targets have from it.
  void Touch(const std::string& program);
  // Puts together what has changed since.
  void Rebuild(const std::map<std::string, ProgramFact>& programs);
  void Clear();

  // Complete facts by name.
  const std::map<std::string, TargetFact>& facts() const { return facts_; }

 private:
  struct Raw {
    std::optional<TargetFact> target;  // nullopt: its own entry is still to come
    // By name, which is the order of recording.
    std::map<std::string, TargetFact::Event> events;
    std::map<std::string, TargetFact::Report> reports;
  };
  std::map<std::string, Raw> raw_;
  std::map<std::string, std::set<std::string>> of_program_;
  std::set<std::string> changed_;
  std::map<std::string, TargetFact> facts_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_TARGET_BASE_H_
