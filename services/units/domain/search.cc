#include "services/units/domain/search.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "absl/strings/str_join.h"
#include "common/text/fold.h"
#include "common/text/word_search.h"

namespace tiendo::units {
namespace {

struct Found {
  SearchHit hit;
  int score = text::WordSearch::kNoMatch;
  const std::string* sort_key = nullptr;

  auto Rank() const { return std::make_tuple(score, hit.former, hit.ended); }
};

// The best name of a unit by `as_of`.
std::optional<Found> Match(const UnitNames& names, const text::WordSearch& words, Day as_of) {
  const UnitNames::Name* now = names.On(as_of);
  if (now == nullptr) return std::nullopt;
  std::optional<Found> best;
  for (const UnitNames::Name& name : names.names) {
    if (name.from > as_of) break;
    const int score = words.Score(name.folded);
    if (score == text::WordSearch::kNoMatch) continue;
    Found found;
    found.score = score;
    found.hit.former = &name != now;
    found.hit.name_from = name.from;
    found.sort_key = &now->sort_key;
    if (!best || found.Rank() < best->Rank()) best = found;
  }
  return best;
}

}  // namespace

const UnitNames::Name* UnitNames::On(Day day) const {
  const Name* found = nullptr;
  for (const Name& name : names) {
    if (name.from <= day) found = &name;
  }
  return found;
}

std::shared_ptr<const UnitNames> NamesOf(const Unit& unit, const text::Collator& collator) {
  auto out = std::make_shared<UnitNames>();
  const Period* before = nullptr;
  for (const Period& p : unit.periods) {
    const bool same = before != nullptr && before->display_name == p.display_name &&
                      before->short_name == p.short_name && before->code == p.code;
    before = &p;
    if (same) continue;
    UnitNames::Name name;
    name.from = p.from;
    name.sort_key = collator.SortKey(p.display_name);
    text::AppendSearchable(name.folded, text::FoldedWords(p.display_name));
    for (const std::string* field : {&p.short_name, &p.code}) {
      const std::vector<std::string> words = text::FoldedWords(*field);
      text::AppendSearchable(name.folded, words);
      if (words.size() > 1) text::AppendSearchable(name.folded, {absl::StrJoin(words, "")});
    }
    name.folded.shrink_to_fit();
    out->names.push_back(std::move(name));
  }
  return out;
}

SearchAnswer Search(const Forest& forest,
                    const std::vector<std::shared_ptr<const UnitNames>>& names,
                    const SearchQuery& query) {
  const text::WordSearch words(query.words);
  std::vector<Found> found;
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == nullptr) continue;
    const int unit = static_cast<int>(i);
    const Forest::Node& node = *forest.node(unit);
    if (!(node.side == Side::kParty ? query.party : query.government)) continue;
    const bool ended = node.to <= query.as_of;
    if (ended && !query.show_ended) continue;
    std::optional<Found> match = Match(*names[i], words, query.as_of);
    if (!match) continue;
    match->hit.unit = unit;
    match->hit.ended = ended;
    found.push_back(*match);
  }
  SearchAnswer answer;
  answer.total = static_cast<int>(found.size());
  const size_t limit = std::min(found.size(), static_cast<size_t>(query.limit));
  std::partial_sort(found.begin(), found.begin() + static_cast<ptrdiff_t>(limit), found.end(),
                    [&forest](const Found& a, const Found& b) {
                      if (a.Rank() != b.Rank()) return a.Rank() < b.Rank();
                      if (*a.sort_key != *b.sort_key) return *a.sort_key < *b.sort_key;
                      return forest.name(a.hit.unit) < forest.name(b.hit.unit);
                    });
  for (size_t i = 0; i < limit; ++i) answer.hits.push_back(found[i].hit);
  return answer;
}

}  // namespace tiendo::units
