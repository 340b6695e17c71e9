#include "services/units/client/unit_directory.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "tiendo/units/v1/units_service_config.h"

namespace tiendo::units {
namespace {

constexpr char kService[] = "tiendo.units.v1.UnitService";

DirectoryUnit ToEntry(const v1::Unit& unit) {
  DirectoryUnit out;
  out.name = unit.name();
  out.party = unit.side() == v1::Unit::SIDE_PARTY;
  constexpr size_t kPrefix = sizeof("KIND_") - 1;
  out.kind = v1::Unit::Kind_Name(unit.kind()).substr(kPrefix);
  out.parent = unit.parent();
  out.led_by = unit.led_by();
  out.effective_from = api::FromProto(unit.effective_from());
  if (unit.has_effective_to()) out.effective_to = api::FromProto(unit.effective_to());
  out.successors.assign(unit.successors().begin(), unit.successors().end());
  return out;
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  rpc::ChannelOptions options;
  options.target = address;
  options.service_config = v1::kServiceConfig;
  return rpc::CreateChannel(options);
}

absl::Status Unreachable(const absl::Status& cause) {
  errors::Details details;
  details.reason = std::string(errors::reasons::kPeerUnavailable);
  details.metadata["service"] = kService;
  details.retry_after = std::chrono::milliseconds(500);
  return errors::Make(absl::StatusCode::kUnavailable,
                      "whether the unit exists cannot be said now: the units service does not"
                      " answer (" +
                          std::string(absl::StatusCodeToString(cause.code())) + ")",
                      std::move(details));
}

absl::Status NotFound(const std::vector<UnitReference>& missing) {
  errors::Details details;
  details.reason = std::string(errors::reasons::kReferenceNotFound);
  details.metadata["name"] = missing.front().name;
  std::string message = "unknown unit:";
  for (const UnitReference& r : missing) {
    details.violations.push_back({r.field, "there is no " + r.name + ": create it first"});
    message += " " + r.name;
  }
  return errors::Make(absl::StatusCode::kInvalidArgument, message, std::move(details));
}

}  // namespace

UnitDirectory::UnitDirectory(Options options, ledger::Committer& committer, const Clock& clock,
                             std::shared_ptr<log::Logger> log)
    : options_(std::move(options)), stub_(v1::UnitService::NewStub(ChannelTo(options_.address))) {
  feed::Mirror::Observer observer;
  observer.on_reset = [this] {
    std::unique_lock lock(mutex_);
    units_.clear();
  };
  observer.on_frame = [this](const std::vector<feed::MirroredResource>& resources,
                             const feed::MirrorPosition&) { Remember(resources); };
  mirror_ = std::make_unique<feed::Mirror>(
      kService,
      [&committer](std::function<absl::Status(db::Connection&)> fn) {
        return committer.RunSide(std::move(fn));
      },
      std::move(observer));
  feed::Follower::Options follower;
  follower.service = kService;
  follower_ = std::make_unique<feed::Follower>(
      follower,
      [this](grpc::ClientContext* context, const tiendo::feed::v1::WatchChangesRequest& request) {
        return std::unique_ptr<feed::Follower::Stream>(stub_->WatchChanges(context, request));
      },
      *mirror_, clock, std::move(log));
}

UnitDirectory::~UnitDirectory() { Stop(); }

absl::Status UnitDirectory::Start(db::Database& database) {
  {
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database.Reader());
    TIENDO_RETURN_IF_ERROR(mirror_->Load(*lease));
  }
  follower_->Start();
  return absl::OkStatus();
}

void UnitDirectory::Stop() { follower_->Stop(); }

void UnitDirectory::Remember(const std::vector<feed::MirroredResource>& resources) {
  std::unique_lock lock(mutex_);
  for (const feed::MirroredResource& r : resources) {
    v1::Unit unit;
    if (api::UnpackBody(r.body, unit).ok()) units_.insert_or_assign(r.name, ToEntry(unit));
  }
}

std::vector<UnitReference> UnitDirectory::Missing(
    const std::vector<UnitReference>& references) const {
  std::vector<UnitReference> out;
  std::shared_lock lock(mutex_);
  for (const UnitReference& r : references) {
    if (!units_.contains(r.name)) out.push_back(r);
  }
  return out;
}

absl::StatusOr<int64_t> UnitDirectory::Check(const rpc::Call& call,
                                             const std::vector<UnitReference>& references) {
  // The position first: what is found then was there at this revision or came later.
  int64_t at = revision();
  std::vector<UnitReference> missing = Missing(references);
  if (missing.empty()) return at;
  // All at once first; one by one only to tell which of them do not exist.
  v1::BatchGetUnitsRequest all;
  for (const UnitReference& r : missing) all.add_names(r.name);
  absl::Status status = Fetch(call, all, at);
  if (status.ok()) return at;
  std::vector<UnitReference> unknown;
  if (!absl::IsNotFound(status)) return Unreachable(status);
  for (const UnitReference& r : missing) {
    v1::BatchGetUnitsRequest one;
    one.add_names(r.name);
    status = Fetch(call, one, at);
    if (absl::IsNotFound(status)) {
      unknown.push_back(r);
    } else if (!status.ok()) {
      return Unreachable(status);
    }
  }
  if (!unknown.empty()) return NotFound(unknown);
  return at;
}

absl::Status UnitDirectory::Fetch(const rpc::Call& call, const v1::BatchGetUnitsRequest& request,
                                  int64_t& revision) {
  grpc::ClientContext context;
  rpc::Propagate(call, options_.lookup_timeout, context);
  v1::BatchGetUnitsResponse response;
  TIENDO_RETURN_IF_ERROR(rpc::FromGrpc(stub_->BatchGetUnits(&context, request, &response)));
  // Find has them then too, before the feed brings them.
  std::unique_lock lock(mutex_);
  for (const v1::Unit& unit : response.units()) {
    revision = std::max(revision, unit.revision());
    units_.try_emplace(unit.name(), ToEntry(unit));
  }
  return absl::OkStatus();
}

std::optional<DirectoryUnit> UnitDirectory::Find(std::string_view name) const {
  std::shared_lock lock(mutex_);
  auto it = units_.find(name);
  if (it == units_.end()) return std::nullopt;
  return it->second;
}

std::vector<DirectoryUnit> UnitDirectory::All() const {
  std::shared_lock lock(mutex_);
  std::vector<DirectoryUnit> out;
  out.reserve(units_.size());
  for (const auto& [name, unit] : units_) out.push_back(unit);
  return out;
}

bool UnitDirectory::loaded() const { return mirror_->position().complete; }

}  // namespace tiendo::units
