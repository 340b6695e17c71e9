#include "common/feed/tokens.h"

#include <algorithm>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/paging/digest.h"
#include "tiendo/internal/tokens/v1/tokens.pb.h"

namespace tiendo::feed {
namespace {

namespace pb = ::tiendo::internal::tokens::v1;
namespace reasons = errors::reasons;

template <typename Message>
std::string ToText(const Message& message) {
  return paging::Base64UrlEncode(message.SerializeAsString());
}

// True when `text` decodes to a message of a version this program knows.
template <typename Message>
bool FromText(std::string_view text, Message& message) {
  // Tokens are short; what is longer was not made here.
  if (text.size() > 4096) return false;
  std::optional<std::string> bytes = paging::Base64UrlDecode(text);
  return bytes && message.ParseFromString(*bytes) && message.has_v1();
}

}  // namespace

std::string EncodePositions(std::vector<Position> positions) {
  std::sort(positions.begin(), positions.end());
  pb::PositionToken token;
  for (const Position& p : positions) {
    pb::SourcePosition* out = token.mutable_v1()->add_positions();
    out->set_service(p.service);
    out->set_database_id(p.database_id);
    out->set_revision(p.revision);
  }
  return ToText(token);
}

absl::StatusOr<std::vector<Position>> DecodePositions(std::string_view text) {
  pb::PositionToken token;
  if (!FromText(text, token)) {
    return errors::Make(absl::StatusCode::kInvalidArgument, reasons::kPositionInvalid,
                        "min_positions takes values of the trailing metadata tiendo-position");
  }
  std::vector<Position> out;
  for (const pb::SourcePosition& p : token.v1().positions()) {
    out.push_back({p.service(), p.database_id(), p.revision()});
  }
  return out;
}

std::string Encode(const ResumeToken& token) {
  pb::ResumeToken message;
  pb::ResumeTokenV1& v1 = *message.mutable_v1();
  v1.set_service(token.service);
  v1.set_database_id(token.database_id);
  v1.set_revision(token.revision);
  v1.set_delivered_in_next(token.delivered_in_next);
  v1.set_filter_hash(token.filter_hash);
  v1.set_from_list(token.from_list);
  if (token.snapshot) {
    v1.mutable_snapshot()->set_collection(token.snapshot->collection);
    v1.mutable_snapshot()->set_last_key(token.snapshot->last_key);
  }
  return ToText(message);
}

absl::StatusOr<ResumeToken> DecodeResumeToken(std::string_view text) {
  pb::ResumeToken message;
  if (!FromText(text, message) || message.v1().revision() < 0 ||
      message.v1().delivered_in_next() < 0 || message.v1().snapshot().collection() < 0) {
    return errors::Make(absl::StatusCode::kInvalidArgument, reasons::kResumeTokenInvalid,
                        "resume_token is not one of ours: watch with a snapshot");
  }
  const pb::ResumeTokenV1& v1 = message.v1();
  ResumeToken token;
  token.service = v1.service();
  token.database_id = v1.database_id();
  token.revision = v1.revision();
  token.delivered_in_next = v1.delivered_in_next();
  token.filter_hash = v1.filter_hash();
  token.from_list = v1.from_list();
  if (v1.has_snapshot()) {
    token.snapshot =
        ResumeToken::SnapshotCursor{v1.snapshot().collection(), v1.snapshot().last_key()};
  }
  return token;
}

std::string Encode(const PageToken& token) {
  pb::PageToken message;
  pb::PageTokenV1& v1 = *message.mutable_v1();
  v1.set_method(token.method);
  v1.set_argument_hash(token.argument_hash);
  v1.set_last_key(token.last_key);
  v1.set_revision(token.revision);
  v1.set_database_id(token.database_id);
  v1.set_pinned(token.pinned);
  v1.set_last_value(token.last_value);
  return ToText(message);
}

absl::StatusOr<PageToken> DecodePageToken(std::string_view text) {
  pb::PageToken message;
  if (!FromText(text, message)) {
    return errors::Make(absl::StatusCode::kInvalidArgument, reasons::kPageTokenInvalid,
                        "page_token is not one of ours: start with the first page");
  }
  const pb::PageTokenV1& v1 = message.v1();
  return PageToken{v1.method(),      v1.argument_hash(), v1.last_key(),  v1.revision(),
                   v1.database_id(), v1.pinned(),        v1.last_value()};
}

std::string ShortHash(std::string_view text) {
  return text.empty() ? "" : paging::Sha256(text).substr(0, 16);
}

}  // namespace tiendo::feed
