#include "services/status/index/scan_index.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/status/index/cut.h"

namespace tiendo::status {

ScanIndex::ScanIndex(Options options)
    : options_(options), lineage_(std::make_shared<const Lineage>(std::vector<UnitFact>())) {}

ScanIndex::ScanIndex(const ScanIndex& other, Day day) : options_(other.options_) {
  absl::ReaderMutexLock lock(&other.mutex_);
  lineage_ = other.lineage_;
  items_ = other.items_;
  groups_ = other.groups_;
  group_items_ = other.group_items_;
  const auto page = other.pages_.find(other.IntervalOf(day));
  if (page == other.pages_.end()) return;
  pages_.emplace(page->first, std::make_unique<Page>(page->second->sheet));
}

void ScanIndex::SetUnits(const std::vector<UnitFact>& units) {
  auto lineage = std::make_shared<const Lineage>(units);
  absl::MutexLock lock(&mutex_);
  pages_.clear();  // before the lineage that they look into
  lineage_ = std::move(lineage);
}

void ScanIndex::DropSheets() {
  absl::MutexLock lock(&mutex_);
  pages_.clear();
}

void ScanIndex::Put(std::shared_ptr<const ItemFact> item) {
  absl::MutexLock lock(&mutex_);
  const auto old = items_.find(item->name);
  if (old != items_.end()) {
    if (*old->second == *item) {
      old->second = std::move(item);  // shared with whoever put it
      return;
    }
    Change(*old->second, -1);
    items_.erase(old);
  }
  Change(*item, 1);
  std::string name = item->name;
  items_.emplace(std::move(name), std::move(item));
}

void ScanIndex::Remove(const std::string& name) {
  absl::MutexLock lock(&mutex_);
  const auto old = items_.find(name);
  if (old == items_.end()) return;
  Change(*old->second, -1);
  items_.erase(old);
}

void ScanIndex::Merge() {
  absl::MutexLock lock(&mutex_);
  for (auto& [interval, page] : pages_) {
    if (page->sheet.tail_size() > 0) page->sheet.Merge();
  }
}

size_t ScanIndex::TailSize() const {
  absl::ReaderMutexLock lock(&mutex_);
  size_t size = 0;
  for (const auto& [interval, page] : pages_) size += page->sheet.tail_size();
  return size;
}

size_t ScanIndex::IntervalOf(Day day) const {
  const std::vector<Day>& borders = lineage_->borders();
  return static_cast<size_t>(std::upper_bound(borders.begin(), borders.end(), day) -
                             borders.begin());
}

std::vector<ScanIndex::YearGroup> ScanIndex::GroupsOf(const ItemFact& item) {
  std::vector<YearGroup> groups;
  for (const int year : std::set<int>(item.years.begin(), item.years.end())) {
    const auto next = static_cast<uint32_t>(group_items_.size());
    const auto [found, inserted] = groups_.try_emplace(Group(item.category, year), next);
    if (inserted) group_items_.push_back(0);
    groups.push_back({year, found->second});
  }
  return groups;
}

void ScanIndex::Change(const ItemFact& item, int32_t sign) {
  const std::vector<YearGroup> groups = GroupsOf(item);
  for (const YearGroup& group : groups) group_items_[group.id] += sign;
  if (pages_.empty()) return;
  const Line line = CutItem(item, *lineage_, options_.not_updated_days);
  for (auto& [interval, page] : pages_) AddLine(line, groups, sign, page->sheet);
}

void ScanIndex::AddLine(const Line& line, const std::vector<YearGroup>& groups, int32_t sign,
                        Sheet& sheet) {
  std::vector<uint32_t> whole;
  for (const YearGroup& group : groups) {
    const bool handed_over =
        std::any_of(line.handovers.begin(), line.handovers.end(),
                    [&](const Handover& handover) { return handover.year == group.year; });
    if (handed_over) {
      sheet.Add(line.In(group.year), {&group.id, 1}, sign);
    } else {
      whole.push_back(group.id);
    }
  }
  if (!whole.empty()) sheet.Add(line.stretches, whole, sign);
}

void ScanIndex::MakePage(Day day) const {
  auto page = std::make_unique<Page>(Sheet(*lineage_, day));
  for (const auto& [name, item] : items_) {
    std::vector<YearGroup> groups;
    for (const int year : std::set<int>(item->years.begin(), item->years.end())) {
      groups.push_back({year, groups_.at(Group(item->category, year))});
    }
    AddLine(CutItem(*item, *lineage_, options_.not_updated_days), groups, 1, page->sheet);
  }
  page->sheet.Merge();
  while (!pages_.empty() && pages_.size() >= options_.max_sheets) {
    pages_.erase(std::min_element(pages_.begin(), pages_.end(), [](const auto& a, const auto& b) {
      return a.second->asked < b.second->asked;
    }));
  }
  pages_[IntervalOf(day)] = std::move(page);
}

std::optional<std::vector<CategoryRow>> ScanIndex::Ask(const Question& question) const {
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto page = pages_.find(IntervalOf(question.as_of));
    if (page != pages_.end()) return Answer(*page->second, question);
  }
  absl::MutexLock lock(&mutex_);
  const size_t interval = IntervalOf(question.as_of);
  if (!pages_.contains(interval)) MakePage(question.as_of);
  return Answer(*pages_.at(interval), question);
}

std::optional<std::vector<CategoryRow>> ScanIndex::Answer(const Page& page,
                                                          const Question& question) const {
  page.asked = ++questions_;
  const Sheet& sheet = page.sheet;
  const Forest& forest = sheet.forest();
  const Forest::Place* scope = forest.Find(question.scope);
  if (scope == nullptr) return std::nullopt;
  std::vector<CategoryRow> rows;
  for (const auto& [group, id] : groups_) {
    if (group.second != question.year || group_items_[id] == 0) continue;
    const auto sum = [&, block = id](int32_t first, int32_t end, bool corrections) {
      return sheet.Sum(block, first, end, question.as_of, question.basis, corrections);
    };
    CategoryRow row;
    row.category = group.first;
    row.total = sum(scope->number, scope->end, true);
    row.unattributed = sum(forest.size(), forest.size() + 1, false);
    if (question.children) {
      row.own = sum(scope->number, scope->number + 1, false);
      row.joint = row.own;
      for (const std::string& unit : scope->children) {
        const Forest::Place* child = forest.Find(unit);
        row.children.push_back({unit, sum(child->number, child->end, true)});
        row.joint += row.children.back().figures;
      }
      row.joint -= row.total;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace tiendo::status
