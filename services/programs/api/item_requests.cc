// Requests that describe items (requests.h).
#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/unit_names.h"
#include "services/programs/domain/secret.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr int kMaxBatch = 1000;
constexpr int kMaxTags = 20;
// Far above any real tag; the contract only says that there is a shape.
constexpr size_t kMaxTagLength = 128;
constexpr int32_t kMaxOrdinal = 100'000;

// "work-area/xay-dung-dang": [a-z-]+/[a-z0-9-]+.
bool ValidTag(std::string_view tag) {
  size_t slash = tag.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == tag.size() ||
      tag.size() > kMaxTagLength) {
    return false;
  }
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  return std::ranges::all_of(tag.substr(0, slash), letter) &&
         std::ranges::all_of(tag.substr(slash + 1),
                             [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void CheckTags(const std::string& path, const v1::Item& message, Violations& violations) {
  if (message.tags_size() > kMaxTags) violations.Add(path, "at most 20 tags are allowed");
  std::set<std::string> seen;
  for (int i = 0; i < message.tags_size(); ++i) {
    if (!ValidTag(message.tags(i))) {
      violations.Add(At(path, i),
                     "must be a kind and a value of a-z, 0-9 and '-', e.g. theme/covid-19");
    } else if (!seen.insert(message.tags(i)).second) {
      violations.Add(At(path, i), message.tags(i) + " appears twice");
    }
  }
}

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
  CheckTags(prefix + ".tags", message, violations);
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

void AddTags(const std::string& path, const v1::Item& item, std::vector<TagReference>& out) {
  for (int i = 0; i < item.tags_size(); ++i) out.push_back({At(path, i), item.tags(i)});
}

class References {
 public:
  void Add(std::string field, const std::string& name) {
    if (seen_.insert(name).second) list_.push_back({std::move(field), name});
  }
  void AddItem(const std::string& prefix, const v1::Item& item) {
    for (int i = 0; i < item.leads_size(); ++i) {
      Add(At(prefix + ".leads", i) + ".unit", item.leads(i).unit());
    }
    for (int i = 0; i < item.coordinators_size(); ++i) {
      Add(At(prefix + ".coordinators", i), item.coordinators(i));
    }
  }
  std::vector<units::UnitReference> Take() { return std::move(list_); }

 private:
  std::set<std::string> seen_;
  std::vector<units::UnitReference> list_;
};

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
  Violations violations;
  api::CheckName("parent", request.parent(), kProgramPattern, Presence::kRequired, violations);
  if (request.requests().empty() || request.requests_size() > kMaxBatch) {
    violations.Add("requests", "give 1 to 1,000 requests");
  }
  std::vector<Item> items;
  std::set<std::string> ids;
  for (int i = 0; i < request.requests_size(); ++i) {
    const std::string path = At("requests", i) + ".";
    const v1::CreateItemRequest& one = request.requests(i);
    items.push_back(ParseNew(path, one, violations));
    if (one.parent() != request.parent()) {
      violations.Add(path + "parent", "must be the parent of the batch");
    }
    if (!ids.insert(one.item_id()).second) {
      violations.Add(path + "item_id", one.item_id() + " appears twice in this batch");
    }
    if (!one.request_id().empty()) {
      violations.Add(path + "request_id", "must be empty: the batch has one");
    }
    if (one.validate_only()) {
      violations.Add(path + "validate_only", "must be false: the batch has one");
    }
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return items;
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

std::vector<TagReference> TagsOf(const v1::CreateItemRequest& request) {
  std::vector<TagReference> out;
  AddTags("item.tags", request.item(), out);
  return out;
}

std::vector<TagReference> TagsOf(const v1::BatchCreateItemsRequest& request) {
  std::vector<TagReference> out;
  for (int i = 0; i < request.requests_size(); ++i) {
    AddTags(At("requests", i) + ".item.tags", request.requests(i).item(), out);
  }
  return out;
}

std::vector<TagReference> TagsOf(const v1::UpdateItemRequest& request) {
  Violations checked_before;
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Item::descriptor(), Updatable(), checked_before);
  std::vector<TagReference> out;
  AddTags("item.tags", Picked(request, paths), out);
  return out;
}

std::vector<units::UnitReference> UnitsOf(const v1::CreateItemRequest& request) {
  References references;
  references.AddItem("item", request.item());
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::BatchCreateItemsRequest& request) {
  References references;
  for (int i = 0; i < request.requests_size(); ++i) {
    references.AddItem(At("requests", i) + ".item", request.requests(i).item());
  }
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::UpdateItemRequest& request) {
  Violations checked_before;
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Item::descriptor(), Updatable(), checked_before);
  References references;
  references.AddItem("item", Picked(request, paths));
  return references.Take();
}

}  // namespace tiendo::programs
