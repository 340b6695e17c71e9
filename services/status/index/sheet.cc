#include "services/status/index/sheet.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "services/status/index/scan.h"

namespace tiendo::status {
namespace {

struct Places {
  std::set<int32_t> leads;           // on both sides
  std::vector<int32_t> corrections;  // where neighbours meet
};

Places Locate(const std::vector<std::string>& units, const Lineage& lineage, const Forest& forest,
              Day day) {
  Places places;
  for (const std::string& unit : units) {
    const Forest::Place* place = forest.Find(lineage.StandIn(unit, day));
    if (place == nullptr) {
      places.leads.insert(forest.size());
      continue;
    }
    places.leads.insert(place->number);
    if (place->leader != Forest::kNowhere) places.leads.insert(place->leader);
  }
  std::optional<int32_t> before;
  for (const int32_t number : places.leads) {
    if (number == forest.size()) break;  // the last: unknown units meet nobody
    // Trees and sides follow one another in the numbering; across them nothing is counted twice.
    const int32_t meet = before ? forest.Meet(*before, number) : Forest::kNowhere;
    if (meet != Forest::kNowhere) places.corrections.push_back(meet);
    before = number;
  }
  return places;
}

}  // namespace

void Sheet::AddInterval(const Interval& interval, uint32_t group, int32_t number, PointKind kind,
                        int32_t delta) {
  const uint32_t block = Block(group, interval.part, interval.column, kind);
  tail_.push_back({block, number, calendar::DayNumber(interval.from), delta});
  if (interval.until < kForever) {
    tail_.push_back({block, number, calendar::DayNumber(interval.until), -delta});
  }
}

void Sheet::Add(std::span<const Stretch> stretches, std::span<const uint32_t> groups,
                int32_t sign) {
  for (const Stretch& stretch : stretches) {
    const Places places = Locate(stretch.units, lineage_, *forest_, day_);
    for (const uint32_t group : groups) {
      for (const Interval& interval : stretch.intervals) {
        for (const int32_t number : places.leads) {
          AddInterval(interval, group, number, PointKind::kLead, sign);
        }
        for (const int32_t number : places.corrections) {
          AddInterval(interval, group, number, PointKind::kCorrection, -sign);
        }
      }
    }
  }
}

void Sheet::Merge() {
  std::vector<Point> points = std::move(tail_);
  tail_ = {};
  const Columns& old = *columns_;
  for (uint32_t block = 0; block + 1 < old.offsets.size(); ++block) {
    for (size_t i = old.offsets[block]; i < old.offsets[block + 1]; ++i) {
      points.push_back({block, old.numbers[i], old.days[i], old.deltas[i]});
    }
  }
  // What was sorted before hardly shrinks; what is sorted for the first time does.
  const size_t rows = old.numbers.empty() ? 0 : points.size();
  columns_.reset();  // before the new ones take as much again
  const auto place = [](const Point& p) { return std::tie(p.block, p.number, p.day); };
  std::sort(points.begin(), points.end(),
            [&](const Point& a, const Point& b) { return place(a) < place(b); });
  auto columns = std::make_shared<Columns>();
  columns->numbers.reserve(rows);
  columns->days.reserve(rows);
  columns->deltas.reserve(rows);
  for (size_t i = 0; i < points.size();) {
    const Point& first = points[i];
    int32_t delta = 0;
    for (; i < points.size() && place(points[i]) == place(first); ++i) delta += points[i].delta;
    if (delta == 0) continue;
    columns->offsets.resize(first.block + 1, columns->numbers.size());
    columns->numbers.push_back(first.number);
    columns->days.push_back(first.day);
    columns->deltas.push_back(delta);
  }
  columns->offsets.push_back(columns->numbers.size());
  columns_ = std::move(columns);
}

int32_t Sheet::SumBlock(uint32_t block, int32_t first, int32_t end, int32_t day) const {
  const Columns& columns = *columns_;
  if (block + 1 >= columns.offsets.size()) return 0;
  const auto numbers = columns.numbers.begin();
  const auto begin_of = numbers + static_cast<std::ptrdiff_t>(columns.offsets[block]);
  const auto end_of = numbers + static_cast<std::ptrdiff_t>(columns.offsets[block + 1]);
  const auto from = std::lower_bound(begin_of, end_of, first);
  const auto to = std::lower_bound(from, end_of, end);
  const auto at = static_cast<size_t>(from - numbers);
  return SumUpTo(columns.days.data() + at, columns.deltas.data() + at,
                 static_cast<size_t>(to - from), day);
}

void Sheet::AddTail(uint32_t group, int32_t first, int32_t end, Day day, Part part,
                    bool corrections, Figures* out) const {
  const int32_t until = calendar::DayNumber(day);
  for (const Point& point : tail_) {
    if (point.block / kBlocksPerGroup != group || point.number < first || point.number >= end ||
        point.day > until) {
      continue;
    }
    const uint32_t rest = point.block % kBlocksPerGroup;
    const bool correction = rest % kKinds == static_cast<uint32_t>(PointKind::kCorrection);
    const auto point_part = static_cast<Part>(rest / (kKinds * kColumnCount));
    if ((correction && !corrections) || (point_part != Part::kCommon && point_part != part))
      continue;
    out->Add(static_cast<Column>(rest / kKinds % kColumnCount), point.delta);
  }
}

Figures Sheet::Sum(uint32_t group, int32_t first, int32_t end, Day day, Basis basis,
                   bool corrections) const {
  const Part by_due = basis == Basis::kInForce ? Part::kInForce : Part::kBaseline;
  const int32_t until = calendar::DayNumber(day);
  Figures out;
  for (const ColumnInfo& info : AllColumns()) {
    for (const Part part : {Part::kCommon, by_due}) {
      int32_t sum = SumBlock(Block(group, part, info.column, PointKind::kLead), first, end, until);
      if (corrections) {
        sum += SumBlock(Block(group, part, info.column, PointKind::kCorrection), first, end, until);
      }
      out.*info.field += sum;
    }
  }
  AddTail(group, first, end, day, by_due, corrections, &out);
  out.remaining = out.plan - out.done_total;
  return out;
}

}  // namespace tiendo::status
