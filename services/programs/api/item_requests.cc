// Requests that describe items (requests.h).
#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/programs/api/batch.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/units_and_tags.h"
#include "services/programs/domain/secret.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr int32_t kMaxOrdinal = 100'000;

// The fields of an item that callers give.
Item ParseFields(const std::string& prefix, const v1::Item& message, Violations& violations) {
  auto text = [&](const char* field, const std::string& value, Presence presence, size_t max) {
    return api::Text(prefix + field, value, presence, max, violations);
  };
  Item item;
  item.ordinal = message.ordinal();
  if (item.ordinal < 0 || item.ordinal > kMaxOrdinal) {
    violations.Add(prefix + ".ordinal", "must be from 0 to 100,000");
  }
  item.title = text(".title", message.title(), Presence::kRequired, 1024);
  if (item.title == kSecretTitle) {
    // A client that writes back what a list showed it would lose the true title.
    violations.Add(prefix + ".title", "stands for a hidden title; give the true one");
  }
  item.product = text(".product", message.product(), Presence::kOptional, 512);
  item.assigning_organ =
      text(".assigning_organ", message.assigning_organ(), Presence::kOptional, 256);
  CheckUnits(
      prefix + ".leads", ".unit", message.leads(),
      [](const v1::Item::Lead& lead) -> const std::string& { return lead.unit(); }, violations);
  for (const v1::Item::Lead& lead : message.leads()) item.leads.push_back({lead.unit()});
  CheckUnits(prefix + ".coordinators", message.coordinators(), violations);
  item.coordinators.assign(message.coordinators().begin(), message.coordinators().end());
  CheckTags(prefix + ".tags", message.tags(), violations);
  item.tags.assign(message.tags().begin(), message.tags().end());
  item.baseline_due_date = api::Date(prefix + ".baseline_due_date", message.has_baseline_due_date(),
                                     message.baseline_due_date(), Presence::kOptional, violations);
  item.secret = message.secret();
  return item;
}

// `path` leads to the request: "" or "requests[3].".
Item ParseNew(const std::string& path, const v1::CreateItemRequest& request,
              Violations& violations) {
  api::CheckName(path + "parent", request.parent(), kProgramPattern, Presence::kRequired,
                 violations);
  api::CheckId(path + "item_id", request.item_id(), violations);
  Item item;
  if (!request.has_item()) {
    violations.Add(path + "item", "is required");
  } else {
    item = ParseFields(path + "item", request.item(), violations);
  }
  item.name = request.parent() + "/items/" + request.item_id();
  return item;
}

const std::vector<std::string>& Updatable() {
  static const std::vector<std::string> paths = {
      "ordinal", "title",  "product", "coordinators",     "assigning_organ",
      "tags",    "secret", "leads",   "baseline_due_date"};
  return paths;
}

void CopyFields(const std::set<std::string>& paths, const Item& from, const Editable& editable,
                Item& to) {
  if (paths.contains("ordinal")) to.ordinal = from.ordinal;
  if (paths.contains("title")) to.title = from.title;
  if (paths.contains("product")) to.product = from.product;
  if (paths.contains("coordinators") && editable.coordinators) to.coordinators = from.coordinators;
  if (paths.contains("assigning_organ")) to.assigning_organ = from.assigning_organ;
  if (paths.contains("tags")) to.tags = from.tags;
  if (paths.contains("secret")) to.secret = from.secret;
  if (!editable.terms) return;
  if (paths.contains("leads")) to.leads = from.leads;
  if (paths.contains("baseline_due_date")) to.baseline_due_date = from.baseline_due_date;
}

// The item of an update with what the mask does not name left out.
v1::Item Picked(const v1::UpdateItemRequest& request, const std::set<std::string>& paths) {
  v1::Item picked;
  api::CopyFields(paths, request.item(), picked);
  return picked;
}

void AddItem(const std::string& prefix, const v1::Item& item, UnitReferences& references) {
  for (int i = 0; i < item.leads_size(); ++i) {
    references.Add(errors::At(prefix + ".leads", i) + ".unit", item.leads(i).unit());
  }
  references.Add(prefix + ".coordinators", item.coordinators());
}

}  // namespace

absl::StatusOr<Item> ParseCreateItem(const v1::CreateItemRequest& request) {
  Violations violations;
  Item item = ParseNew("", request, violations);
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return item;
}

absl::StatusOr<std::vector<Item>> ParseBatchCreateItems(
    const v1::BatchCreateItemsRequest& request) {
  return ParseBatch<Item>(
      request, "item_id", [](const v1::CreateItemRequest& one) { return one.item_id(); },
      &ParseNew);
}

absl::StatusOr<ItemUpdate> ParseUpdateItem(const v1::UpdateItemRequest& request) {
  Violations violations;
  ItemUpdate update;
  api::CheckName("item.name", request.item().name(), kItemPattern, Presence::kRequired, violations);
  update.name = request.item().name();
  update.etag = request.item().etag();
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Item::descriptor(), Updatable(), violations);
  v1::Item picked = Picked(request, paths);
  if (!paths.contains("title")) picked.set_title("-");  // only what the mask names is looked at
  Item fields = ParseFields("item", picked, violations);
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  // "*" takes of an issued item what can still be changed; what is named is meant.
  for (const std::string& path : request.update_mask().paths()) {
    update.named.terms |= path == "leads" || path == "baseline_due_date";
    update.named.coordinators |= path == "coordinators";
  }
  update.change = [fields = std::move(fields), paths = std::move(paths)](Item& item,
                                                                         const Editable& editable) {
    CopyFields(paths, fields, editable, item);
  };
  return update;
}

std::vector<units::UnitReference> UnitsOf(const v1::CreateItemRequest& request) {
  UnitReferences references;
  AddItem("item", request.item(), references);
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::BatchCreateItemsRequest& request) {
  UnitReferences references;
  for (int i = 0; i < request.requests_size(); ++i) {
    AddItem(errors::At("requests", i) + ".item", request.requests(i).item(), references);
  }
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::UpdateItemRequest& request) {
  Violations checked_before;
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Item::descriptor(), Updatable(), checked_before);
  UnitReferences references;
  AddItem("item", Picked(request, paths), references);
  return references.Take();
}

}  // namespace tiendo::programs
