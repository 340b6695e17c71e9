// What a verb is given: on which resource, by which document, on which day.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_RECORD_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_RECORD_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

struct Record {
  std::string name;
  std::string etag;  // of the expected state; empty: any
  Day date;
  resource::Document document;
};

// A wrong entry that is taken back.
struct Voiding {
  std::string event;
  std::string etag;  // of the plan or engagement
  std::string reason;
};

// Stores a new resource unless its name is taken.
template <typename T>
absl::Status Create(resource::Repository<T>& repository, T& value) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<T> stored, repository.Get(value.name));
  if (stored) return resource::Exists(value.name);
  return repository.Put(value);
}

// NOT_FOUND, ETAG_MISMATCH.
template <typename T>
absl::StatusOr<T> Read(resource::Repository<T>& repository, const std::string& name,
                       const std::string& etag) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<T> stored, repository.Get(name));
  if (!stored) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, stored->stamp.revision));
  return *std::move(stored);
}

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_RECORD_H_
