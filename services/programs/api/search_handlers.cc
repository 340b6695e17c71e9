// SearchItems (programs_service.h): titles are found in memory, best first; filter, parent and
// state are the database's, by name.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/errors/reasons.h"
#include "common/feed/listing.h"
#include "common/feed/tokens.h"
#include "common/paging/page_size.h"
#include "common/text/fold.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

constexpr char kSearchItems[] = "tiendo.programs.v1.ProgramService/SearchItems";
// In the order of StorageSchema().
constexpr size_t kItems = 2;
constexpr size_t kMaxQuery = 256;
constexpr int32_t kPage = 20;
constexpr int32_t kMaxPage = 100;
// Names looked up by one statement, and how many a page looks at before it is sent as it is.
constexpr size_t kNames = 200;
constexpr size_t kMostNames = 5000;

// What a page asks for, all checked.
struct Search {
  std::vector<std::string> words;
  std::string prefix;  // of names
  paging::Filter filter;
  size_t page_size = 0;
  std::string argument_hash;
};

absl::StatusOr<Search> ParseSearch(const v1::SearchItemsRequest& request) {
  Search search;
  search.words = text::FoldedWords(request.query());
  if (request.parent() != kAllPrograms) search.prefix = request.parent() + "/items/";
  TIENDO_ASSIGN_OR_RETURN(search.filter,
                          paging::ParseFilter(request.filter(), feed::FilterFields(ItemFields())));
  TIENDO_ASSIGN_OR_RETURN(const int32_t page_size,
                          paging::ResolvePageSize(request.page_size(), kPage, kMaxPage));
  search.page_size = static_cast<size_t>(page_size);
  std::string arguments = request.parent() + '\0' + search.filter.Canonical() + '\0';
  if (request.has_read_time()) arguments += request.read_time().SerializeAsString();
  for (const std::string& word : search.words) arguments += '\0' + word;
  search.argument_hash = feed::ShortHash(arguments);
  return search;
}

// A hit as a key: its score, then its name.
std::string KeyOf(const TitleHit& hit) {
  return std::to_string(hit.score) + " " + std::string(hit.name);
}
absl::StatusOr<TitleHit> HitOf(const std::string& key) {
  const size_t gap = key.find(' ');
  if (gap == 0 || gap > 2 || gap == std::string::npos ||
      key.find_first_not_of("0123456789") != gap) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenInvalid,
                        "page_token is not one of ours: start with the first page");
  }
  return TitleHit{std::stoi(key.substr(0, gap)), std::string_view(key).substr(gap + 1)};
}

// Of these hits, the items that meet the filter and are not secret, by name. Those that are secret
// now are not shown as they were before, either.
absl::StatusOr<std::map<std::string, ledger::Row>> ReadHits(ledger::Reader& reader,
                                                            const Search& search,
                                                            std::span<const TitleHit> hits,
                                                            std::optional<int64_t> at) {
  ledger::ListQuery query;
  query.at = at;
  query.limit = static_cast<int>(hits.size());
  for (const TitleHit& hit : hits) query.names.emplace_back(hit.name);
  ledger::ListQuery now = query;
  feed::AddFilter(search.filter, ItemFields(), query);
  query.conditions.push_back({"secret", "=", 0});
  const ledger::Collection& items = reader.schema().collections[kItems];
  TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows, reader.List(items, query));
  std::map<std::string, ledger::Row> out;
  for (ledger::Row& row : rows) out.emplace(row.name, std::move(row));
  if (!at) return out;
  now.at = std::nullopt;
  now.conditions = {{"secret", "=", 1}};
  TIENDO_ASSIGN_OR_RETURN(const std::vector<ledger::Row> secret, reader.List(items, now));
  for (const ledger::Row& row : secret) out.erase(row.name);
  return out;
}

}  // namespace

absl::Status ValidateSearchItems(const v1::SearchItemsRequest& request) {
  errors::Violations violations;
  if (request.parent() != kAllPrograms) {
    api::CheckName("parent", request.parent(), kProgramPattern, api::Presence::kRequired,
                   violations);
  }
  const size_t before = violations.list().size();
  const std::string query =
      api::Text("query", request.query(), api::Presence::kRequired, kMaxQuery, violations);
  if (violations.list().size() == before && text::FoldedWords(query).empty()) {
    violations.Add("query", "give at least one letter or digit");
  }
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  violations.Merge(
      "", paging::ParseFilter(request.filter(), feed::FilterFields(ItemFields())).status());
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

ProgramsService::Reactor* ProgramsService::SearchItems(Context* context,
                                                       const v1::SearchItemsRequest* request,
                                                       v1::SearchItemsResponse* response) {
  return parts_.handlers->Read(
      context, "SearchItems", request, response, &ValidateSearchItems,
      [this](ledger::Reader& reader, const v1::SearchItemsRequest& r,
             v1::SearchItemsResponse& out) { return ReadSearch(reader, r, out); });
}

absl::Status ProgramsService::ReadSearch(ledger::Reader& reader,
                                         const v1::SearchItemsRequest& request,
                                         v1::SearchItemsResponse& response) {
  TIENDO_ASSIGN_OR_RETURN(const Search search, ParseSearch(request));
  TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
  std::optional<Instant> read_time;
  if (request.has_read_time()) read_time = api::FromProto(request.read_time());
  TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> at,
                          feed::ResolveReadTime(reader, read_time, parts_.clock->Now()));
  if (request.parent() != kAllPrograms) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> parent, reader.Get(request.parent()));
    if (!parent) return resource::NotFound(request.parent());
  }
  feed::PageToken token{kSearchItems,  search.argument_hash, "",
                        head.revision, head.database_id,     at.has_value()};
  TitleHit after{-1, ""};
  if (!request.page_token().empty()) {
    TIENDO_ASSIGN_OR_RETURN(token, feed::DecodePageToken(request.page_token()));
    TIENDO_RETURN_IF_ERROR(feed::CheckPageToken(token, kSearchItems, search.argument_hash, head));
    TIENDO_ASSIGN_OR_RETURN(after, HitOf(token.last_key));
  }
  TIENDO_ASSIGN_OR_RETURN(const TitleCatalogue::Shared titles, titles_.At(reader, at));
  // One more tells whether there is a next page.
  const std::vector<TitleHit> hits =
      FindTitles(*titles, search.words, search.prefix, after, kMostNames + 1);
  size_t seen = 0;
  while (seen < std::min(hits.size(), kMostNames)) {
    const size_t some = std::min({kNames, hits.size() - seen, kMostNames - seen});
    TIENDO_ASSIGN_OR_RETURN(const auto rows,
                            ReadHits(reader, search, std::span(hits).subspan(seen, some), at));
    for (const size_t end = seen + some; seen < end; ++seen) {
      auto row = rows.find(std::string(hits[seen].name));
      if (row == rows.end()) continue;
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row->second.body, *response.add_items()));
      if (static_cast<size_t>(response.items_size()) < search.page_size) continue;
      ++seen;
      break;
    }
    if (static_cast<size_t>(response.items_size()) == search.page_size) break;
  }
  if (seen >= hits.size()) return absl::OkStatus();
  token.last_key = KeyOf(hits[seen - 1]);
  response.set_next_page_token(feed::Encode(token));
  return absl::OkStatus();
}

}  // namespace tiendo::programs
