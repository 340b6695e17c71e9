// PreviewStatus: the figures as they are, and as they would be with changes that nobody has made.
#include <google/protobuf/any.pb.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/status/api/status_service.h"
#include "tiendo/programs/v1/duties.pb.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::status {
namespace {

using errors::Violations;
using google::protobuf::Any;
using Changes = google::protobuf::RepeatedPtrField<tiendo::feed::v1::Change>;

constexpr int kMaxChanges = 10'000;
// The largest that programs keeps is a duty with 1,000 units by name, 1,000 demands of single units
// and 50 documents, of some 290 kB.
constexpr size_t kMaxResourceBytes = size_t{512} << 10;
// As many as programs takes; every item of a programme counts in each of its years.
constexpr int kMaxYears = 10;
// Of items that continue another. A write is about two lines at most, and a preview is ten writes.
constexpr size_t kMaxContinuing = 100;
// Of one item: what is open is looked at event by event, so the work grows with their square.
// Making an item secret tells of all that it has, which is some hundred after many years.
constexpr int kMaxEvents = 1000;
// An item that continues another holds the lines before it, with their events, so that few bytes
// here may be many there.
constexpr size_t kMaxHeldBytes = size_t{16} << 20;

constexpr char kAsTold[] = "give the changes as ProgramService.PreviewWrites tells them";

// A resource as it says itself.
struct Told {
  std::string name;
  std::string item;         // that it is, or is an event of; empty: neither
  bool event = false;       // of the item
  bool continuing = false;  // an item that continues another
};

// What belongs to a programme is taken over by everything in it.
void Check(const std::string& path, const programs::v1::Program& program, Violations& violations) {
  api::CheckName(path + ".category", program.category(), "categories/*", api::Presence::kOptional,
                 violations);
  api::CheckName(path + ".owner", program.owner(), "units/*", api::Presence::kOptional, violations);
  if (program.years_size() > kMaxYears) {
    violations.Add(path + ".years",
                   "give at most " + std::to_string(kMaxYears) + ": " + std::string(kAsTold));
  }
}

// Whose time decides what came later.
void Check(const std::string& path, const programs::v1::ItemEvent& event, Violations& violations) {
  api::Time(path + ".create_time", event.has_create_time(), event.create_time(), violations);
}

// nullopt with a violation when the bytes are no such message.
template <typename Message>
std::optional<Told> Read(const std::string& path, const Any& resource, Violations& violations) {
  Message message;
  if (!resource.UnpackTo(&message)) {
    violations.Add(path, "its bytes are no " + Message::descriptor()->full_name() + ": " + kAsTold);
    return std::nullopt;
  }
  if constexpr (requires { Check(path, message, violations); }) Check(path, message, violations);
  Told told;
  told.name = message.name();
  if constexpr (std::is_same_v<Message, programs::v1::Item>) {
    told.item = message.name();
    told.continuing = !message.carried_from().empty();
  } else if constexpr (std::is_same_v<Message, programs::v1::ItemEvent>) {
    told.item = message.name().substr(0, message.name().rfind("/events/"));
    told.event = true;
  }
  return told;
}

// A kind of resource that the feed of programs carries.
struct ResourceKind {
  std::string_view type;     // full name of the message
  std::string_view pattern;  // of its name
  std::optional<Told> (*read)(const std::string&, const Any&, Violations&);
};

template <typename Message>
ResourceKind KindOf(std::string_view pattern) {
  return {Message::descriptor()->full_name(), pattern, &Read<Message>};
}

// nullptr for what the feed of programs does not carry.
const ResourceKind* FindKind(const Any& resource) {
  namespace pv1 = programs::v1;
  static const std::array<ResourceKind, 12> kKinds = {
      KindOf<pv1::Category>("categories/*"),
      KindOf<pv1::Tag>("tags/*"),
      KindOf<pv1::Period>("periods/*"),
      KindOf<pv1::Program>("programs/*"),
      KindOf<pv1::Item>("programs/*/items/*"),
      KindOf<pv1::ItemEvent>("programs/*/items/*/events/*"),
      KindOf<pv1::Target>("programs/*/targets/*"),
      KindOf<pv1::TargetEvent>("programs/*/targets/*/events/*"),
      KindOf<pv1::TargetReport>("programs/*/targets/*/reports/*"),
      KindOf<pv1::Duty>("programs/*/duties/*"),
      KindOf<pv1::DutyAssignment>("programs/*/duties/*/assignments/*"),
      KindOf<pv1::DutyAssignmentEvent>("programs/*/duties/*/assignments/*/events/*"),
  };
  std::string type;
  if (!Any::ParseAnyTypeUrl(resource.type_url(), &type)) return nullptr;
  for (const ResourceKind& kind : kKinds) {
    if (kind.type == type) return &kind;
  }
  return nullptr;
}

// What the changes say of items.
struct Lines {
  size_t continuing = 0;  // states of items that continue another
  size_t bytes = 0;       // of items and their events
  std::map<std::string, int> events;
};

void ParseChange(const std::string& path, const tiendo::feed::v1::Change& change, Lines& lines,
                 Violations& violations) {
  using tiendo::feed::v1::Change;
  if (change.kind() != Change::KIND_CREATED && change.kind() != Change::KIND_UPDATED) {
    violations.Add(path + ".kind", "must be KIND_CREATED or KIND_UPDATED: " + std::string(kAsTold));
  }
  if (change.revision() < 1) {
    violations.Add(path + ".revision", "must be 1 or more: " + std::string(kAsTold));
  }
  const ResourceKind* kind = FindKind(change.resource());
  if (kind == nullptr) {
    violations.Add(
        path + ".resource",
        "must be a resource of programs that its WatchChanges brings: " + std::string(kAsTold));
    if (change.name().empty()) violations.Add(path + ".name", "is required");
    return;
  }
  api::CheckName(path + ".name", change.name(), kind->pattern, api::Presence::kRequired,
                 violations);
  const size_t bytes = change.resource().value().size();
  if (bytes > kMaxResourceBytes) {
    violations.Add(path + ".resource",
                   "is larger than any resource of programs: " + std::string(kAsTold));
    return;
  }
  const std::optional<Told> told = kind->read(path + ".resource", change.resource(), violations);
  if (!told) return;
  if (told->name != change.name()) {
    violations.Add(path + ".name",
                   "is not the name that the resource has: " + std::string(kAsTold));
  }
  if (!told->item.empty()) lines.bytes += bytes;
  if (told->event) ++lines.events[told->item];
  if (told->continuing) ++lines.continuing;
}

void CheckLines(const Lines& lines, Violations& violations) {
  if (lines.continuing > kMaxContinuing) {
    violations.Add("changes", "more than " + std::to_string(kMaxContinuing) +
                                  " are of items that continue another: preview fewer writes");
  } else if (lines.continuing * lines.bytes > kMaxHeldBytes) {
    violations.Add("changes", std::to_string(lines.continuing) +
                                  " are of items that continue another, too many for the " +
                                  std::to_string(lines.bytes) +
                                  " bytes of items and events: preview fewer writes");
  }
  for (const auto& [item, count] : lines.events) {
    if (count <= kMaxEvents) continue;
    violations.Add("changes", std::to_string(count) + " are events of " + item + ", at most " +
                                  std::to_string(kMaxEvents) + " are taken: preview fewer writes");
  }
}

std::vector<feed::MirroredResource> ParseChanges(const Changes& changes, Violations& violations) {
  std::vector<feed::MirroredResource> out;
  if (changes.empty() || changes.size() > kMaxChanges) {
    violations.Add("changes", "give 1 to 10,000: " + std::string(kAsTold));
    return out;
  }
  Lines lines;
  out.reserve(static_cast<size_t>(changes.size()));
  for (int i = 0; i < changes.size(); ++i) {
    ParseChange(errors::At("changes", i), changes[i], lines, violations);
    out.push_back(
        {changes[i].name(), changes[i].revision(), changes[i].resource().SerializeAsString()});
  }
  CheckLines(lines, violations);
  return out;
}

Question ParsePresentQuestion(const v1::PreviewStatusRequest& request, Day today,
                              const Rules& rules, Violations& violations) {
  if (!request.has_question()) {
    violations.Add("question", "is required: the figures that are asked for");
    return {};
  }
  const v1::GetStatusRequest& question = request.question();
  if (question.has_known_at() || question.has_known_on()) {
    violations.Add(question.has_known_at() ? "question.known_at" : "question.known_on",
                   "must be left out: a change that is still to come was not known at any time");
  }
  return ParseQuestion("question", question, today, rules, violations);
}

}  // namespace

