#include "services/status/domain/reconcile.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"

namespace tiendo::status {
namespace {

constexpr std::array kDonePlan{Column::kDoneTotal, Column::kPlan};
constexpr std::array kDoneDue{Column::kDoneTotal, Column::kDueToDate};
constexpr std::array kDuePlan{Column::kDueToDate, Column::kPlan};
constexpr std::array kDoneDuePlan{Column::kDoneTotal, Column::kDueToDate, Column::kPlan};

// Columns of the published table: a claimed number is compared with these.
constexpr Column kLastPublished = Column::kNotUpdated;

bool True(const Figures& figures, Reading reading, const std::vector<int32_t>& claim) {
  const std::span<const Column> columns = ColumnsOf(reading);
  if (columns.size() != claim.size()) return false;
  for (size_t i = 0; i < claim.size(); ++i) {
    if (figures.Get(columns[i]) != claim[i]) return false;
  }
  return true;
}

// One category on any day, with one tree per interval.
class Search {
 public:
  Search(const UnitHistory& units, std::span<const ItemFact* const> items,
         const ReconcileQuery& query)
      : units_(units), query_(query) {
    for (const ItemFact* item : items) {
      if (item->category == query.category && InPopulation(*item, query.query)) {
        items_.push_back(item);
      }
    }
    days_last_ = std::min(LastOfYear(), query.search_until);
  }

  const ItemPointers& items() const { return items_; }
  Day FirstOfYear() const { return Day{std::chrono::year{query_.query.year} / 1 / 1}; }
  Day LastOfYear() const { return Day{std::chrono::year{query_.query.year} / 12 / 31}; }

  const UnitTree& TreeOf(Day day) {
    for (const auto& tree : trees_) {
      if (tree->IsOf(day)) return *tree;
    }
    trees_.push_back(std::make_unique<UnitTree>(units_, day));
    return *trees_.back();
  }

  absl::StatusOr<Figures> FiguresFor(const Query& query) {
    Query plain = query;
    plain.children = false;
    TIENDO_ASSIGN_OR_RETURN(const Answer answer, Compute(TreeOf(query.as_of), items_, plain));
    return answer.rows.empty() ? Figures{} : answer.rows.front().total;
  }

  // The maximal ranges of searched days in which the claim is true under `reading`.
  std::vector<DayRange> TrueOn(Reading reading) {
    std::vector<DayRange> ranges;
    for (const auto& [day, figures] : EveryDay()) {
      if (!True(figures, reading, query_.claim)) continue;
      if (!ranges.empty() && ranges.back().last + std::chrono::days{1} == day) {
        ranges.back().last = day;
      } else {
        ranges.push_back({day, day});
      }
    }
    return ranges;
  }

 private:
  const std::map<Day, Figures>& EveryDay() {
    if (!days_.empty()) return days_;
    Query query = query_.query;
    for (query.as_of = FirstOfYear(); query.as_of <= days_last_;
         query.as_of += std::chrono::days{1}) {
      absl::StatusOr<Figures> figures = FiguresFor(query);
      if (figures.ok()) days_.emplace(query.as_of, *figures);  // else: scope not in force that day
    }
    return days_;
  }

