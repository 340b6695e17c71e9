#include "services/status/api/pages.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/feed/tokens.h"

namespace tiendo::status {

Pages::Pages(std::string_view method, std::string_view arguments)
    : method_(method), argument_hash_(feed::ShortHash(arguments)) {}

absl::StatusOr<std::string> Pages::LastKey(const std::string& page_token) const {
  if (page_token.empty()) return std::string();
  TIENDO_ASSIGN_OR_RETURN(feed::PageToken token, feed::DecodePageToken(page_token));
  if (token.method != method_ || token.argument_hash != argument_hash_) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenMismatch,
                        "page_token belongs to a call with other arguments: repeat them, only"
                        " page_size may change");
  }
  return token.last_key;
}

std::string Pages::Token(std::string last_key) const {
  feed::PageToken token;
  token.method = method_;
  token.argument_hash = argument_hash_;
  token.last_key = std::move(last_key);
  return feed::Encode(token);
}

}  // namespace tiendo::status
