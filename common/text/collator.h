// Vietnamese sort order: a < à < … as tones only break ties, đ after d, ă after a, case last.
#ifndef TIENDO_COMMON_TEXT_COLLATOR_H_
#define TIENDO_COMMON_TEXT_COLLATOR_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tiendo::text {

// Immutable and thread-safe; cheap to copy.
class Collator {
 public:
  // INTERNAL_ERROR when ICU lacks the rules of the language (a broken installation).
  static absl::StatusOr<Collator> Create();

  // Bytes whose order (memcmp) is the order of the texts, without NUL at the end; texts that differ
  // only in composition have equal keys. Keys of different ICU versions do not compare: whoever
  // stores them rebuilds them after an upgrade.
  std::string SortKey(std::string_view text) const;

  // < 0, 0 or > 0, in the same order.
  int Compare(std::string_view a, std::string_view b) const;

 private:
  // Holds ICU's collator: its headers would otherwise reach every user.
  struct Rules;
  explicit Collator(std::shared_ptr<const Rules> rules);

  std::shared_ptr<const Rules> rules_;
};

}  // namespace tiendo::text

#endif  // TIENDO_COMMON_TEXT_COLLATOR_H_
