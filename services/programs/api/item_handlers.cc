// Handlers of items (programs_service.h).
#include <memory>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

// In the order of StorageSchema().
enum : size_t { kItems = 2, kEvents = 3 };

constexpr char kListItems[] = "tiendo.programs.v1.ProgramService/ListItems";
constexpr char kListItemEvents[] = "tiendo.programs.v1.ProgramService/ListItemEvents";
constexpr char kAllPrograms[] = "programs/-";

// Resources are never deleted: one that is missing now was never there.
absl::Status CheckParent(ledger::Reader& reader, const std::string& parent) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(parent));
  return row ? absl::OkStatus() : resource::NotFound(parent);
}

}  // namespace

ProgramsService::Reactor* ProgramsService::GetItem(Context* context,
                                                   const v1::GetItemRequest* request,
                                                   v1::Item* response) {
  return parts_.handlers->Read(
      context, "GetItem", request, response,
      [](const v1::GetItemRequest& r) { return api::ValidateGet(r, kItemPattern); },
      [this](ledger::Reader& reader, const v1::GetItemRequest& r, v1::Item& out) -> absl::Status {
        std::optional<Instant> read_time;
        if (r.has_read_time()) read_time = api::FromProto(r.read_time());
        TIENDO_ASSIGN_OR_RETURN(std::optional<int64_t> at,
                                feed::ResolveReadTime(reader, read_time, parts_.clock->Now()));
        TIENDO_ASSIGN_OR_RETURN(std::optional<Item> item,
                                parts_.store->ReadItems(reader, at)->Get(r.name()));
        if (!item) return resource::NotFound(r.name());
        out = ToProto(*item);
        return absl::OkStatus();
      });
}

ProgramsService::Reactor* ProgramsService::ListItems(Context* context,
                                                     const v1::ListItemsRequest* request,
                                                     v1::ListItemsResponse* response) {
  return parts_.handlers->Read(context, "ListItems", request, response, &ValidateListItems,
                               [this](ledger::Reader& reader, const v1::ListItemsRequest& r,
                                      v1::ListItemsResponse& out) -> absl::Status {
                                 feed::ListRequest list = api::ToListRequest(r, kListItems);
                                 if (r.parent() != kAllPrograms) {
                                   TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
                                   list.prefix = r.parent() + "/items/";
                                 }
                                 return api::List(reader, reader.schema().collections[kItems],
                                                  ItemFields(), list, parts_.clock->Now(),
                                                  *out.mutable_items(), out);
                               });
}

ProgramsService::Reactor* ProgramsService::CreateItem(Context* context,
                                                      const v1::CreateItemRequest* request,
                                                      v1::Item* response) {
  rpc::WriteSteps<v1::CreateItemRequest, v1::Item> steps;
  steps.validate = [](const v1::CreateItemRequest& r) { return ParseCreateItem(r).status(); };
  steps.prepare = [this](const rpc::Call& call, const v1::CreateItemRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateItemRequest& r,
                       v1::Item& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Item item, ParseCreateItem(r));
    return ChangeItem(tx, out, [&](const ItemStores& stores) -> absl::StatusOr<Item> {
      std::vector<Item> items = {item};
      TIENDO_RETURN_IF_ERROR(CreateItems(stores, items));
      return items[0];
    });
  };
  steps.replay = &api::ReplayOne<v1::Item>;
  return parts_.handlers->Write(context, "CreateItem", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::BatchCreateItems(
    Context* context, const v1::BatchCreateItemsRequest* request,
    v1::BatchCreateItemsResponse* response) {
  rpc::WriteSteps<v1::BatchCreateItemsRequest, v1::BatchCreateItemsResponse> steps;
  steps.validate = [](const v1::BatchCreateItemsRequest& r) {
    return ParseBatchCreateItems(r).status();
  };
  steps.prepare = [this](const rpc::Call& call, const v1::BatchCreateItemsRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::BatchCreateItemsRequest& r,
                       v1::BatchCreateItemsResponse& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(std::vector<Item> items, ParseBatchCreateItems(r));
    std::unique_ptr<ProgramRepository> programs = parts_.store->Programs(tx);
    std::unique_ptr<ItemRepository> rows = parts_.store->Items(tx);
    std::unique_ptr<EventRepository> events = parts_.store->Events(tx);
    TIENDO_RETURN_IF_ERROR(CreateItems({*programs, *rows, *events}, items));
    for (Item& item : items) *out.add_items() = ToProto(Masked(std::move(item)));
    return absl::OkStatus();
  };
  steps.replay = [](const std::vector<ledger::Row>& rows,
                    v1::BatchCreateItemsResponse& out) -> absl::Status {
    for (const ledger::Row& row : rows) {
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, *out.add_items()));
    }
    return absl::OkStatus();
  };
  return parts_.handlers->Write(context, "BatchCreateItems", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::UpdateItem(Context* context,
                                                      const v1::UpdateItemRequest* request,
                                                      v1::Item* response) {
  rpc::WriteSteps<v1::UpdateItemRequest, v1::Item> steps;
  steps.validate = [](const v1::UpdateItemRequest& r) { return ParseUpdateItem(r).status(); };
  steps.prepare = [this](const rpc::Call& call, const v1::UpdateItemRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::UpdateItemRequest& r,
                       v1::Item& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(ItemUpdate update, ParseUpdateItem(r));
    return ChangeItem(
        tx, out, [&](const ItemStores& stores) { return programs::UpdateItem(stores, update); });
  };
  steps.replay = &api::ReplayOne<v1::Item>;
  return parts_.handlers->Write(context, "UpdateItem", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::ListItemEvents(Context* context,
                                                          const v1::ListItemEventsRequest* request,
                                                          v1::ListItemEventsResponse* response) {
  return parts_.handlers->Read(
      context, "ListItemEvents", request, response, &ValidateListItemEvents,
      [this](ledger::Reader& reader, const v1::ListItemEventsRequest& r,
             v1::ListItemEventsResponse& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
        feed::ListRequest list = api::ToListRequest(r, kListItemEvents);
        list.prefix = EventPrefix(r.parent());
        return api::List(reader, reader.schema().collections[kEvents], {}, list,
                         parts_.clock->Now(), *out.mutable_events(), out);
      });
}

}  // namespace tiendo::programs