  const UnitHistory& units_;
  const ReconcileQuery& query_;
  ItemPointers items_;
  Day days_last_;
  std::vector<std::unique_ptr<UnitTree>> trees_;
  std::map<Day, Figures> days_;
};

std::optional<Day> Nearest(const std::vector<DayRange>& ranges, Day day) {
  std::optional<Day> nearest;
  for (const DayRange& range : ranges) {
    const Day candidate = std::clamp(day, range.first, range.last);
    // Ranges ascend: on a tie the earlier one stays.
    if (!nearest || std::abs((candidate - day).count()) < std::abs((*nearest - day).count())) {
      nearest = candidate;
    }
  }
  return nearest;
}

std::vector<Column> EqualColumns(const Figures& figures, int32_t value, Column except) {
  std::vector<Column> out;
  for (const ColumnInfo& info : AllColumns()) {
    if (info.column > kLastPublished || info.column == except) continue;
    if (figures.*info.field == value) out.push_back(info.column);
  }
  return out;
}

using ItemNames = std::map<std::string, const ItemFact*>;

// The items behind a column, under any day of the query.
absl::StatusOr<std::set<std::string>> Behind(Search& search, const Query& query,
                                             const std::string& category, Column column) {
  TIENDO_ASSIGN_OR_RETURN(
      const std::vector<Contribution> list,
      Contributions(search.TreeOf(query.as_of), search.items(), query, category, column));
  std::set<std::string> names;
  for (const Contribution& contribution : list) names.insert(contribution.item);
  return names;
}

// Items that are not in plan on the day and would make it larger: withdrawn, or approved later.
std::set<std::string> OutsidePlan(Search& search, const Query& query) {
  const UnitTree& tree = search.TreeOf(query.as_of);
  const int scope = tree.Find(query.scope);
  std::set<std::string> names;
  for (const ItemFact* item : search.items()) {
    ItemState state = StateOn(*item, tree.history(), query.as_of, query.basis);
    if (state.entered && !state.withdrawn) continue;
    if (!state.entered) state.leads = item->leads;
    for (const int unit : PlaceItem(*item, state, tree).units) {
      if (tree.Counts(unit, scope)) names.insert(item->name);
    }
  }
  return names;
}

class DifferenceFinder {
 public:
  DifferenceFinder(Search& search, const ReconcileQuery& query, Reconciliation* out)
      : search_(search), query_(query), out_(out) {
    for (const ItemFact* item : search.items()) by_name_[item->name] = item;
  }

  absl::Status Find(const Reconciliation::Part& part) {
    TIENDO_ASSIGN_OR_RETURN(const std::set<std::string> now,
                            Behind(search_, query_.query, query_.category, part.column));
    if (!out_->nearest_day) return FindCandidates(part, now);
    Query then = query_.query;
    then.as_of = *out_->nearest_day;
    TIENDO_ASSIGN_OR_RETURN(const std::set<std::string> there,
                            Behind(search_, then, query_.category, part.column));
    AddMissing(there, now, part.column, 1, false);
    AddMissing(now, there, part.column, -1, false);
    return absl::OkStatus();
  }

 private:
  absl::Status FindCandidates(const Reconciliation::Part& part, const std::set<std::string>& now) {
    if (part.claimed < part.actual) {
      AddMissing(now, {}, part.column, -1, true);
    } else if (part.column == Column::kPlan) {
      AddMissing(OutsidePlan(search_, query_.query), {}, part.column, 1, true);
    } else {
      TIENDO_ASSIGN_OR_RETURN(const std::set<std::string> plan,
                              Behind(search_, query_.query, query_.category, Column::kPlan));
      AddMissing(plan, now, part.column, 1, true);
    }
    return absl::OkStatus();
  }

  // Items of `of` that are not in `in`.
  void AddMissing(const std::set<std::string>& of, const std::set<std::string>& in, Column column,
                  int delta, bool candidate) {
    const UnitTree& tree = search_.TreeOf(query_.query.as_of);
    for (const std::string& name : of) {
      if (in.contains(name)) continue;
      out_->differences.push_back(
          {Describe(*by_name_.at(name), tree, query_.query), column, delta, candidate});
    }
  }

