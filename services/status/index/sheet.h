// The points of all items under one forest.
#ifndef TIENDO_SERVICES_STATUS_INDEX_SHEET_H_
#define TIENDO_SERVICES_STATUS_INDEX_SHEET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "services/status/domain/columns.h"
#include "services/status/domain/facts.h"
#include "services/status/index/cut.h"
#include "services/status/index/forest.h"

namespace tiendo::status {

// +1 or -1 in one column from `day` on, at one place. A point at a lead counts for the place
// itself; a correction at the lowest common superior of two leads takes back what would be counted
// twice there and above.
struct Point {
  uint32_t block = 0;  // Sheet::Block
  int32_t number = 0;  // place in the forest
  int32_t day = 0;
  int32_t delta = 0;
};

// Columns sorted by (block, number, day), and an unsorted tail of what was added since. Copies
// share the columns and the forest, so one costs its tail. Not synchronised: ScanIndex guards it.
class Sheet {
 public:
  enum class PointKind : uint8_t { kLead, kCorrection };

  // `day` is any day of the forest's interval. `lineage` outlives the sheet and its copies.
  Sheet(const Lineage& lineage, Day day)
      : lineage_(lineage), day_(day), forest_(std::make_shared<const Forest>(lineage, day)) {}

  const Forest& forest() const { return *forest_; }
  size_t tail_size() const { return tail_.size(); }

  // Adds the item's line to each of `groups`, `sign` times: -1 takes it out again.
  void Add(std::span<const Stretch> stretches, std::span<const uint32_t> groups, int32_t sign);
  // Sorts the tail into the columns and drops what has cancelled out.
  void Merge();

  // The figures of the places [first, end) of a group on a day. With `corrections` items count
  // once, without them once per place. `remaining` is filled in, due_soon is 0.
  Figures Sum(uint32_t group, int32_t first, int32_t end, Day day, Basis basis,
              bool corrections) const;

 private:
  static constexpr uint32_t kParts = 3;
  static constexpr uint32_t kKinds = 2;
  static constexpr uint32_t kBlocksPerGroup = kParts * kColumnCount * kKinds;

  static uint32_t Block(uint32_t group, Part part, Column column, PointKind kind) {
    return ((group * kParts + static_cast<uint32_t>(part)) * kColumnCount +
            static_cast<uint32_t>(column)) *
               kKinds +
           static_cast<uint32_t>(kind);
  }
  void AddInterval(const Interval& interval, uint32_t group, int32_t number, PointKind kind,
                   int32_t delta);
  void AddTail(uint32_t group, int32_t first, int32_t end, Day day, Part part, bool corrections,
               Figures* out) const;
  int32_t SumBlock(uint32_t block, int32_t first, int32_t end, int32_t day) const;

  // Made by Merge and never changed.
  struct Columns {
    std::vector<size_t> offsets;  // block -> first row, one more entry than blocks
    std::vector<int32_t> numbers;
    std::vector<int32_t> days;
    std::vector<int32_t> deltas;
  };

  const Lineage& lineage_;
  const Day day_;
  const std::shared_ptr<const Forest> forest_;
  std::shared_ptr<const Columns> columns_ = std::make_shared<const Columns>();
  std::vector<Point> tail_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_INDEX_SHEET_H_
