// Who may call what: one row per verb. A verb without a row cannot be called, and a server that
// offers one refuses to start.
#ifndef TIENDO_COMMON_RPC_POLICY_H_
#define TIENDO_COMMON_RPC_POLICY_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/peer.h"

namespace tiendo::rpc {

enum class Rule {
  // Callers on this machine.
  kAnyoneOnLoopback,
  // Callers that have proven who they are, from anywhere. Nobody, until identity is configured.
  kAuthenticated,
  // Everybody. Only for what says nothing: health.
  kAnyone,
};

struct PolicyRow {
  // Full name of the method: "tiendo.units.v1.UnitService/CreateUnit".
  std::string method;
  Rule rule = Rule::kAnyoneOnLoopback;
};

// Immutable, hence thread-safe.
class Policy {
 public:
  // `rows` beside those that every server has: health (kAnyone), reflection and admin
  // (kAnyoneOnLoopback). A row given replaces one of these. INVALID_ARGUMENT when two of `rows` are
  // for one method, or a row is not of the form "package.Service/Method".
  static absl::StatusOr<Policy> Create(std::vector<PolicyRow> rows);

  // OK, or PERMISSION_DENIED. A method without a row is denied.
  absl::Status Authorise(std::string_view method, const Peer& peer) const;
  bool Has(std::string_view method) const;

 private:
  explicit Policy(std::map<std::string, Rule, std::less<>> rules) : rules_(std::move(rules)) {}
  std::map<std::string, Rule, std::less<>> rules_;
};

// The methods of a service that have no row, as full names. Every service's test asserts that there
// are none; ServerRunner refuses to start when there are.
std::vector<std::string> MissingRows(const google::protobuf::ServiceDescriptor& service,
                                     const Policy& policy);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_POLICY_H_
