// grpc.health.v1 as a service of our own: gRPC's default health service is global to the process
// and would answer on every port.
#ifndef TIENDO_COMMON_RPC_HEALTH_SERVICE_H_
#define TIENDO_COMMON_RPC_HEALTH_SERVICE_H_

#include <map>
#include <memory>
#include <string>

#include "common/rpc/policy.h"
#include "common/rpc/readiness.h"
#include "common/rpc/watch_reactor.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace tiendo::rpc {

// "" is SERVING as long as the process answers, and asks nothing. The full name of a service is
// SERVING while its Readiness is on. Another name: NOT_FOUND on Check, SERVICE_UNKNOWN on Watch.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  // `services`: full name -> readiness. These and `policy` outlive the service, which outlives the
  // server. Nothing is refused: a client that may not watch takes the server for dead.
  HealthService(std::map<std::string, Readiness*> services, const Policy* policy);

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

  // Ends the watches.
  void Stop() { watches_.Stop(); }

 private:
  const std::map<std::string, Readiness*> services_;
  const Policy* const policy_;
  Watches watches_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_HEALTH_SERVICE_H_
