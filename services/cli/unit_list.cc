#include "services/cli/unit_list.h"

#include "common/base/status_macros.h"
#include "services/cli/dates.h"

namespace tiendo::cli {

absl::StatusOr<std::vector<units::v1::Unit>> UnitsOn(Caller& caller,
                                                     std::optional<calendar::Day> day,
                                                     const google::protobuf::Timestamp* read_time) {
  units::v1::GetTreeRequest request;
  request.set_page_size(1000);
  if (day) *request.mutable_as_of() = ToDate(*day);
  if (read_time != nullptr) *request.mutable_read_time() = *read_time;
  std::vector<units::v1::Unit> units;
  do {
    units::v1::GetTreeResponse page;
    TIENDO_RETURN_IF_ERROR(caller.CallByName("tiendo.units.v1.UnitService/GetTree", request, page));
    for (const units::v1::TreeNode& node : page.nodes()) units.push_back(node.unit());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return units;
}

}  // namespace tiendo::cli
