#include "common/rpc/policy.h"

#include <algorithm>
#include <utility>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::rpc {
namespace {

const PolicyRow kEveryServer[] = {
    {"grpc.health.v1.Health/Check", Rule::kAnyone},
    {"grpc.health.v1.Health/Watch", Rule::kAnyone},
    {"grpc.reflection.v1.ServerReflection/ServerReflectionInfo", Rule::kAnyoneOnLoopback},
    {"grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", Rule::kAnyoneOnLoopback},
    {"tiendo.admin.v1.AdminService/GetServerInfo", Rule::kAnyoneOnLoopback},
};

bool IsMethodName(std::string_view name) {
  size_t slash = name.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < name.size() &&
         name.find('/', slash + 1) == std::string_view::npos;
}

}  // namespace

absl::StatusOr<Policy> Policy::Create(std::vector<PolicyRow> rows, Networks trusted) {
  errors::Violations violations;
  std::map<std::string, Rule, std::less<>> rules;
  for (PolicyRow& row : rows) {
    if (!IsMethodName(row.method)) violations.Add(row.method, "is not package.Service/Method");
    if (!rules.emplace(row.method, row.rule).second) {
      violations.Add(row.method, "has two policy rows");
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  for (const PolicyRow& row : kEveryServer) rules.emplace(row.method, row.rule);
  return Policy(std::move(rules), std::move(trusted));
}

bool Policy::Allows(Rule rule, const Peer& peer) const {
  switch (rule) {
    case Rule::kAnyoneOnLoopback:
      return peer.loopback || (peer.address && trusted_.Contains(*peer.address));
    case Rule::kAuthenticated:
      return peer.authenticated;
    case Rule::kAnyone:
      return true;
  }
  return false;
}

absl::Status Policy::Authorise(std::string_view method, const Peer& peer) const {
  auto rule = rules_.find(method);
  if (rule != rules_.end() && Allows(rule->second, peer)) return absl::OkStatus();
  return errors::Make(absl::StatusCode::kPermissionDenied, errors::reasons::kPermissionDenied,
                      "the policy does not let " + peer.principal + " call " + std::string(method),
                      {{"method", std::string(method)}, {"principal", peer.principal}});
}

bool Policy::Has(std::string_view method) const { return rules_.contains(method); }

std::vector<std::string> MissingRows(const google::protobuf::ServiceDescriptor& service,
                                     const Policy& policy) {
  std::vector<std::string> missing;
  for (int i = 0; i < service.method_count(); ++i) {
    std::string method = service.full_name() + "/" + service.method(i)->name();
    if (!policy.Has(method)) missing.push_back(std::move(method));
  }
  return missing;
}

}  // namespace tiendo::rpc
