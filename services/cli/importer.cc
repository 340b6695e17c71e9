#include "services/cli/importer.h"

#include <algorithm>

#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/item_events.h"
#include "services/cli/present_reminder.h"
#include "services/cli/present_target.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::Duration kFirstPause = absl::Milliseconds(200);
constexpr absl::Duration kLongestPause = absl::Seconds(5);

std::string Place(const ImportRequest& request) {
  return request.file + " yêu cầu " + std::to_string(request.number);
}

// Revision of a resource, or of the first one of a batch's answer; 0 when it carries none.
int64_t RevisionOf(const Message& response) {
  const google::protobuf::Reflection& reflection = *response.GetReflection();
  const FieldDescriptor* revision = response.GetDescriptor()->FindFieldByName("revision");
  if (revision != nullptr && revision->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    return reflection.GetInt64(response, revision);
  }
  for (int i = 0; i < response.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = response.GetDescriptor()->field(i);
    // The duty of a distribution, which may have added nothing.
    if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        field->message_type()->FindFieldByName("revision") != nullptr &&
        reflection.HasField(response, field)) {
      return RevisionOf(reflection.GetMessage(response, field));
    }
    if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        reflection.FieldSize(response, field) > 0) {
      return RevisionOf(reflection.GetRepeatedMessage(response, field, 0));
    }
  }
  return 0;
}

// Resource names that occur in a text, e.g. in "there is no units/a; check programs/p/items/i".
std::vector<std::string> NamesIn(const std::string& text) {
  std::vector<std::string> names;
  std::string word;
  for (char c : text + ' ') {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/') {
      word += c;
      continue;
    }
    if (word.find('/') != std::string::npos) names.push_back(word);
    word.clear();
  }
  return names;
}

bool IsRefusal(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsAlreadyExists(status);
}

}  // namespace

int CountOf(const ImportRequest& request) {
  return std::max(1, static_cast<int>(CreationsOf(request.method, *request.message).size()));
}

ImportSummary Importer::Run(const std::vector<ImportRequest>& requests) {
  for (size_t i = 0; i < requests.size(); ++i) {
    const ImportRequest& request = requests[i];
    const bool after_failure = !failed_file_.empty() && request.file != failed_file_;
    if (gave_up_ || (after_failure && !options_.keep_going)) {
      summary_.not_sent += CountOf(request);
      continue;
    }
    progress_(i, requests.size(), request);
    Handle(request);
  }
  return std::move(summary_);
}

void Importer::Handle(const ImportRequest& request) {
  if (absl::Status reached = LearnHead(request.method.service); !reached.ok()) {
    return Failed(request, reached, CountOf(request));
  }
  if (!options_.compared && EffectIsThere(request)) {
    ++summary_.already_there;
    return;
  }
  std::unique_ptr<Message> response = NewMessage(*request.method.descriptor->output_type());
  const absl::Status status = Send(request, *request.message, request.request_id, *response);
  if (status.ok()) return CountAccepted(request, *request.message, *response);
  const bool creates = !CreationsOf(request.method, *request.message).empty();
  if (creates && absl::IsAlreadyExists(status)) return HandleExisting(request, status);
  if (!creates && IsRefusal(status)) return HandleRefusedVerb(request, status);
  Failed(request, status, CountOf(request));
}

absl::Status Importer::Send(const ImportRequest& request, const Message& body,
                            const std::string& request_id, Message& response) {
  std::unique_ptr<Message> message(body.New());
  message->CopyFrom(body);
  // A rehearsal must not use up the id of the real request.
  if (!options_.rehearse) SetString(*message, "request_id", request_id);
  if (options_.rehearse && !SetBool(*message, "validate_only", true)) {
    return absl::UnimplementedError("this method cannot be rehearsed: it has no validate_only");
  }
  std::string position;
  absl::Status status =
      Retrying([&] { return caller_.Call(request.method, *message, response, &position); });
  if (status.ok() && !position.empty()) positions_[request.method.service] = position;
  return status;
}

