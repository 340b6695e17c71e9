#include "tests/fault/harness/caller.h"

#include <google/protobuf/reflection.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "common/errors/error.h"
#include "common/paging/digest.h"
#include "common/rpc/status_conversion.h"
#include "tests/fault/harness/dump.h"
#include "tests/support/wait.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::fault {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Stub = grpc::TemplatedGenericStub<Message, Message>;

// Whether an answer says that nothing was done, or leaves it open.
Outcome OutcomeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return Outcome::kOk;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
      return Outcome::kUnknown;
    default:
      return Outcome::kRefused;
  }
}

void AddResource(const Message& message, std::vector<Resource>& out) {
  const auto* descriptor = message.GetDescriptor();
  const FieldDescriptor* name = descriptor->FindFieldByName("name");
  const FieldDescriptor* revision = descriptor->FindFieldByName("revision");
  if (name == nullptr || revision == nullptr) return;
  const auto* reflection = message.GetReflection();
  out.push_back({reflection->GetString(message, name), reflection->GetInt64(message, revision),
                 ValueOf(message)});
}

// The resources of an answer: itself, or what it lists.
std::vector<Resource> ResourcesOf(const Message& answer) {
  std::vector<Resource> out;
  AddResource(answer, out);
  if (!out.empty()) return out;
  const auto* descriptor = answer.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (!field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int k = 0; k < answer.GetReflection()->FieldSize(answer, field); ++k) {
      AddResource(answer.GetReflection()->GetRepeatedMessage(answer, field, k), out);
    }
  }
  return out;
}

void FillFigures(const status::v1::Status& answer, Figures& figures) {
  for (const status::v1::CategoryFigures& row : answer.categories()) {
    auto& columns = figures.rows[row.category()];
    if (!row.integrity_error_id().empty()) columns["integrity_error"] = 1;
    const Message& message = row.columns();
    const auto* descriptor = message.GetDescriptor();
    for (int i = 0; row.has_columns() && i < descriptor->field_count(); ++i) {
      columns[descriptor->field(i)->name()] =
          message.GetReflection()->GetInt32(message, descriptor->field(i));
    }
  }
  const status::v1::SupervisionFigures& s = answer.supervision();
  if (!s.has_plan_deadline()) return;
  figures.supervision = {{"plans_required", s.plans_required()},
                         {"plans_in_time", s.plans_in_time()},
                         {"plans_late", s.plans_late()},
                         {"plans_not_issued", s.plans_not_issued()}};
}

}  // namespace

struct Caller::Flight {
  explicit Flight(const std::shared_ptr<grpc::Channel>& channel) : stub(channel) {}
  Attempt attempt;
  Stub stub;
  grpc::ClientContext context;
  std::function<void(Attempt)> done;
};

std::shared_ptr<grpc::Channel> ImpatientChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  // A connection of its own, although others go to the same address.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

std::string BodyHash(const Message& request) {
  return paging::Base64UrlEncode(paging::Sha256(request.SerializeAsString()).substr(0, 9));
}

Caller::Caller(Cluster& cluster, Log& log, std::chrono::milliseconds timeout)
    : log_(log), timeout_(timeout) {
  for (const char* service : kServices) {
    by_service_[FullName(service)] = 0;
    for (Replica* replica : cluster.Replicas(service)) {
      channels_[FullName(service)].push_back(ImpatientChannel(replica->address()));
    }
  }
}

Caller::~Caller() {
  testing::WaitUntil([this] { return under_way_ == 0; }, 2 * timeout_ + std::chrono::seconds(10));
}

std::shared_ptr<grpc::Channel> Caller::channel(const std::string& service, size_t replica) const {
  const auto& channels = channels_.at(service);
  return channels[replica % channels.size()];
}

int64_t Caller::refused(const std::string& service, const std::string& reason) const {
  std::lock_guard lock(mutex_);
  auto it = refused_.find({service, reason});
  return it == refused_.end() ? 0 : it->second;
}

void Caller::Start(Attempt attempt, size_t replica, std::function<void(Attempt)> done) {
  auto* flight = new Flight(channel(attempt.call.service, replica));
  flight->attempt = std::move(attempt);
  flight->done = std::move(done);
  Attempt& a = flight->attempt;
  a.call.id = next_id_++;
  // An attempt may be made again.
  a.call.outcome = Outcome::kUnknown;
  a.call.code = "OK";
  a.call.reason.clear();
  a.call.answer.clear();
  a.call.positions.clear();
  a.response.reset(a.response->New());
  ++under_way_;
  if (a.call.write) ++writes_in_flight_;
  if (a.figures) {
    a.figures->call = a.call.id;
    a.figures->server = "status/" + std::to_string(replica % channels_.at(a.call.service).size());
  }
  flight->context.set_deadline(std::chrono::system_clock::now() + timeout_);
  a.call.begin = Now();
  flight->stub.UnaryCall(&flight->context, "/" + a.call.service + "/" + a.call.method, {},
                         a.request.get(), a.response.get(),
                         [this, flight](grpc::Status status) { Finish(flight, status); });
}

void Caller::Finish(Flight* flight, const grpc::Status& grpc_status) {
  std::unique_ptr<Flight> owner(flight);
  Attempt& a = flight->attempt;
  a.call.end = Now();
  const absl::Status status = rpc::FromGrpc(grpc_status);
  a.call.outcome = OutcomeOf(status);
  a.call.code = std::string(rpc::CodeName(grpc_status.error_code()));
  a.call.reason = errors::Reason(status);
  const auto& trailer = flight->context.GetServerTrailingMetadata();
  if (auto it = trailer.find("tiendo-position"); it != trailer.end()) {
    a.position = std::string(it->second.data(), it->second.size());
    if (auto positions = feed::DecodePositions(a.position); positions.ok()) {
      a.call.positions = *std::move(positions);
    }
  }
  if (a.call.outcome == Outcome::kOk) {
    a.call.answer = ResourcesOf(*a.response);
    if (a.figures) {
      a.figures->positions = a.call.positions;
      FillFigures(static_cast<const status::v1::Status&>(*a.response), *a.figures);
    }
    if (a.call.write) {
      ++acknowledged_;
      ++by_service_.at(a.call.service);
    }
  }
  if (a.call.write && a.call.outcome != Outcome::kOk) {
    std::lock_guard lock(mutex_);
    ++refused_[{a.call.service, a.call.reason}];
  }
  log_.Write(a.call);
  if (a.figures && a.call.outcome == Outcome::kOk) log_.Write(*a.figures);
  if (a.call.write) --writes_in_flight_;
  flight->done(std::move(a));
  --under_way_;
}

Attempt Caller::Run(Attempt attempt, size_t replica) {
  std::mutex mutex;
  std::condition_variable ended;
  std::optional<Attempt> result;
  Start(std::move(attempt), replica, [&](Attempt a) {
    std::lock_guard lock(mutex);
    result = std::move(a);
    ended.notify_one();
  });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return result.has_value(); });
  return *std::move(result);
}

}  // namespace tiendo::fault
