// How a domain reads and writes its resources inside one transaction, whatever stores them.
#ifndef TIENDO_COMMON_RESOURCE_REPOSITORY_H_
#define TIENDO_COMMON_RESOURCE_REPOSITORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"

namespace tiendo::resource {

// Which write made a state. The etag is derived from `revision`.
struct Stamp {
  int64_t revision = 0;  // 0: not stored yet
  Instant create_time;
  Instant update_time;
  bool operator==(const Stamp&) const = default;
};

// Resource types have `std::string name` and `Stamp stamp`.
template <typename T>
class Repository {
 public:
  virtual ~Repository() = default;
  // nullopt when there is none.
  virtual absl::StatusOr<std::optional<T>> Get(std::string_view name) = 0;
  // In order of name, those whose names start with `prefix` (all: "") and come after `after`; at
  // most `limit`.
  virtual absl::StatusOr<std::vector<T>> List(std::string_view prefix, std::string_view after,
                                              int limit) = 0;
  // Stores a new state and stamps it. At most once per resource and transaction. INTERNAL on a
  // repository that only reads.
  virtual absl::Status Put(T& value) = 0;
};

// Turns resources into stored bytes and back; the encoding is the API's business.
template <typename T>
class Codec {
 public:
  virtual ~Codec() = default;
  virtual std::string Encode(const T& value) const = 0;
  virtual absl::StatusOr<T> Decode(std::string_view body) const = 0;
};

}  // namespace tiendo::resource

#endif  // TIENDO_COMMON_RESOURCE_REPOSITORY_H_
