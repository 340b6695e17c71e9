#include "common/rpc/admin_service.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "common/base/clock.h"

namespace tiendo::rpc {

namespace v1 = tiendo::admin::v1;

AdminService::AdminService(ServerInfoSource source, const Policy* policy,
                           std::shared_ptr<log::Logger> log,
                           std::shared_ptr<metrics::Registry> metrics)
    : source_(std::move(source)), handlers_([&] {
        Handlers::Options options;
        options.service = v1::AdminService::service_full_name();
        options.policy = policy;
        options.log = std::move(log);
        options.metrics = std::move(metrics);
        options.read_threads = 1;
        options.refuses = false;  // operators ask when there is trouble
        return options;
      }()) {}

grpc::ServerUnaryReactor* AdminService::GetServerInfo(grpc::CallbackServerContext* context,
                                                      const v1::GetServerInfoRequest* request,
                                                      v1::ServerInfo* response) {
  return handlers_.Run(context, "GetServerInfo", request, response, nullptr,
                       [this](const Call&, const v1::GetServerInfoRequest&, v1::ServerInfo& info) {
                         source_(info);
                         // Not TimeUtil's: it cuts the second off, and clients measure skew.
                         *info.mutable_server_time() =
                             google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
                                 ToMicros(SystemClock().Now()));
                         return absl::OkStatus();
                       });
}

}  // namespace tiendo::rpc
