// All pages of a list: what is read of them, or they as one.
#ifndef TIENDO_SERVICES_CLI_LIST_ALL_H_
#define TIENDO_SERVICES_CLI_LIST_ALL_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "services/cli/caller.h"

namespace tiendo::cli {

// `take` is called with every page, in order.
template <typename Page, typename Request, typename Take>
absl::Status EachPage(Caller& caller, const std::string& method, Request request, Take take) {
  if (request.page_size() == 0) request.set_page_size(1000);
  do {
    Page page;
    TIENDO_RETURN_IF_ERROR(caller.CallByName(method, request, page));
    request.set_page_token(page.next_page_token());
    take(page);
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// As if they were one page.
template <typename Page, typename Request>
absl::StatusOr<Page> AllPages(Caller& caller, const std::string& method, Request request) {
  Page all;
  TIENDO_RETURN_IF_ERROR(EachPage<Page>(caller, method, std::move(request),
                                        [&all](const Page& page) { all.MergeFrom(page); }));
  all.clear_next_page_token();
  return all;
}

// `entries`: the accessor of the page. `read_time` may be null.
template <typename Request, typename Page, typename Entry>
absl::StatusOr<std::vector<Entry>> ListAll(
    Caller& caller, const std::string& method, const std::string& parent,
    const google::protobuf::Timestamp* read_time,
    const google::protobuf::RepeatedPtrField<Entry>& (Page::*entries)() const) {
  Request request;
  request.set_parent(parent);
  if (read_time != nullptr) *request.mutable_read_time() = *read_time;
  std::vector<Entry> all;
  TIENDO_RETURN_IF_ERROR(EachPage<Page>(caller, method, std::move(request), [&](const Page& page) {
    all.insert(all.end(), (page.*entries)().begin(), (page.*entries)().end());
  }));
  return all;
}

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_LIST_ALL_H_
