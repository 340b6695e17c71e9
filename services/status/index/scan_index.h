// Figures from sorted columns of signed points: the fast way to the same numbers as
// services/status/domain/figures.h.
#ifndef TIENDO_SERVICES_STATUS_INDEX_SCAN_INDEX_H_
#define TIENDO_SERVICES_STATUS_INDEX_SCAN_INDEX_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/status/domain/columns.h"
#include "services/status/domain/facts.h"
#include "services/status/index/forest.h"
#include "services/status/index/sheet.h"

namespace tiendo::status {

// Keeps one sheet per interval of days on which the tree is the same, made at the first question
// for a day of it. Thread-safe; questions run side by side, except the one that makes a sheet.
//
// What it does not answer, and the caller computes from the facts: due_soon, due_by, the items of
// one tag only, not_updated for another number of days than `not_updated_days`, and why a scope is
// refused.
class ScanIndex {
 public:
  struct Options {
    int not_updated_days = 30;
    // Sheets kept, at least 1; the one that was asked longest ago goes. A sheet takes about 12
    // bytes for each of an item's points (20 to 60).
    size_t max_sheets = 16;
  };
  struct Question {
    std::string scope;
    int year = 0;
    Day as_of;
    Basis basis = Basis::kInForce;
    bool children = false;
  };

  ScanIndex() : ScanIndex(Options()) {}
  explicit ScanIndex(Options options);
  // The same units and items, and of the sheets the one for `day`, if `other` has made it. What
  // they hold is shared: it costs an entry per item. `other` may be asked meanwhile, and changed
  // afterwards.
  ScanIndex(const ScanIndex& other, Day day);

  // Replaces all units. Every sheet is made anew when it is next asked.
  void SetUnits(const std::vector<UnitFact>& units);
  // Forgets every sheet, so that items cost nothing more until the next question: for when the
  // units are about to be replaced.
  void DropSheets();
  // Adds the item or replaces the one of that name.
  void Put(std::shared_ptr<const ItemFact> item);
  void Put(ItemFact item) { Put(std::make_shared<const ItemFact>(std::move(item))); }
  // Takes the item out; nothing happens when there is none.
  void Remove(const std::string& name);
  // Sorts the tails into the columns. Answers do not change, they get faster.
  void Merge();
  // Points that wait for Merge, over all sheets.
  size_t TailSize() const;

  // One row per category that has items in the year, by category id: equal to Compute's. nullopt
  // when the scope is not a unit in force on the day.
  std::optional<std::vector<CategoryRow>> Ask(const Question& question) const;

 private:
  struct Page {
    explicit Page(const Sheet& s) : sheet(s) {}
    Sheet sheet;
    mutable std::atomic<uint64_t> asked{0};
  };
  using Group = std::pair<std::string, int>;  // category, year
  struct YearGroup {
    int year = 0;
    uint32_t id = 0;
  };

  size_t IntervalOf(Day day) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  std::vector<YearGroup> GroupsOf(const ItemFact& item) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Change(const ItemFact& item, int32_t sign) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void AddLine(const Line& line, const std::vector<YearGroup>& groups, int32_t sign,
                      Sheet& sheet);
  void MakePage(Day day) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<std::vector<CategoryRow>> Answer(const Page& page, const Question& question) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const Options options_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Lineage> lineage_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::shared_ptr<const ItemFact>> items_ ABSL_GUARDED_BY(mutex_);
  std::map<Group, uint32_t> groups_ ABSL_GUARDED_BY(mutex_);
  std::vector<int64_t> group_items_ ABSL_GUARDED_BY(mutex_);  // by group, drafts included
  mutable std::map<size_t, std::unique_ptr<Page>> pages_ ABSL_GUARDED_BY(mutex_);  // by interval
  mutable std::atomic<uint64_t> questions_{0};
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_INDEX_SCAN_INDEX_H_
