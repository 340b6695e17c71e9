#include "services/units/api/units_service.h"

#include <utility>

#include "common/api/field_mask.h"
#include "common/api/read.h"
#include "common/api/watch.h"
#include "common/base/status_macros.h"
#include "services/units/api/codec.h"
#include "services/units/api/validation.h"

namespace tiendo::units {
namespace {

// Units read at once; a tree is read in this many per statement.
constexpr int kReadRows = 1000;

absl::StatusOr<std::vector<Unit>> ReadAll(ledger::Reader& reader, std::optional<int64_t> at) {
  std::vector<Unit> out;
  const ledger::Collection& collection = reader.schema().collections[0];
  ledger::ListQuery query;
  query.limit = kReadRows;
  query.at = at;
  while (true) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows, reader.List(collection, query));
    for (const ledger::Row& row : rows) {
      TIENDO_ASSIGN_OR_RETURN(Unit unit, UnitCodec().Decode(row.body));
      out.push_back(std::move(unit));
    }
    if (rows.size() < static_cast<size_t>(kReadRows)) return out;
    query.after = rows.back().name;
  }
}

}  // namespace

UnitsService::UnitsService(Parts parts, text::Collator collator)
    : parts_(parts), collator_(std::move(collator)) {}

grpc::ServerUnaryReactor* UnitsService::GetUnit(grpc::CallbackServerContext* context,
                                                const v1::GetUnitRequest* request,
                                                v1::Unit* response) {
  return parts_.handlers->Read(
      context, "GetUnit", request, response, &ValidateGet,
      [this](ledger::Reader& reader, const v1::GetUnitRequest& r, v1::Unit& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

grpc::ServerUnaryReactor* UnitsService::ListUnits(grpc::CallbackServerContext* context,
                                                  const v1::ListUnitsRequest* request,
                                                  v1::ListUnitsResponse* response) {
  return parts_.handlers->Read(
      context, "ListUnits", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListUnitsRequest& r, v1::ListUnitsResponse& out) {
        return api::List(reader, reader.schema().collections[0], ListFields(),
                         api::ToListRequest(r, "tiendo.units.v1.UnitService/ListUnits"),
                         parts_.clock->Now(), *out.mutable_units(), out);
      });
}

grpc::ServerUnaryReactor* UnitsService::BatchGetUnits(grpc::CallbackServerContext* context,
                                                      const v1::BatchGetUnitsRequest* request,
                                                      v1::BatchGetUnitsResponse* response) {
  return parts_.handlers->Read(
      context, "BatchGetUnits", request, response, &ValidateBatchGet,
      [](ledger::Reader& reader, const v1::BatchGetUnitsRequest& r,
         v1::BatchGetUnitsResponse& out) -> absl::Status {
        std::string missing;
        for (const std::string& name : r.names()) {
          TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(name));
          if (!row) {
            missing += (missing.empty() ? "" : ", ") + name;
          } else {
            TIENDO_RETURN_IF_ERROR(api::UnpackBody(row->body, *out.add_units()));
          }
        }
        return missing.empty() ? absl::OkStatus() : resource::NotFound(missing);
      });
}

grpc::ServerUnaryReactor* UnitsService::CreateUnit(grpc::CallbackServerContext* context,
                                                   const v1::CreateUnitRequest* request,
                                                   v1::Unit* response) {
  rpc::WriteSteps<v1::CreateUnitRequest, v1::Unit> steps;
  steps.validate = &ValidateCreate;
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateUnitRequest& r,
                       v1::Unit& out) -> absl::Status {
    std::vector<Unit> units = {NewUnit(r)};
    TIENDO_RETURN_IF_ERROR(
        CreateUnits(*parts_.store->Units(tx), units, [](size_t) { return "unit"; }));
    out = ToProto(units[0]);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Unit>;
  return parts_.handlers->Write(context, "CreateUnit", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* UnitsService::BatchCreateUnits(grpc::CallbackServerContext* context,
                                                         const v1::BatchCreateUnitsRequest* request,
                                                         v1::BatchCreateUnitsResponse* response) {
  rpc::WriteSteps<v1::BatchCreateUnitsRequest, v1::BatchCreateUnitsResponse> steps;
  steps.validate = &ValidateBatchCreate;
  steps.apply = [this](ledger::Transaction& tx, const v1::BatchCreateUnitsRequest& r,
                       v1::BatchCreateUnitsResponse& out) -> absl::Status {
    std::vector<Unit> units;
    for (const v1::CreateUnitRequest& one : r.requests()) units.push_back(NewUnit(one));
    TIENDO_RETURN_IF_ERROR(CreateUnits(*parts_.store->Units(tx), units, [](size_t i) {
      return "requests[" + std::to_string(i) + "].unit";
    }));
    for (const Unit& unit : units) *out.add_units() = ToProto(unit);
    return absl::OkStatus();
  };
  steps.replay = [](const std::vector<ledger::Row>& rows,
                    v1::BatchCreateUnitsResponse& out) -> absl::Status {
    for (const ledger::Row& row : rows) {
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, *out.add_units()));
    }
    return absl::OkStatus();
  };
  return parts_.handlers->Write(context, "BatchCreateUnits", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* UnitsService::UpdateUnit(grpc::CallbackServerContext* context,
                                                   const v1::UpdateUnitRequest* request,
                                                   v1::Unit* response) {
  rpc::WriteSteps<v1::UpdateUnitRequest, v1::Unit> steps;
  steps.validate = &ValidateUpdate;
  steps.apply = [this](ledger::Transaction& tx, const v1::UpdateUnitRequest& r,
                       v1::Unit& out) -> absl::Status {
    tx.SetAnswer({r.unit().name()});
    TIENDO_ASSIGN_OR_RETURN(Unit unit, units::UpdateUnit(*parts_.store->Units(tx), r.unit().name(),
                                                         r.unit().etag(), [&r](Unit& u) {
                                                           v1::Unit message = ToProto(u);
                                                           api::CopyFields(UpdatePaths(r), r.unit(),
                                                                           message);
                                                           u = FromProto(Normalised(message));
                                                         }));
    out = ToProto(unit);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Unit>;
  return parts_.handlers->Write(context, "UpdateUnit", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* UnitsService::GetTree(grpc::CallbackServerContext* context,
                                                const v1::GetTreeRequest* request,
                                                v1::GetTreeResponse* response) {
  return parts_.handlers->Read(
      context, "GetTree", request, response, &ValidateGetTree,
      [this](ledger::Reader& reader, const v1::GetTreeRequest& r, v1::GetTreeResponse& out) {
        return ReadTree(reader, r, out);
      });
}

absl::Status UnitsService::ReadTree(ledger::Reader& reader, const v1::GetTreeRequest& request,
                                    v1::GetTreeResponse& response) const {
  const Instant now = parts_.clock->Now();
  std::optional<Instant> read_time;
  if (request.has_read_time()) read_time = api::FromProto(request.read_time());
  TIENDO_ASSIGN_OR_RETURN(std::optional<int64_t> at, feed::ResolveReadTime(reader, read_time, now));
  TIENDO_ASSIGN_OR_RETURN(std::vector<Unit> units, ReadAll(reader, at));
  const Day as_of = request.has_as_of() ? api::FromProto(request.as_of()) : parts_.zone->DayOf(now);
  TIENDO_ASSIGN_OR_RETURN(std::vector<TreeNode> nodes,
                          Tree(units, request.root(), as_of, [this](const Unit& a, const Unit& b) {
                            int order = collator_.Compare(a.display_name, b.display_name);
                            return order != 0 ? order < 0 : a.name < b.name;
                          }));
  for (const TreeNode& node : nodes) {
    v1::TreeNode* out = response.add_nodes();
    *out->mutable_unit() = ToProto(*node.unit);
    out->set_depth(node.depth);
    out->set_led(node.led);
  }
  return absl::OkStatus();
}

grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* UnitsService::WatchChanges(
    grpc::CallbackServerContext* context, const tiendo::feed::v1::WatchChangesRequest* request) {
  return api::WatchChanges(*parts_.watches, *parts_.feed, context, request);
}

}  // namespace tiendo::units
