// Handlers of items (programs_service.h).
#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

// In the order of StorageSchema().
enum : size_t { kItems = 2, kEvents = 3 };

constexpr char kListItems[] = "tiendo.programs.v1.ProgramService/ListItems";
constexpr char kListItemEvents[] = "tiendo.programs.v1.ProgramService/ListItemEvents";

// Resources are never deleted: one that is missing now was never there.
absl::Status CheckParent(ledger::Reader& reader, const std::string& parent) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(parent));
  return row ? absl::OkStatus() : resource::NotFound(parent);
}

// Which of these items are secret now.
absl::StatusOr<std::set<std::string>> SecretNow(ledger::Reader& reader,
                                                std::vector<std::string> names) {
  std::set<std::string> secret;
  if (names.empty()) return secret;
  ledger::ListQuery query;
  query.limit = static_cast<int>(names.size());
  query.names = std::move(names);
  query.conditions = {{"secret", "=", 1}};
  TIENDO_ASSIGN_OR_RETURN(const std::vector<ledger::Row> rows,
                          reader.List(reader.schema().collections[kItems], query));
  for (const ledger::Row& row : rows) secret.insert(row.name);
  return secret;
}

// A list of the past does not tell what an item was called before it was made secret.
absl::Status MaskSecretNow(ledger::Reader& reader,
                           google::protobuf::RepeatedPtrField<v1::Item>& items) {
  std::vector<std::string> names;
  for (const v1::Item& item : items) names.push_back(item.name());
  TIENDO_ASSIGN_OR_RETURN(const std::set<std::string> secret, SecretNow(reader, std::move(names)));
  for (v1::Item& item : items) {
    if (!secret.contains(item.name())) continue;
    Item masked = FromProto(item);
    masked.secret = true;
    item = ToProto(Masked(std::move(masked)));
  }
  return absl::OkStatus();
}

absl::Status MaskSecretNow(ledger::Reader& reader, const std::string& item,
                           google::protobuf::RepeatedPtrField<v1::ItemEvent>& events) {
  TIENDO_ASSIGN_OR_RETURN(const std::set<std::string> secret, SecretNow(reader, {item}));
  if (secret.empty()) return absl::OkStatus();
  for (v1::ItemEvent& event : events) {
    ItemEvent masked = FromProto(event);
    masked.secret = true;
    event = ToProto(Masked(std::move(masked)));
  }
  return absl::OkStatus();
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
  return parts_.handlers->Read(
      context, "ListItems", request, response, &ValidateListItems,
      [this](ledger::Reader& reader, const v1::ListItemsRequest& r,
             v1::ListItemsResponse& out) -> absl::Status {
        feed::ListRequest list = api::ToListRequest(r, kListItems);
        if (r.parent() != kAllPrograms) {
          TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
          list.prefix = r.parent() + "/items/";
          list.within = {{"program", "=", r.parent()}};
        }
        TIENDO_RETURN_IF_ERROR(api::List(reader, reader.schema().collections[kItems], ItemFields(),
                                         list, parts_.clock->Now(), *out.mutable_items(), out));
        if (!r.has_read_time()) return absl::OkStatus();
        return MaskSecretNow(reader, *out.mutable_items());
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
    TIENDO_RETURN_IF_ERROR(CheckTags(*parts_.store->Tags(tx), NewTags("item.tags", item.tags)));
    return ChangeItem(tx, out, [&](const ItemStores& stores) -> absl::StatusOr<Item> {
      std::vector<Item> items = {item};
      TIENDO_RETURN_IF_ERROR(CreateItems(stores, items));
      return items[0];
    });
  };
  steps.replay = &api::ReplayOne<v1::Item>;
  return parts_.writes->Write(context, "CreateItem", request, response, std::move(steps));
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
    std::vector<TagReference> tags;
    for (size_t i = 0; i < items.size(); ++i) {
      const std::string path = errors::At("requests", i) + ".item.tags";
      std::ranges::move(NewTags(path, items[i].tags), std::back_inserter(tags));
    }
    TIENDO_RETURN_IF_ERROR(CheckTags(*parts_.store->Tags(tx), tags));
    std::unique_ptr<ProgramRepository> programs = parts_.store->Programs(tx);
    std::unique_ptr<CategoryRepository> categories = parts_.store->Categories(tx);
    std::unique_ptr<ItemRepository> rows = parts_.store->Items(tx);
    std::unique_ptr<EventRepository> events = parts_.store->Events(tx);
    TIENDO_RETURN_IF_ERROR(CreateItems({*programs, *categories, *rows, *events}, items));
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
  return parts_.writes->Write(context, "BatchCreateItems", request, response, std::move(steps));
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
    return ChangeItem(tx, out, [&](const ItemStores& stores) -> absl::StatusOr<Item> {
      TIENDO_ASSIGN_OR_RETURN(std::optional<Item> before, stores.items.Get(update.name));
      TIENDO_ASSIGN_OR_RETURN(Item item, programs::UpdateItem(stores, update));
      TIENDO_RETURN_IF_ERROR(
          CheckTags(*parts_.store->Tags(tx), NewTags("item.tags", item.tags, before->tags)));
      return item;
    });
  };
  steps.replay = &api::ReplayOne<v1::Item>;
  return parts_.writes->Write(context, "UpdateItem", request, response, std::move(steps));
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
        TIENDO_RETURN_IF_ERROR(api::List(reader, reader.schema().collections[kEvents], {}, list,
                                         parts_.clock->Now(), *out.mutable_events(), out));
        if (!r.has_read_time()) return absl::OkStatus();
        return MaskSecretNow(reader, r.parent(), *out.mutable_events());
      });
}

}  // namespace tiendo::programs
