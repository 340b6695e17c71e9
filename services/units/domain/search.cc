#include "services/units/domain/search.h"

#include <string.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/fold.h"

namespace tiendo::units {
namespace {

constexpr int kNoMatch = 99;

void AppendField(std::string& out, const std::vector<std::string>& words) {
  if (words.empty()) return;
  absl::StrAppend(&out, "\n ", absl::StrJoin(words, " "), " ");
}

// Memory is searched some times faster by memmem than by std::string_view::find.
bool Contains(const std::string& text, const std::string& part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

// A query in the forms in which it is looked for.
class Pattern {
 public:
  explicit Pattern(const std::vector<std::string>& words) {
    for (const std::string& w : words) starts_.push_back(" " + w);
    // The longest word is the rarest: most units fail at the first look.
    std::sort(starts_.begin(), starts_.end(),
              [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    phrase_ = " " + absl::StrJoin(words, " ");
    whole_ = "\n" + phrase_ + " \n";
    beginning_ = "\n" + phrase_;
  }

  // Smaller is better; kNoMatch.
  int Score(const std::string& folded) const {
    for (const std::string& start : starts_) {
      if (!Contains(folded, start)) return kNoMatch;
    }
    // The last field ends the text instead of being followed by another.
    const std::string_view whole = std::string_view(whole_).substr(0, whole_.size() - 1);
    if (Contains(folded, whole_) || std::string_view(folded).ends_with(whole)) return 0;
    if (folded.starts_with(beginning_)) return 1;
    if (Contains(folded, beginning_)) return 2;
    return Contains(folded, phrase_) ? 3 : 4;
  }

 private:
  std::vector<std::string> starts_;
  std::string phrase_;
  std::string whole_;
  std::string beginning_;
};

struct Found {
  SearchHit hit;
  int score = kNoMatch;
  const std::string* sort_key = nullptr;

  auto Rank() const { return std::make_tuple(score, hit.former, hit.ended); }
};

// The best name of a unit by `as_of`.
std::optional<Found> Match(const UnitNames& names, const Pattern& pattern, Day as_of) {
  const UnitNames::Name* now = names.On(as_of);
  if (now == nullptr) return std::nullopt;
  std::optional<Found> best;
  for (const UnitNames::Name& name : names.names) {
    if (name.from > as_of) break;
    const int score = pattern.Score(name.folded);
    if (score == kNoMatch) continue;
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
    AppendField(name.folded, text::FoldedWords(p.display_name));
    for (const std::string* text : {&p.short_name, &p.code}) {
      const std::vector<std::string> words = text::FoldedWords(*text);
      AppendField(name.folded, words);
      if (words.size() > 1) AppendField(name.folded, {absl::StrJoin(words, "")});
    }
    name.folded.shrink_to_fit();
    out->names.push_back(std::move(name));
  }
  return out;
}

SearchAnswer Search(const Forest& forest,
                    const std::vector<std::shared_ptr<const UnitNames>>& names,
                    const SearchQuery& query) {
  const Pattern pattern(query.words);
  std::vector<Found> found;
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == nullptr) continue;
    const int unit = static_cast<int>(i);
    const Forest::Node& node = *forest.node(unit);
    if (!(node.side == Side::kParty ? query.party : query.government)) continue;
    const bool ended = node.to <= query.as_of;
    if (ended && !query.show_ended) continue;
    std::optional<Found> match = Match(*names[i], pattern, query.as_of);
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