  Search& search_;
  const ReconcileQuery& query_;
  Reconciliation* out_;
  ItemNames by_name_;
};

// The other readings, the other basis, and the ends of periods.
absl::Status TryOthers(Search& search, const ReconcileQuery& query, Reconciliation* out) {
  std::vector<Reading> with_due = {Reading::kDoneDuePlan};
  if (query.claim.size() == 2) {
    with_due = {Reading::kDoneDue, Reading::kDuePlan};
    for (const Reading reading : with_due) {
      out->other_readings.push_back(
          {reading, True(out->actual, reading, query.claim), search.TrueOn(reading)});
    }
  }
  Query other = query.query;
  other.basis = other.basis == Basis::kInForce ? Basis::kBaseline : Basis::kInForce;
  TIENDO_ASSIGN_OR_RETURN(const Figures other_basis, search.FiguresFor(other));
  out->other_basis_agrees = True(other_basis, out->reading, query.claim);
  const std::chrono::year year{query.query.year};
  for (const Day end :
       {Day{year / 3 / 31}, Day{year / 6 / 30}, Day{year / 9 / 30}, Day{year / 12 / 31}}) {
    Query by = query.query;
    by.due_by = end;
    TIENDO_ASSIGN_OR_RETURN(const Figures figures, search.FiguresFor(by));
    for (const Reading reading : with_due) {
      out->period_ends.push_back({end, reading, True(figures, reading, query.claim)});
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view ReadingName(Reading reading) {
  switch (reading) {
    case Reading::kDonePlan:
      return "done/plan";
    case Reading::kDoneDue:
      return "done/due";
    case Reading::kDuePlan:
      return "due/plan";
    case Reading::kDoneDuePlan:
      return "done/due/plan";
  }
  return "";
}

std::span<const Column> ColumnsOf(Reading reading) {
  switch (reading) {
    case Reading::kDonePlan:
      return kDonePlan;
    case Reading::kDoneDue:
      return kDoneDue;
    case Reading::kDuePlan:
      return kDuePlan;
    case Reading::kDoneDuePlan:
      return kDoneDuePlan;
  }
  return {};
}

absl::StatusOr<std::vector<int32_t>> ParseClaim(std::string_view text) {
  constexpr size_t kMaxDigits = 9;
  const std::vector<std::string> parts = absl::StrSplit(std::string(text), '/');
  std::vector<int32_t> numbers;
  for (const std::string& part : parts) {
    const std::string digits(absl::StripAsciiWhitespace(part));
    const bool plain = !digits.empty() && digits.size() <= kMaxDigits &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    int32_t number = 0;
    if (!plain || !absl::SimpleAtoi(digits, &number)) {
      numbers.clear();
      break;
    }
    numbers.push_back(number);
  }
  if (numbers.size() != 2 && numbers.size() != 3) {
    return errors::InvalidField(
        "figure", "must be done/plan such as 19/21, or done/due/plan such as 18/19/21");
  }
  return numbers;
}

absl::StatusOr<Reconciliation> Reconcile(const UnitHistory& units,
                                         std::span<const ItemFact* const> items,
                                         const ReconcileQuery& query) {
  Search search(units, items, query);
  Reconciliation out;
  out.reading = query.claim.size() == 3 ? Reading::kDoneDuePlan : Reading::kDonePlan;
  TIENDO_ASSIGN_OR_RETURN(out.actual, search.FiguresFor(query.query));
  out.agrees = True(out.actual, out.reading, query.claim);
  const std::span<const Column> columns = ColumnsOf(out.reading);
  for (size_t i = 0; i < query.claim.size() && i < columns.size(); ++i) {
    const int32_t claimed = query.claim[i];
    out.parts.push_back({columns[i], claimed, out.actual.Get(columns[i]),
                         EqualColumns(out.actual, claimed, columns[i])});
  }
  out.true_on = search.TrueOn(out.reading);
  if (!out.agrees) {
    out.nearest_day = Nearest(out.true_on, query.query.as_of);
    DifferenceFinder finder(search, query, &out);
    for (const Reconciliation::Part& part : out.parts) {
      if (part.claimed != part.actual) TIENDO_RETURN_IF_ERROR(finder.Find(part));
    }
  }
  TIENDO_RETURN_IF_ERROR(TryOthers(search, query, &out));
  return out;
}

}  // namespace tiendo::status