absl::StatusOr<Positions> StatusService::Suppose(const v1::PreviewStatusRequest& request,
                                                 v1::PreviewStatusResponse& response) {
  Violations violations;
  const Question question =
      ParsePresentQuestion(request, Today(), parts_.answers->rules(), violations);
  const std::vector<feed::MirroredResource> changes = ParseChanges(request.changes(), violations);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());

  std::unique_ptr<FactBase> supposed;
  {
    const FactBase::View facts = parts_.facts->Read();
    TIENDO_ASSIGN_OR_RETURN(*response.mutable_before(), parts_.answers->Compute(facts, question));
    supposed = facts.Copy(question.as_of);
  }
  supposed->Suppose(changes);
  const FactBase::View facts = supposed->Read();
  TIENDO_ASSIGN_OR_RETURN(*response.mutable_after(), parts_.answers->Compute(facts, question));
  response.set_outdated(facts.positions()[static_cast<size_t>(Source::kPrograms)].revision >=
                        request.changes(0).revision());
  const v1::Freshness freshness = parts_.freshness->Of(facts.positions());
  *response.mutable_before()->mutable_freshness() = freshness;
  *response.mutable_after()->mutable_freshness() = freshness;
  return facts.positions();
}

grpc::ServerUnaryReactor* StatusService::PreviewStatus(grpc::CallbackServerContext* context,
                                                       const v1::PreviewStatusRequest* request,
                                                       v1::PreviewStatusResponse* response) {
  return parts_.handlers->Start(context, "PreviewStatus", [=, this](rpc::UnaryCall& call) {
    absl::Status size = parts_.handlers->CheckSize(request->ByteSizeLong());
    if (!size.ok()) return call.End(size);
    AfterPositions(call, request->question().min_positions(),
                   [=, this] { return Suppose(*request, *response); });
  });
}

}  // namespace tiendo::status
