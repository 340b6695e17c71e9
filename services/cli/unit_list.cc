#include "services/cli/unit_list.h"

#include "common/base/status_macros.h"
#include "services/cli/dates.h"
#include "services/cli/list_all.h"

namespace tiendo::cli {

absl::StatusOr<std::vector<units::v1::Unit>> UnitsOn(Caller& caller,
                                                     std::optional<calendar::Day> day,
                                                     const google::protobuf::Timestamp* read_time) {
  units::v1::GetTreeRequest request;
  if (day) *request.mutable_as_of() = ToDate(*day);
  if (read_time != nullptr) *request.mutable_read_time() = *read_time;
  std::vector<units::v1::Unit> units;
  TIENDO_RETURN_IF_ERROR(EachPage<units::v1::GetTreeResponse>(
      caller, "tiendo.units.v1.UnitService/GetTree", request, [&](const auto& page) {
        for (const units::v1::TreeNode& node : page.nodes()) units.push_back(node.unit());
      }));
  return units;
}

}  // namespace tiendo::cli
