// Use cases of what programmes and items are sorted by (danh mục): categories, tags, periods. Every
// function runs inside one transaction and decides on what it reads there; what it is given has
// valid text.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_VOCABULARY_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_VOCABULARY_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "common/resource/repository.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/period.h"
#include "services/programs/domain/tag.h"

namespace tiendo::programs {

// Stores a new word. RESOURCE_EXISTS.
template <typename T>
absl::Status CreateWord(resource::Repository<T>& words, T& word) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<T> stored, words.Get(word.name));
  if (stored) return resource::Exists(word.name);
  return words.Put(word);
}

template <typename T>
struct WordUpdate {
  std::string name;
  std::string etag;  // expected; empty: any
  // Puts the new values into the word; an error leaves it as it was.
  std::function<absl::Status(T&)> change;
};

// Stores the changed word, if it differs. NOT_FOUND, ETAG_MISMATCH.
template <typename T>
absl::StatusOr<T> UpdateWord(resource::Repository<T>& words, const WordUpdate<T>& update) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<T> stored, words.Get(update.name));
  if (!stored) return resource::NotFound(update.name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(update.name, update.etag, stored->stamp.revision));
  T word = *stored;
  TIENDO_RETURN_IF_ERROR(update.change(word));
  if (word == *stored) return word;
  TIENDO_RETURN_IF_ERROR(words.Put(word));
  return word;
}

// FAILED_PRECONDITION VOCABULARY_RETIRED: `field` of something new names `name`, which is retired.
absl::Status Retired(std::string_view name, std::string_view field);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_VOCABULARY_H_
