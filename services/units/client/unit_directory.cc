#include "services/units/client/unit_directory.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "common/api/body.h"
#include "common/api/enum_names.h"
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

UnitRecord RecordOf(const v1::Unit& unit) {
  UnitRecord out;
  out.name = unit.name();
  out.side = static_cast<Side>(unit.side());
  out.kind = static_cast<Kind>(unit.kind());
  if (unit.has_effective_to()) out.to = api::FromProto(unit.effective_to());
  for (const v1::UnitPeriod& p : unit.periods()) {
    out.placements.push_back({api::FromProto(p.start_date()), p.parent(), p.led_by()});
  }
  // Recorded before units had periods.
  if (out.placements.empty()) {
    out.placements.push_back({api::FromProto(unit.effective_from()), unit.parent(), unit.led_by()});
  }
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
                      "which units there are cannot be said now: the units service does not"
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

UnitReference::Days YearsOf(int first, int last) {
  return {calendar::Day{std::chrono::year{first} / 1 / 1},
          calendar::Day{std::chrono::year{last} / 12 / 31}};
}

UnitDirectory::UnitDirectory(Options options, ledger::Committer& committer, const Clock& clock,
                             std::shared_ptr<log::Logger> log)
    : options_(std::move(options)), stub_(v1::UnitService::NewStub(ChannelTo(options_.address))) {
  feed::Mirror::Observer observer;
  observer.on_reset = [this] {
    {
      std::lock_guard lock(reached_mutex_);
      reached_ = {};
    }
    std::unique_lock lock(mutex_);
    forest_ = Forest();
    revisions_.clear();
    tree_.reset();
    calendars_ = CalendarCopy();
  };
  observer.on_frame = [this](const std::vector<feed::MirroredResource>& resources,
                             const feed::MirrorPosition& position) {
    Remember(resources);
    std::lock_guard lock(reached_mutex_);
    reached_ = position;
    reached_changed_.notify_all();
  };
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
  std::vector<v1::Unit> units;
  std::vector<v1::Calendar> calendars;
  for (const feed::MirroredResource& r : resources) {
    v1::Unit unit;  // events are of another type, and of no interest here
    v1::Calendar calendar;
    if (CalendarCopy::Holds(r.name)) {
      if (api::UnpackBody(r.body, calendar).ok()) calendars.push_back(std::move(calendar));
    } else if (api::UnpackBody(r.body, unit).ok()) {
      units.push_back(std::move(unit));
    }
  }
  if (units.empty() && calendars.empty()) return;
  std::unique_lock lock(mutex_);
  for (const v1::Unit& unit : units) Put(unit);
  for (const v1::Calendar& calendar : calendars) calendars_.Put(calendar);
}

std::shared_ptr<const calendar::WorkingCalendar> UnitDirectory::WorkingDays() const {
  std::shared_lock lock(mutex_);
  return calendars_.working_days();
}

void UnitDirectory::Put(const v1::Unit& unit) {
  const int held = forest_.Find(unit.name());
  if (held != Forest::kNone && unit.revision() <= revisions_[static_cast<size_t>(held)]) return;
  const auto id = static_cast<size_t>(forest_.Put(RecordOf(unit)));
  if (id >= revisions_.size()) revisions_.resize(id + 1, 0);
  revisions_[id] = unit.revision();
  tree_.reset();
}

bool UnitDirectory::Fits(const UnitReference& reference) const {
  const int unit = forest_.Find(reference.name);
  if (unit == Forest::kNone) return false;
  if (!reference.days) return true;
  const Forest::Node& node = *forest_.node(unit);
  return node.from <= reference.days->last && reference.days->first < node.to;
}

std::vector<UnitReference> UnitDirectory::Missing(
    const std::vector<UnitReference>& references) const {
  std::vector<UnitReference> out;
  std::shared_lock lock(mutex_);
  for (const UnitReference& r : references) {
    if (!Fits(r)) out.push_back(r);
  }
  return out;
}

absl::Status UnitDirectory::NotInForce(const std::vector<UnitReference>& references) const {
  errors::Violations violations;
  std::shared_lock lock(mutex_);
  for (const UnitReference& r : references) {
    const int unit = forest_.Find(r.name);
    if (unit == Forest::kNone || Fits(r)) continue;
    const DirectoryUnit found = Describe(unit);
    const Day first = r.days->first;
    const Day last = r.days->last;
    std::string text = r.name + " is not in force ";
    text += first == last
                ? "on " + calendar::FormatIso(first)
                : "between " + calendar::FormatIso(first) + " and " + calendar::FormatIso(last);
    if (last < found.effective_from) {
      text += ": it begins on " + calendar::FormatIso(found.effective_from);
    } else {
      text += ": it ended on " + calendar::FormatIso(*found.effective_to);
      const int heir = forest_.HeirOn(unit, first);
      if (heir != Forest::kNone) text += "; name its heir " + forest_.name(heir);
    }
    violations.Add(r.field, text);
  }
  return violations.ToStatus();
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
  std::vector<UnitReference> unknown;
  if (!status.ok() && !absl::IsNotFound(status)) return Unreachable(status);
  if (!status.ok()) {
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
  }
  if (!unknown.empty()) return NotFound(unknown);
  TIENDO_RETURN_IF_ERROR(NotInForce(missing));
  return at;
}

absl::StatusOr<int64_t> UnitDirectory::AskHead(const rpc::Call& call) {
  grpc::ClientContext context;
  rpc::Propagate(call, options_.lookup_timeout, context);
  tiendo::feed::v1::WatchChangesRequest request;
  request.set_from_now(true);
  request.mutable_progress_interval()->set_nanos(20'000'000);
  const auto stream = stub_->WatchChanges(&context, request);
  tiendo::feed::v1::WatchChangesResponse frame;
  const bool told = stream->Read(&frame);
  context.TryCancel();
  const absl::Status finished = rpc::FromGrpc(stream->Finish());
  if (!told) return Unreachable(finished);
  return frame.head_revision();
}

absl::StatusOr<int64_t> UnitDirectory::AwaitHead(const rpc::Call& call) {
  const auto until = std::chrono::steady_clock::now() + options_.lookup_timeout;
  TIENDO_ASSIGN_OR_RETURN(const int64_t head, AskHead(call));
  std::unique_lock lock(reached_mutex_);
  const bool reached = reached_changed_.wait_until(
      lock, until, [&] { return reached_.complete && reached_.revision >= head; });
  if (!reached) return Unreachable(absl::DeadlineExceededError("its feed is behind"));
  return reached_.revision;
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
    Put(unit);
  }
  return absl::OkStatus();
}

