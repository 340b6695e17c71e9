#include "common/text/collator.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/stringpiece.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <utility>

#include "common/errors/error.h"

namespace tiendo::text {

struct Collator::Rules {
  std::unique_ptr<const icu::Collator> icu;
};

namespace {

icu::StringPiece Piece(std::string_view text) {
  return icu::StringPiece(text.data(), static_cast<int32_t>(text.size()));
}

}  // namespace

Collator::Collator(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

absl::StatusOr<Collator> Collator::Create() {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale("vi", "VN"), error));
  // A fallback to the root order would put đ beside d without a word; it is not the order promised.
  if (U_FAILURE(error) || error == U_USING_DEFAULT_WARNING) {
    return errors::Internal("ICU has no Vietnamese collation");
  }
  // Decomposed text must sort like composed text.
  collator->setAttribute(UCOL_NORMALIZATION_MODE, UCOL_ON, error);
  if (U_FAILURE(error)) return errors::Internal("ICU refused a collation attribute");
  return Collator(std::make_shared<const Rules>(Rules{std::move(collator)}));
}

std::string Collator::SortKey(std::string_view text) const {
  icu::UnicodeString utf16 = icu::UnicodeString::fromUTF8(Piece(text));
  std::string key(text.size() * 3 + 16, '\0');
  auto fill = [&] {
    return rules_->icu->getSortKey(utf16, reinterpret_cast<uint8_t*>(key.data()),
                                   static_cast<int32_t>(key.size()));
  };
  int32_t length = fill();
  if (static_cast<size_t>(length) > key.size()) {
    key.resize(static_cast<size_t>(length));
    length = fill();
  }
  // ICU counts its closing NUL.
  key.resize(length > 0 ? static_cast<size_t>(length) - 1 : 0);
  return key;
}

int Collator::Compare(std::string_view a, std::string_view b) const {
  UErrorCode error = U_ZERO_ERROR;
  return rules_->icu->compareUTF8(Piece(a), Piece(b), error);
}

}  // namespace tiendo::text