absl::Status Importer::Retrying(const std::function<absl::Status()>& call) {
  absl::Duration paused;
  absl::Duration pause = kFirstPause;
  while (true) {
    absl::Status status = call();
    if (!Retryable(status)) return status;
    absl::Duration wait = pause;
    if (std::optional<errors::Details> details = errors::GetDetails(status);
        details && details->retry_after) {
      wait = std::max(wait, absl::FromChrono(*details->retry_after));
    }
    if (paused + wait > options_.retry_for) {
      gave_up_ = true;
      return status;
    }
    sleep_(wait);
    paused += wait;
    pause = std::min(pause * 2, kLongestPause);
  }
}

void Importer::CountAccepted(const ImportRequest& request, const Message& body,
                             const Message& response) {
  const int count = std::max(1, static_cast<int>(CreationsOf(request.method, body).size()));
  if (options_.rehearse) {
    summary_.written += count;
    return RememberPending(request);
  }
  // A repeated request id gets its first answer: a state older than this run.
  const int64_t revision = RevisionOf(response);
  const bool replayed = revision > 0 && revision <= heads_[request.method.service];
  (replayed || IssuedNothing(response) ? summary_.already_there : summary_.written) += count;
}

void Importer::HandleExisting(const ImportRequest& request, const absl::Status& refusal) {
  std::vector<Creation> missing;
  const std::vector<Creation> creations = CreationsOf(request.method, *request.message);
  for (const Creation& creation : creations) {
    PresentState state;
    const absl::Status status = Retrying([&] {
      absl::StatusOr<PresentState> found =
          LookUpCreation(caller_, request.method.service, creation);
      if (found.ok()) state = *std::move(found);
      return found.status();
    });
    if (!status.ok()) {
      Failed(request, status, 1);
    } else if (state.presence == Presence::kAbsent) {
      missing.push_back(creation);
    } else if (state.presence == Presence::kSame) {
      ++summary_.already_there;
    } else {
      Differs(request, creation.name, state);
    }
  }
  if (missing.empty()) return;
  // Nothing of that name, and yet it exists: taken under another name (the unit's plan of a year).
  if (missing.size() == creations.size()) return Failed(request, refusal, CountOf(request));
  SendMissing(request, missing);
}

// A file that has grown since it was imported: the batch without what is there.
void Importer::SendMissing(const ImportRequest& request, const std::vector<Creation>& missing) {
  std::unique_ptr<Message> batch(request.message->New());
  batch->CopyFrom(*request.message);
  const FieldDescriptor* rows = batch->GetDescriptor()->FindFieldByName("requests");
  batch->GetReflection()->ClearField(batch.get(), rows);
  for (const Creation& creation : missing) {
    batch->GetReflection()->AddMessage(batch.get(), rows)->CopyFrom(*creation.request);
  }
  std::unique_ptr<Message> response = NewMessage(*request.method.descriptor->output_type());
  const std::string id = ImportRequestId(request.file, request.method, *batch, 0);
  const absl::Status status = Send(request, *batch, id, *response);
  if (!status.ok()) return Failed(request, status, static_cast<int>(missing.size()));
  CountAccepted(request, *batch, *response);
}

void Importer::HandleRefusedVerb(const ImportRequest& request, const absl::Status& refusal) {
  PresentState state;
  const absl::Status status = Retrying([&] {
    absl::StatusOr<PresentState> found = LookUpEffect(caller_, request.method, *request.message);
    if (found.ok()) state = *std::move(found);
    return found.status();
  });
  if (!status.ok()) return Failed(request, status, 1);
  if (state.presence == Presence::kSame) {
    ++summary_.already_there;
  } else if (state.presence == Presence::kDiffers) {
    Differs(request, StringField(*request.message, "name"), state);
  } else {
    Failed(request, refusal, 1);
  }
}

