// Who may call what: one row per verb. A verb without a row cannot be called, and a server that
// offers one refuses to start.
#ifndef TIENDO_COMMON_RPC_POLICY_H_
#define TIENDO_COMMON_RPC_POLICY_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/networks.h"
#include "common/rpc/peer.h"

namespace tiendo::rpc {

enum class Rule {
  // Callers on this machine, or in a trusted network.
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
  // for one method, or a row is not of the form "package.Service/Method". Callers in `trusted` are
  // treated as callers of this machine: for where something else decides who gets through, such as
  // the network policies of a cluster.
  static absl::StatusOr<Policy> Create(std::vector<PolicyRow> rows, Networks trusted = {});

  // OK, or PERMISSION_DENIED. A method without a row is denied.
  absl::Status Authorise(std::string_view method, const Peer& peer) const;
  bool Has(std::string_view method) const;

 private:
  Policy(std::map<std::string, Rule, std::less<>> rules, Networks trusted)
      : rules_(std::move(rules)), trusted_(std::move(trusted)) {}
  bool Allows(Rule rule, const Peer& peer) const;

  std::map<std::string, Rule, std::less<>> rules_;
  Networks trusted_;
};

// The methods of a service that have no row, as full names. Every service's test asserts that there
// are none; ServerRunner refuses to start when there are.
std::vector<std::string> MissingRows(const google::protobuf::ServiceDescriptor& service,
                                     const Policy& policy);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_POLICY_H_
