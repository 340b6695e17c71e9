#include "services/programs/api/titles.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "common/text/fold.h"
#include "common/text/word_search.h"
#include "tiendo/programs/v1/items.pb.h"

namespace tiendo::programs {
namespace {

// In the order of StorageSchema().
constexpr size_t kItems = 2;

class Builder final : public TitleCatalogue::Builder {
 public:
  explicit Builder(TitleVersion::Titles titles) : titles_(std::move(titles)) {}

  absl::Status Put(std::string_view name, std::string_view body) override {
    v1::Item item;
    TIENDO_RETURN_IF_ERROR(api::UnpackBody(body, item));
    auto title = std::make_shared<TitleVersion::Title>();
    title->name = std::string(name);
    if (!item.secret()) {
      text::AppendSearchable(title->searchable, text::FoldedWords(item.title()));
      title->searchable.shrink_to_fit();
    }
    changed_[title->name] = std::move(title);
    return absl::OkStatus();
  }

  TitleCatalogue::Shared Finish(int64_t revision) override {
    TitleVersion::Titles merged;
    merged.reserve(titles_.size() + changed_.size());
    auto change = changed_.begin();
    for (std::shared_ptr<const TitleVersion::Title>& title : titles_) {
      for (; change != changed_.end() && change->first < title->name; ++change) {
        merged.push_back(change->second);
      }
      if (change != changed_.end() && change->first == title->name) continue;  // comes next
      merged.push_back(std::move(title));
    }
    for (; change != changed_.end(); ++change) merged.push_back(change->second);
    return std::make_shared<const TitleVersion>(revision, std::move(merged));
  }

 private:
  TitleVersion::Titles titles_;  // in order of name
  std::map<std::string, std::shared_ptr<const TitleVersion::Title>> changed_;
};

}  // namespace

TitleCatalogue NewTitleCatalogue() {
  return TitleCatalogue(kItems, [](const TitleVersion* from) {
    return std::make_unique<Builder>(from == nullptr ? TitleVersion::Titles() : from->titles());
  });
}

std::vector<TitleHit> FindTitles(const TitleVersion& version,
                                 const std::vector<std::string>& folded_words,
                                 std::string_view prefix, const TitleHit& after, size_t limit) {
  const text::WordSearch words(folded_words);
  const TitleVersion::Titles& titles = version.titles();
  auto it = std::lower_bound(titles.begin(), titles.end(), prefix,
                             [](const auto& title, std::string_view p) { return title->name < p; });
  std::vector<TitleHit> hits;
  for (; it != titles.end() && std::string_view((*it)->name).starts_with(prefix); ++it) {
    if ((*it)->searchable.empty()) continue;
    const TitleHit hit{words.Score((*it)->searchable), (*it)->name};
    if (hit.score != text::WordSearch::kNoMatch && after < hit) hits.push_back(hit);
  }
  const size_t kept = std::min(limit, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(kept), hits.end());
  hits.resize(kept);
  return hits;
}

}  // namespace tiendo::programs