DirectoryUnit UnitDirectory::Describe(int unit) const {
  const Forest::Node& node = *forest_.node(unit);
  DirectoryUnit out;
  out.name = forest_.name(unit);
  out.party = node.side == Side::kParty;
  out.kind = api::WithoutPrefix(v1::Unit::Kind_Name(static_cast<v1::Unit::Kind>(node.kind)));
  const Forest::Link& link = node.links.back();
  if (link.parent != Forest::kNone) out.parent = forest_.name(link.parent);
  if (link.leader != Forest::kNone) out.led_by = forest_.name(link.leader);
  out.effective_from = node.from;
  if (node.to != Forest::kNever) out.effective_to = node.to;
  for (int s : node.successors) out.successors.push_back(forest_.name(s));
  return out;
}

std::optional<DirectoryUnit> UnitDirectory::Find(std::string_view name) const {
  std::shared_lock lock(mutex_);
  const int unit = forest_.Find(name);
  if (unit == Forest::kNone) return std::nullopt;
  return Describe(unit);
}

std::vector<DirectoryUnit> UnitDirectory::All() const {
  std::vector<DirectoryUnit> out;
  {
    std::shared_lock lock(mutex_);
    for (int unit = 0; unit < forest_.limit(); ++unit) {
      if (forest_.node(unit) != nullptr) out.push_back(Describe(unit));
    }
  }
  std::sort(out.begin(), out.end(),
            [](const DirectoryUnit& a, const DirectoryUnit& b) { return a.name < b.name; });
  return out;
}

