// The titles of all items in memory, in the form in which they are searched. Those of secret items
// are not among them.
#ifndef TIENDO_SERVICES_PROGRAMS_API_TITLES_H_
#define TIENDO_SERVICES_PROGRAMS_API_TITLES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/ledger/catalogue.h"

namespace tiendo::programs {

// The titles as recorded at one revision.
class TitleVersion {
 public:
  struct Title {
    std::string name;        // of the item
    std::string searchable;  // text::AppendSearchable; empty: secret, never found
  };
  using Titles = std::vector<std::shared_ptr<const Title>>;

  TitleVersion(int64_t revision, Titles titles) : revision_(revision), titles_(std::move(titles)) {}

  int64_t revision() const { return revision_; }
  // In order of name.
  const Titles& titles() const { return titles_; }

 private:
  const int64_t revision_;
  const Titles titles_;
};

using TitleCatalogue = ledger::Catalogue<TitleVersion>;
TitleCatalogue NewTitleCatalogue();

// An item that a search found.
struct TitleHit {
  int score = 0;  // smaller is better (text::WordSearch)
  std::string_view name;
  auto operator<=>(const TitleHit&) const = default;
};

// Best first, equals in order of name: those after `after`, at most `limit`. `prefix`: what their
// names begin with, empty: all. The names live as long as `version`.
std::vector<TitleHit> FindTitles(const TitleVersion& version,
                                 const std::vector<std::string>& folded_words,
                                 std::string_view prefix, const TitleHit& after, size_t limit);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_TITLES_H_
