// What the tables hold beside the bodies, to filter and order by. Internal to storage.
#ifndef TIENDO_SERVICES_PROGRAMS_STORAGE_COLUMNS_H_
#define TIENDO_SERVICES_PROGRAMS_STORAGE_COLUMNS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/db/connection.h"
#include "common/ledger/schema.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/period.h"
#include "services/programs/domain/program.h"
#include "services/programs/domain/tag.h"

namespace tiendo::programs {

// Stands for a due date that there is not: after every date.
inline constexpr char kNoDate[] = "~";
std::string DateKey(const std::optional<Day>& day);

std::vector<db::Param> CategoryColumns(const Category& category);
std::vector<db::Param> TagColumns(const Tag& tag);
std::vector<db::Param> PeriodColumns(const Period& period);
std::vector<db::Param> ProgramColumns(const Program& program);
std::vector<ledger::Key> ProgramKeys(const Program& program);  // years
std::vector<ledger::Key> ItemKeys(const Item& item);           // leads, coordinators, tags

// The last columns of an item, those of its programme among them.
class ItemPlaces {
 public:
  // The connection outlives the object.
  explicit ItemPlaces(db::Connection& connection) : connection_(connection) {}
  absl::Status Append(const Item& item, std::vector<db::Param>& columns);

 private:
  struct Place {
    std::string category;
    std::string owner;
  };
  db::Connection& connection_;
  std::map<std::string, Place> programs_;  // asked for so far
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_STORAGE_COLUMNS_H_
