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
// The largest that programs keeps is an item with 100 milestones, of some 160 kB.
constexpr size_t kMaxResourceBytes = size_t{256} << 10;
// The years that may be asked for; every item of a programme counts in each of its years.
constexpr int kMaxYears = 101;
// Of one line: from year to year, in all the years there are.
constexpr int kMaxCarries = 100;
// Every line holds the lines before it, so that few bytes here may be many there.
constexpr size_t kMaxHeldBytes = size_t{64} << 20;

constexpr char kAsTold[] = "give the changes as ProgramService.PreviewWrites tells them";

// A resource as it says itself.
struct Told {
  std::string name;
  std::string carried_from;  // of an item: the line that it continues
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

// nullopt with a violation when the bytes are no such message.
template <typename Message>
std::optional<Told> Read(const std::string& path, const Any& resource, Violations& violations) {
  Message message;
  if (!resource.UnpackTo(&message)) {
    violations.Add(path, "its bytes are no " + Message::descriptor()->full_name() + ": " + kAsTold);
    return std::nullopt;
  }
  Told told{message.name(), {}};
  if constexpr (std::is_same_v<Message, programs::v1::Item>) {
    told.carried_from = message.carried_from();
  } else if constexpr (std::is_same_v<Message, programs::v1::Program>) {
    Check(path, message, violations);
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

// The last state of an item among the changes.
struct ItemLine {
  int place = 0;  // in the changes
  std::string carried_from;
  size_t bytes = 0;
};
using Lines = std::map<std::string, ItemLine>;  // by name

void ParseChange(const std::string& path, const tiendo::feed::v1::Change& change, int place,
                 Lines& lines, Violations& violations) {
  using tiendo::feed::v1::Change;
  if (change.kind() != Change::KIND_CREATED && change.kind() != Change::KIND_UPDATED) {
    violations.Add(path + ".kind", "must be KIND_CREATED or KIND_UPDATED: " + std::string(kAsTold));
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
  if (kind->type == programs::v1::Item::descriptor()->full_name()) {
    lines[change.name()] = {place, told->carried_from, bytes};
  }
}

void CheckLines(const Lines& lines, Violations& violations) {
  size_t held = 0;
  for (const auto& [name, line] : lines) {
    int carries = 0;
    for (auto before = lines.find(line.carried_from); before != lines.end();
         before = lines.find(before->second.carried_from)) {
      held += before->second.bytes;
      if (++carries <= kMaxCarries) continue;
      violations.Add(errors::At("changes", line.place) + ".resource",
                     "is carried over more than " + std::to_string(kMaxCarries) +
                         " times in these changes: " + kAsTold);
      break;
    }
  }
  if (held > kMaxHeldBytes) {
    violations.Add("changes", "carry over too much at once: preview fewer writes");
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
    ParseChange(errors::At("changes", i), changes[i], i, lines, violations);
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
