// Server reflection, v1 and v1alpha, as services of our own: gRPC's plugin is global to the
// process, would answer on every port, and knows v1alpha only.
#ifndef TIENDO_COMMON_RPC_REFLECTION_SERVICE_H_
#define TIENDO_COMMON_RPC_REFLECTION_SERVICE_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/policy.h"

namespace tiendo::rpc {

inline constexpr char kReflectionV1[] = "grpc.reflection.v1.ServerReflection";
inline constexpr char kReflectionV1Alpha[] = "grpc.reflection.v1alpha.ServerReflection";

// For one server. Outlives it.
class ReflectionService {
 public:
  // `services` are the full names of what that server offers, the two of reflection among them.
  static absl::StatusOr<std::unique_ptr<ReflectionService>> Create(
      std::vector<std::string> services, const Policy* policy);
  virtual ~ReflectionService() = default;

  // Both versions, to be registered under kReflectionV1 and kReflectionV1Alpha.
  virtual grpc::Service* v1() = 0;
  virtual grpc::Service* v1alpha() = 0;
  // Ends the open streams, so that a stopping server does not wait for them.
  virtual void Stop() = 0;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_REFLECTION_SERVICE_H_
