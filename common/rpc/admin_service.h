// AdminService of every server.
#ifndef TIENDO_COMMON_RPC_ADMIN_SERVICE_H_
#define TIENDO_COMMON_RPC_ADMIN_SERVICE_H_

#include <functional>
#include <memory>

#include "common/log/log.h"
#include "common/metrics/registry.h"
#include "common/rpc/handlers.h"
#include "common/rpc/policy.h"
#include "tiendo/admin/v1/admin.grpc.pb.h"

namespace tiendo::rpc {

// Fills in what the server knows of itself; leaves out what it cannot read. May wait. Called on a
// thread of the service, concurrently.
using ServerInfoSource = std::function<void(tiendo::admin::v1::ServerInfo&)>;

class AdminService final : public tiendo::admin::v1::AdminService::CallbackService {
 public:
  // server_time is set here.
  AdminService(ServerInfoSource source, const Policy* policy, std::shared_ptr<log::Logger> log,
               std::shared_ptr<metrics::Registry> metrics);

  grpc::ServerUnaryReactor* GetServerInfo(grpc::CallbackServerContext* context,
                                          const tiendo::admin::v1::GetServerInfoRequest* request,
                                          tiendo::admin::v1::ServerInfo* response) override;

 private:
  const ServerInfoSource source_;
  Handlers handlers_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_ADMIN_SERVICE_H_
