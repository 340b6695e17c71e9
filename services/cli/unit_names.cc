#include "services/cli/unit_names.h"

#include <algorithm>
#include <functional>

#include "common/base/status_macros.h"
#include "common/text/id.h"
#include "common/text/utf8.h"
#include "services/cli/sheets/words.h"

namespace tiendo::cli {
namespace {

using units::v1::SearchResult;
using units::v1::Unit;

constexpr char kService[] = "tiendo.units.v1.UnitService/";
// Longest text that the search takes, in code points.
constexpr size_t kLongestQuery = 256;
constexpr size_t kShownCandidates = 5;

std::vector<std::string> NamesOf(const SearchResult& result) {
  return {result.unit().display_name(), result.unit().short_name(), result.unit().code(),
          result.former_name()};
}

bool InForce(const Unit& unit, calendar::Day day) {
  const auto number = [](const google::type::Date& d) {
    return d.year() * 10'000 + d.month() * 100 + d.day();
  };
  const std::chrono::year_month_day ymd(day);
  const int today = static_cast<int>(ymd.year()) * 10'000 +
                    static_cast<int>(static_cast<unsigned>(ymd.month())) * 100 +
                    static_cast<int>(static_cast<unsigned>(ymd.day()));
  return number(unit.effective_from()) <= today &&
         (!unit.has_effective_to() || number(unit.effective_to()) > today);
}

std::string Candidates(const std::vector<const SearchResult*>& results) {
  std::string text;
  for (size_t i = 0; i < std::min(results.size(), kShownCandidates); ++i) {
    const Unit& unit = results[i]->unit();
    text += (i == 0 ? "" : "; ") + unit.name().substr(unit.name().find('/') + 1) + " (" +
            unit.display_name() + (results[i]->ended() ? ", đã kết thúc" : "") + ')';
  }
  if (results.size() > kShownCandidates) text += "; …";
  return text;
}

}  // namespace

absl::StatusOr<const Unit*> UnitNames::Get(const std::string& unit) {
  auto it = units_.find(unit);
  if (it == units_.end()) {
    units::v1::GetUnitRequest request;
    request.set_name(unit);
    Unit found;
    const absl::Status status =
        caller_.CallByName(std::string(kService) + "GetUnit", request, found);
    if (!status.ok() && !absl::IsNotFound(status)) return status;
    it = units_.emplace(unit, status.ok() ? std::optional(found) : std::nullopt).first;
  }
  return it->second ? &*it->second : nullptr;
}

absl::StatusOr<const UnitNames::Results*> UnitNames::Search(const std::string& text) {
  auto it = searches_.find(text);
  if (it != searches_.end()) return &it->second;
  Results results;
  // What the search would refuse has no unit either.
  if (!sheets::FoldedText(text).empty() && text::CodePoints(text) <= kLongestQuery) {
    units::v1::SearchUnitsRequest request;
    request.set_query(text);
    request.set_show_ended(true);  // tables of past years name units of then
    request.set_page_size(100);
    units::v1::SearchUnitsResponse found;
    TIENDO_RETURN_IF_ERROR(
        caller_.CallByName(std::string(kService) + "SearchUnits", request, found));
    results.assign(found.results().begin(), found.results().end());
  }
  return &searches_.emplace(text, std::move(results)).first->second;
}

absl::StatusOr<UnitNames::Meaning> UnitNames::MeaningOf(const std::string& text,
                                                        std::optional<calendar::Day> day) {
  constexpr std::string_view kPrefix = "units/";
  const bool prefixed = text.compare(0, kPrefix.size(), kPrefix) == 0;
  const std::string id = prefixed ? text.substr(kPrefix.size()) : text;
  if (text::ValidId(id)) {
    TIENDO_ASSIGN_OR_RETURN(const Unit* unit, Get(std::string(kPrefix) + id));
    if (unit != nullptr) return Meaning{unit->name(), ""};
  }
  if (prefixed) return Meaning{"", "không có đơn vị \"" + text + '"'};
  TIENDO_ASSIGN_OR_RETURN(const Results* results, Search(text));
  std::vector<const SearchResult*> all;
  for (const SearchResult& result : *results) all.push_back(&result);
  const auto keep = [](const std::vector<const SearchResult*>& from,
                       const std::function<bool(const SearchResult&)>& good) {
    std::vector<const SearchResult*> kept;
    for (const SearchResult* result : from) {
      if (good(*result)) kept.push_back(result);
    }
    return kept;
  };
  const auto named = [](const std::function<bool(const std::string&)>& same) {
    return [same](const SearchResult& result) {
      const std::vector<std::string> names = NamesOf(result);
      return std::any_of(names.begin(), names.end(), same);
    };
  };
  const std::string folded = sheets::FoldedText(text);
  std::vector<const SearchResult*> left =
      keep(all, named([&](const std::string& name) { return sheets::FoldedText(name) == folded; }));
  const auto narrow = [&left, &keep](const std::function<bool(const SearchResult&)>& good) {
    if (left.size() < 2) return;
    std::vector<const SearchResult*> kept = keep(left, good);
    if (!kept.empty()) left = std::move(kept);
  };
  narrow(named([&](const std::string& name) { return name == text; }));
  narrow([&](const SearchResult& result) {
    return day ? InForce(result.unit(), *day) : !result.ended();
  });
  if (left.size() == 1) return Meaning{left[0]->unit().name(), ""};
  const std::string shown = '"' + text + '"';
  if (left.size() > 1) {
    return Meaning{"",
                   "nhiều đơn vị tên " + shown + ", ghi mã của một đơn vị: " + Candidates(left)};
  }
  if (all.empty()) {
    return Meaning{
        "", "không có đơn vị " + shown + ": tìm bằng tiendo units search rồi ghi đúng tên hoặc mã"};
  }
  return Meaning{"", "không có đơn vị " + shown + "; gần giống: " + Candidates(all)};
}

absl::StatusOr<std::string> UnitNames::TextOf(const std::string& unit,
                                              std::optional<calendar::Day> day) {
  const std::string id = unit.substr(unit.find('/') + 1);
  TIENDO_ASSIGN_OR_RETURN(const Unit* found, Get(unit));
  if (found == nullptr) return id;
  const std::string& name = found->display_name();
  // These separate units in a cell.
  if (name.find_first_of(";:\n") != std::string::npos) return id;
  TIENDO_ASSIGN_OR_RETURN(const Meaning meaning, MeaningOf(name, day));
  return meaning.unit == unit ? name : id;
}

}  // namespace tiendo::cli
