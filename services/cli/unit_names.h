// Units as people write them in tables: by id, or by a name.
#ifndef TIENDO_SERVICES_CLI_UNIT_NAMES_H_
#define TIENDO_SERVICES_CLI_UNIT_NAMES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "services/cli/caller.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {

// Asks the units service once per text and remembers. Not thread-safe.
class UnitNames {
 public:
  explicit UnitNames(Caller& caller) : caller_(caller) {}

  // What a text means: `unit` ("units/x"), or when that is empty `fault`, a reason in Vietnamese
  // with the units that it could mean.
  struct Meaning {
    std::string unit;
    std::string fault;
  };

  // An id ("x", "units/x") of a unit that exists; else the one unit whose name, short name, code or
  // former name it is, without regard to case and diacritics. Of several the one that is written
  // exactly so, then the one in force on `day` (absent: today). Errors are those of the call.
  absl::StatusOr<Meaning> MeaningOf(const std::string& text, std::optional<calendar::Day> day);

  // How to write a unit so that MeaningOf finds it again: its name, or where that is not enough its
  // id.
  absl::StatusOr<std::string> TextOf(const std::string& unit, std::optional<calendar::Day> day);

 private:
  using Results = std::vector<units::v1::SearchResult>;

  absl::StatusOr<const units::v1::Unit*> Get(const std::string& unit);
  absl::StatusOr<const Results*> Search(const std::string& text);

  Caller& caller_;
  std::map<std::string, std::optional<units::v1::Unit>> units_;
  std::map<std::string, Results> searches_;
};

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_UNIT_NAMES_H_
