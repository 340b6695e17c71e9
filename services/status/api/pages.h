// Pages of lists that are computed anew for each page.
#ifndef TIENDO_SERVICES_STATUS_API_PAGES_H_
#define TIENDO_SERVICES_STATUS_API_PAGES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tiendo::status {

// One list: the method and all arguments but page_size and page_token, as text.
class Pages {
 public:
  Pages(std::string_view method, std::string_view arguments);

  // Sort key of the last row of the page before; "" on the first page. PAGE_TOKEN_INVALID,
  // PAGE_TOKEN_MISMATCH.
  absl::StatusOr<std::string> LastKey(const std::string& page_token) const;
  // Token of the page after the row with this sort key.
  std::string Token(std::string last_key) const;

 private:
  const std::string method_;
  const std::string argument_hash_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_PAGES_H_