// Not every verb is refused when it is repeated under another id, and what was voided since would
// be recorded again: look before sending.
bool Importer::EffectIsThere(const ImportRequest& request) {
  if (const std::optional<WantedItemEvent> wanted = ItemEventWantedBy(*request.message)) {
    const absl::StatusOr<bool> there = ItemEventIsThere(caller_, *wanted);
    return there.ok() && *there;
  }
  const google::protobuf::Descriptor* type = request.message->GetDescriptor();
  if (type != supervision::v1::AdjustPlanRequest::descriptor() &&
      type != supervision::v1::ExtendEngagementRequest::descriptor() &&
      !IsRepeatableTargetVerb(*request.message) && !RepeatsUnnoticed(*request.message)) {
    return false;
  }
  const absl::StatusOr<PresentState> state =
      LookUpEffect(caller_, request.method, *request.message);
  return state.ok() && state->presence == Presence::kSame;
}

void Importer::Differs(const ImportRequest& request, const std::string& name,
                       const PresentState& state) {
  std::string text = name;
  for (const std::string& difference : state.differences) text += "\n    " + difference;
  ++summary_.differs;
  summary_.notes.push_back({ImportSummary::Kind::kDiffers, request.file, request.number,
                            std::move(text), absl::OkStatus()});
}

void Importer::Failed(const ImportRequest& request, const absl::Status& status, int count) {
  if (options_.rehearse) {
    if (std::string cause = PendingCause(status); !cause.empty()) {
      summary_.not_checkable += count;
      summary_.notes.push_back({ImportSummary::Kind::kNotCheckable, request.file, request.number,
                                std::move(cause), absl::OkStatus()});
      return RememberPending(request);
    }
  }
  summary_.failed += count;
  failed_file_ = request.file;
  summary_.notes.push_back(
      {ImportSummary::Kind::kFailed, request.file, request.number, OneLine(status), status});
}

void Importer::RememberPending(const ImportRequest& request) {
  const std::string place = Place(request);
  for (const Creation& creation : CreationsOf(request.method, *request.message)) {
    pending_.emplace(creation.name, place);
  }
  if (const std::string name = StringField(*request.message, "name"); !name.empty()) {
    pending_.insert_or_assign(name, place);
  }
}

// The earlier request without which this one cannot be judged; "" when the refusal, or a part of
// it, has nothing to do with what is pending.
std::string Importer::PendingCause(const absl::Status& status) const {
  if (!absl::IsNotFound(status) && !absl::IsInvalidArgument(status) && !IsRefusal(status)) {
    return "";
  }
  const errors::Details details = errors::GetDetails(status).value_or(errors::Details());
  const auto find = [this](const std::string& text) -> std::string {
    for (const std::string& name : NamesIn(text)) {
      // Assignments come from the distribution of their duty.
      const std::string made_by = name.substr(0, name.find("/assignments/"));
      if (auto it = pending_.find(made_by); it != pending_.end()) return it->second;
    }
    return "";
  };
  std::string cause;
  for (const errors::FieldViolation& violation : details.violations) {
    cause = find(violation.description);
    if (cause.empty()) cause = find(violation.field);
    if (cause.empty() && details.violations.size() > 1) return "";
  }
  for (const auto& [key, value] : details.metadata) {
    if (cause.empty()) cause = find(value);
  }
  if (cause.empty()) cause = find(std::string(status.message()));
  return cause;
}

// The revision before the first write of this run; only UNAVAILABLE and its like are errors.
absl::Status Importer::LearnHead(Service service) {
  if (options_.rehearse || heads_.contains(service)) return absl::OkStatus();
  int64_t head = 0;
  const absl::Status status = Retrying([&] {
    absl::StatusOr<int64_t> found = caller_.HeadRevision(service);
    if (found.ok()) head = *found;
    return found.status();
  });
  if (gave_up_) return status;
  // Without the right to watch everything accepted counts as written.
  heads_[service] = status.ok() ? head : 0;
  return absl::OkStatus();
}

}  // namespace tiendo::cli
