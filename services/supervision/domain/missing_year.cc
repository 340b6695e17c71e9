#include "services/supervision/domain/missing_year.h"

#include <charconv>
#include <string>

#include "common/errors/error.h"

namespace tiendo::supervision {

int MissingYear(const absl::Status& status) {
  int year = 0;
  if (auto details = errors::GetDetails(status)) {
    const std::string& text = details->metadata["year"];
    std::from_chars(text.data(), text.data() + text.size(), year);
  }
  return year;
}

}  // namespace tiendo::supervision
