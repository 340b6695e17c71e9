// All pages of a list.
#ifndef TIENDO_SERVICES_CLI_LIST_ALL_H_
#define TIENDO_SERVICES_CLI_LIST_ALL_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "services/cli/caller.h"

namespace tiendo::cli {

// `entries`: the accessor of the page. `read_time` may be null.
template <typename Request, typename Page, typename Entry>
absl::StatusOr<std::vector<Entry>> ListAll(
    Caller& caller, const std::string& method, const std::string& parent,
    const google::protobuf::Timestamp* read_time,
    const google::protobuf::RepeatedPtrField<Entry>& (Page::*entries)() const) {
  Request request;
  if constexpr (requires { request.set_parent(parent); }) request.set_parent(parent);
  request.set_page_size(1000);
  if (read_time != nullptr) *request.mutable_read_time() = *read_time;
  std::vector<Entry> all;
  do {
    Page page;
    TIENDO_RETURN_IF_ERROR(caller.CallByName(method, request, page));
    all.insert(all.end(), (page.*entries)().begin(), (page.*entries)().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_LIST_ALL_H_
