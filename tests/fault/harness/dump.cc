#include "tests/fault/harness/dump.h"

#include <google/protobuf/any.pb.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/status_macros.h"
#include "common/db/database.h"
#include "common/ledger/ledger.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::fault {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kPage = 5000;

std::unique_ptr<Message> Resource(const std::string& body) {
  google::protobuf::Any any;
  if (!any.ParseFromString(body)) return nullptr;
  const std::string type = any.type_url().substr(any.type_url().rfind('/') + 1);
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  return message->ParseFromString(any.value()) ? std::move(message) : nullptr;
}

// Enums by name without the prefix that ends with the field's name: STATE_ISSUED is ISSUED.
std::map<std::string, std::string> FieldsOf(const Message& message) {
  std::map<std::string, std::string> out;
  for (const char* name : {"state", "side"}) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->type() != FieldDescriptor::TYPE_ENUM) continue;
    const std::string value = message.GetReflection()->GetEnum(message, field)->name();
    out[name] = value.substr(value.find('_') + 1);
  }
  return out;
}

std::string CollectionOf(const std::string& name) {
  if (name.find("/events/") != std::string::npos) {
    if (name.starts_with("plans/")) return "plan_events";
    return name.starts_with("engagements/") ? "engagement_events" : "item_events";
  }
  if (name.find("/items/") != std::string::npos) return "items";
  return name.substr(0, name.find('/'));
}

absl::Status DumpChanges(db::Connection& connection, const std::string& service, Log& log) {
  int64_t last = 0;
  while (true) {
    // Whole revisions: the bound is on revisions, not on rows.
    TIENDO_ASSIGN_OR_RETURN(
        auto rows,
        (connection.Query<int64_t, int64_t, std::string, int64_t, int64_t, std::string, std::string,
                          int64_t, db::Bytes>(
            "SELECT revision, ordinal, name, previous_revision, kind, method, request_id, time_us,"
            " after FROM changes WHERE revision > :a AND revision <= :b ORDER BY revision, ordinal",
            {last, last + kPage})));
    for (auto& [revision, ordinal, name, previous, kind, method, id, time, after] : rows) {
      LedgerChange change;
      change.service = service;
      change.revision = revision;
      change.ordinal = static_cast<int>(ordinal);
      change.collection = CollectionOf(name);
      change.name = std::move(name);
      change.previous = previous;
      change.created = kind == static_cast<int64_t>(ledger::ChangeKind::kCreated);
      change.method = std::move(method);
      change.request_id = std::move(id);
      change.time_us = time;
      if (std::unique_ptr<Message> resource = Resource(after.value)) {
        change.value = ValueOf(*resource);
        change.fields = FieldsOf(*resource);
      }
      change.body = std::move(after.value);
      log.Write(change);
    }
    last += kPage;
    TIENDO_ASSIGN_OR_RETURN(
        auto more, (connection.QueryRow<int64_t>("SELECT revision FROM changes WHERE revision > :a"
                                                 " ORDER BY revision LIMIT 1",
                                                 {last})));
    if (!more) return absl::OkStatus();
  }
}

}  // namespace

std::string ValueOf(const Message& resource) {
  for (const char* name : {"title", "display_name"}) {
    const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return resource.GetReflection()->GetString(resource, field);
  }
  return "";
}

absl::Status DumpLedger(const std::string& service, const db::Options& options, Log& log) {
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<db::Database> database, db::Database::Open(options));
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database->Reader());
  const ledger::Schema schema{service, {}};
  ledger::Reader reader(*lease, schema);
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
  LedgerHead out{service, head.database_id, head.revision, ""};
  if (absl::Status chain = ledger::VerifyChain(*lease, schema); !chain.ok()) {
    out.chain_error = std::string(chain.message());
  }
  log.Write(out);
  TIENDO_RETURN_IF_ERROR(DumpChanges(*lease, service, log));
  TIENDO_ASSIGN_OR_RETURN(auto rows,
                          (lease->Query<std::string, std::string, int64_t>(
                              "SELECT method, request_id, revision FROM request_ids", {})));
  for (auto& [method, id, revision] : rows) {
    log.Write(RequestRow{service, std::move(method), std::move(id), revision});
  }
  return absl::OkStatus();
}

}  // namespace tiendo::fault
