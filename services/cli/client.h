// The four services over gRPC: one channel per address, opened at the first call.
#ifndef TIENDO_SERVICES_CLI_CLIENT_H_
#define TIENDO_SERVICES_CLI_CLIENT_H_

#include <grpcpp/channel.h>

#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "services/cli/caller.h"

namespace tiendo::cli {

// Plaintext channel to "host:port". HTTP proxies of the environment are not used: the services are
// neighbours, and a proxy setting meant for the internet must not catch a call to loopback.
// `service_config`: what is retried (JSON); empty: nothing. A server that is not ready is asked all
// the same: it says why.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address,
                                           const std::string& service_config = "");

// Not thread-safe.
class GrpcCaller final : public Caller {
 public:
  // `deadline` bounds each single call.
  GrpcCaller(std::map<Service, std::string> addresses, absl::Duration deadline);

  absl::Status Call(const Method& method, const google::protobuf::Message& request,
                    google::protobuf::Message& response, std::string* position) override;
  absl::StatusOr<int64_t> HeadRevision(Service service) override;

 private:
  std::shared_ptr<grpc::Channel> ChannelOf(Service service);

  const std::map<Service, std::string> addresses_;
  const absl::Duration deadline_;
  std::map<Service, std::shared_ptr<grpc::Channel>> channels_;
};

// A unary call of any method over any channel, e.g. of an admin port.
absl::Status CallUnary(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       const google::protobuf::Message& request,
                       google::protobuf::Message& response, absl::Duration deadline,
                       std::string* position = nullptr);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_CLIENT_H_
