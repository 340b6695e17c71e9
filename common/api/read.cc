#include "common/api/read.h"

#include <algorithm>

namespace tiendo::api {

absl::StatusOr<ledger::Row> ReadRow(ledger::Reader& reader, const std::string& name,
                                    std::optional<Instant> read_time, Instant now) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<int64_t> at, feed::ResolveReadTime(reader, read_time, now));
  TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(name, at));
  if (!row) return resource::NotFound(name);
  return *std::move(row);
}

std::vector<paging::FilterField> WatchFields(
    std::initializer_list<const std::vector<feed::ListField>*> lists) {
  std::vector<paging::FilterField> out;
  for (const std::vector<feed::ListField>* list : lists) {
    for (const feed::ListField& f : *list) {
      if ((f.use & feed::uses::kWatch) == 0) continue;
      auto same = std::find_if(out.begin(), out.end(), [&](const paging::FilterField& o) {
        return o.name == f.field.name;
      });
      if (same == out.end()) {
        out.push_back(f.field);
        continue;
      }
      // Two resources may have a field of one name with other values ("state").
      for (const std::string& value : f.field.values) {
        if (std::find(same->values.begin(), same->values.end(), value) == same->values.end()) {
          same->values.push_back(value);
        }
      }
    }
  }
  return out;
}

}  // namespace tiendo::api