std::optional<std::string> UnitDirectory::HeirOn(std::string_view unit, calendar::Day day) const {
  std::shared_lock lock(mutex_);
  const int heir = forest_.HeirOn(forest_.Find(unit), day);
  if (heir == Forest::kNone) return std::nullopt;
  return forest_.name(heir);
}

bool UnitDirectory::Inherits(std::string_view heir, std::string_view unit) const {
  std::shared_lock lock(mutex_);
  const int wanted = forest_.Find(heir);
  int at = forest_.Find(unit);
  if (wanted == Forest::kNone) return false;
  // Bounded: units may name each other as successors.
  for (int steps = 0; at != Forest::kNone && steps < forest_.limit(); ++steps) {
    const Forest::Node* node = forest_.node(at);
    if (node == nullptr || node->to == Forest::kNever) return false;
    at = node->successors.empty() ? node->links.back().parent : node->successors.front();
    if (at == wanted) return true;
  }
  return false;
}

std::vector<std::string> UnitDirectory::AncestorsOn(std::string_view unit,
                                                    calendar::Day day) const {
  std::vector<std::string> out;
  std::shared_lock lock(mutex_);
  int at = forest_.Find(unit);
  if (!forest_.InForce(at, day)) return out;
  // Bounded, should states of different age make a ring.
  for (int steps = 0; steps < forest_.limit(); ++steps) {
    at = forest_.SuperiorOn(at, day);
    if (at == Forest::kNone) break;
    out.push_back(forest_.name(at));
  }
  return out;
}

std::optional<std::string> UnitDirectory::LeaderOn(std::string_view unit, calendar::Day day) const {
  std::shared_lock lock(mutex_);
  const int found = forest_.Find(unit);
  const int leader = forest_.InForce(found, day) ? forest_.LeaderOn(found, day) : Forest::kNone;
  if (leader == Forest::kNone) return std::nullopt;
  return forest_.name(leader);
}

bool UnitDirectory::Within(std::string_view unit, std::string_view top, calendar::Day day) const {
  std::shared_lock lock(mutex_);
  return forest_.Within(forest_.Find(unit), forest_.Find(top), day);
}

bool UnitDirectory::Counts(std::string_view unit, std::string_view scope, calendar::Day day) const {
  std::shared_lock lock(mutex_);
  return forest_.Counts(forest_.Find(unit), forest_.Find(scope), day);
}

std::vector<std::string> UnitDirectory::SubtreeOn(std::string_view top, calendar::Day day) const {
  std::vector<std::string> out;
  // Exclusive: the tree may have to be made.
  std::unique_lock lock(mutex_);
  const int root = forest_.Find(top);
  if (root == Forest::kNone) return out;
  if (tree_ == nullptr || tree_->day() != day) {
    tree_ = std::make_shared<const DayTree>(
        forest_, day, [this](int a, int b) { return forest_.name(a) < forest_.name(b); });
  }
  const DayTree::Page page = tree_->Walk(root, 0, forest_.limit());
  out.reserve(page.nodes.size());
  for (const TreeNode& node : page.nodes) out.push_back(forest_.name(node.unit));
  return out;
}

bool UnitDirectory::loaded() const { return mirror_->position().complete; }

DirectoryAge UnitDirectory::age() const {
  const feed::MirrorPosition position = mirror_->position();
  const feed::Follower::State state = follower_->state();
  DirectoryAge age;
  age.loaded = position.complete;
  age.connected = state.connected;
  age.revision = position.revision;
  age.head_revision = std::max(state.head_revision, position.revision);
  age.time = position.time;
  age.last_heard = state.last_frame;
  return age;
}

}  // namespace tiendo::units
