// Get and List, the same for every resource: stored bytes become the answer.
#ifndef TIENDO_COMMON_API_READ_H_
#define TIENDO_COMMON_API_READ_H_

#include <google/protobuf/repeated_ptr_field.h>
#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/feed/listing.h"
#include "common/ledger/ledger.h"
#include "common/resource/name.h"

namespace tiendo::api {

// Of a request with `name` and `read_time`.
template <typename Request>
absl::Status ValidateGet(const Request& request, std::string_view pattern) {
  Violations violations;
  CheckName("name", request.name(), pattern, Presence::kRequired, violations);
  Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

// The row of `name` at `read_time`; NOT_FOUND when there is none.
absl::StatusOr<ledger::Row> ReadRow(ledger::Reader& reader, const std::string& name,
                                    std::optional<Instant> read_time, Instant now);

// Fills `response` with the resource asked for.
template <typename Request, typename Message>
absl::Status Get(ledger::Reader& reader, const Request& request, Instant now, Message& response) {
  std::optional<Instant> read_time;
  if (request.has_read_time()) read_time = FromProto(request.read_time());
  TIENDO_ASSIGN_OR_RETURN(ledger::Row row, ReadRow(reader, request.name(), read_time, now));
  return UnpackBody(row.body, response);
}

// The ListRequest of a request message; what it does not have (parent, filter, order_by) is left
// empty.
template <typename Request>
feed::ListRequest ToListRequest(const Request& request, std::string method) {
  feed::ListRequest out;
  out.method = std::move(method);
  out.page_size = request.page_size();
  out.page_token = request.page_token();
  if constexpr (requires { request.filter(); }) out.filter = request.filter();
  if constexpr (requires { request.order_by(); }) out.order_by = request.order_by();
  if constexpr (requires { request.parent(); }) out.parent = request.parent();
  if (request.has_read_time()) {
    // A time that is none lies after every now: the listing refuses it.
    Violations impossible;
    out.read_time =
        Time("read_time", true, request.read_time(), impossible).value_or(Instant::max());
  }
  return out;
}

// Reads a page into `items` (the response's repeated field) and the response's two tokens.
template <typename Message, typename Response>
absl::Status List(ledger::Reader& reader, const ledger::Collection& collection,
                  const std::vector<feed::ListField>& fields, const feed::ListRequest& request,
                  Instant now, google::protobuf::RepeatedPtrField<Message>& items,
                  Response& response) {
  TIENDO_ASSIGN_OR_RETURN(feed::ListPage page,
                          feed::ReadPage(reader, collection, fields, request, now));
  for (const ledger::Row& row : page.rows) {
    TIENDO_RETURN_IF_ERROR(UnpackBody(row.body, *items.Add()));
  }
  response.set_next_page_token(page.next_page_token);
  response.set_resume_token(page.resume_token);
  return absl::OkStatus();
}

// The answer of a repeated write whose answer is one resource.
template <typename Message>
absl::Status ReplayOne(const std::vector<ledger::Row>& rows, Message& response) {
  if (rows.empty()) return errors::Internal("a repeated request has no rows to answer from");
  return UnpackBody(rows.front().body, response);
}

// The fields that a watch can be filtered by, of the fields of all Lists.
std::vector<paging::FilterField> WatchFields(
    std::initializer_list<const std::vector<feed::ListField>*> lists);

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_READ_H_
