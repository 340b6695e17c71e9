#include "services/cli/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/rpc/call.h"
#include "services/cli/call_error.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/programs/v1/programs_service_config.h"
#include "tiendo/status/v1/status_service_config.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/supervision/v1/supervision_service_config.h"
#include "tiendo/units/v1/units.grpc.pb.h"
#include "tiendo/units/v1/units_service_config.h"

namespace tiendo::cli {
namespace {

// A whole tree or a status in full with its children fits many times.
constexpr int kMaxAnswerBytes = 64 << 20;

grpc::ByteBuffer ToBuffer(const google::protobuf::Message& message) {
  grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool FromBuffer(grpc::ByteBuffer& buffer, google::protobuf::Message& message) {
  grpc::ProtoBufferReader reader(&buffer);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

const char* ServiceConfigOf(Service service) {
  switch (service) {
    case Service::kUnits:
      return units::v1::kServiceConfig;
    case Service::kPrograms:
      return programs::v1::kServiceConfig;
    case Service::kSupervision:
      return supervision::v1::kServiceConfig;
    case Service::kStatus:
      return status::v1::kServiceConfig;
  }
  return "";
}

// The first frame of a watch that starts now tells the head.
template <typename Stub>
absl::StatusOr<int64_t> HeadOf(const std::shared_ptr<grpc::Channel>& channel,
                               absl::Duration deadline, const std::string& path) {
  Stub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  feed::v1::WatchChangesRequest request;
  request.set_from_now(true);
  request.mutable_progress_interval()->set_nanos(10'000'000);
  feed::v1::WatchChangesResponse frame;
  auto reader = stub.WatchChanges(&context, request);
  const bool read = reader->Read(&frame);
  context.TryCancel();
  const grpc::Status end = reader->Finish();
  if (read) return frame.head_revision();
  return FromGrpc(end, path);
}

}  // namespace

absl::Status Caller::CallByName(std::string_view path, const google::protobuf::Message& request,
                                google::protobuf::Message& response, std::string* position) {
  TIENDO_ASSIGN_OR_RETURN(Method method, FindMethod(path));
  return Call(method, request, response, position);
}

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address,
                                           const std::string& service_config) {
  grpc::ChannelArguments arguments;
  if (!service_config.empty()) arguments.SetServiceConfigJSON(service_config);
  arguments.SetInt(GRPC_ARG_INHIBIT_HEALTH_CHECKING, 1);
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // The retries of an import decide how long to wait; the channel shall be ready by then.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status CallUnary(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       const google::protobuf::Message& request,
                       google::protobuf::Message& response, absl::Duration deadline,
                       std::string* position) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, '/' + path, ToBuffer(request), &queue);
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->StartCall();
  call->Finish(&answer, &status, &status);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);  // One call in the queue, bounded by its deadline.
  if (!status.ok()) return FromGrpc(status, path);
  if (!FromBuffer(answer, response)) {
    return FromGrpc(grpc::Status(grpc::StatusCode::INTERNAL, "the answer could not be read"), path);
  }
  if (position != nullptr) {
    const auto& trailing = context.GetServerTrailingMetadata();
    if (auto it = trailing.find(rpc::kPositionMetadata); it != trailing.end()) {
      position->assign(it->second.data(), it->second.size());
    }
  }
  return absl::OkStatus();
}

GrpcCaller::GrpcCaller(std::map<Service, std::string> addresses, absl::Duration deadline)
    : addresses_(std::move(addresses)), deadline_(deadline) {}

std::shared_ptr<grpc::Channel> GrpcCaller::ChannelOf(Service service) {
  auto [it, added] = channels_.try_emplace(service);
  if (added) it->second = OpenChannel(addresses_.at(service), ServiceConfigOf(service));
  return it->second;
}

absl::Status GrpcCaller::Call(const Method& method, const google::protobuf::Message& request,
                              google::protobuf::Message& response, std::string* position) {
  return CallUnary(ChannelOf(method.service), method.Path(), request, response, deadline_,
                   position);
}

absl::StatusOr<int64_t> GrpcCaller::HeadRevision(Service service) {
  const std::string path = FullName(service) + "/WatchChanges";
  switch (service) {
    case Service::kUnits:
      return HeadOf<units::v1::UnitService::Stub>(ChannelOf(service), deadline_, path);
    case Service::kPrograms:
      return HeadOf<programs::v1::ProgramService::Stub>(ChannelOf(service), deadline_, path);
    case Service::kSupervision:
      return HeadOf<supervision::v1::SupervisionService::Stub>(ChannelOf(service), deadline_, path);
    case Service::kStatus:
      break;
  }
  return errors::InvalidField("service", "status keeps no data of its own");
}

}  // namespace tiendo::cli
