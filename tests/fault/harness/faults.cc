#include "tests/fault/harness/faults.h"

#include <algorithm>
#include <csignal>
#include <map>

#include "common/base/status_macros.h"
#include "tests/fault/server/failpoints.h"

namespace tiendo::fault {

namespace {

size_t LeastRounds(size_t variants, size_t otherwise) {
  const int64_t each = NumberFromEnvironment("TIENDO_FAULT_ROUNDS", 0);
  return each > 0 ? static_cast<size_t>(each) * variants : std::max(variants, otherwise);
}

}  // namespace

Rounds::Rounds(size_t variants, size_t least)
    : until_(std::chrono::steady_clock::now() +
             std::chrono::seconds(NumberFromEnvironment("TIENDO_FAULT_SECONDS", 8))),
      variants_(variants),
      least_(LeastRounds(variants, least)) {}

bool Rounds::Next() {
  if (number_ >= least_ && std::chrono::steady_clock::now() >= until_) return false;
  ++number_;
  return true;
}

std::string ServiceToKill(Experiment& experiment) {
  const int dice = experiment.Below(10);
  if (dice < 6) return "programs";
  if (dice < 8) return "status";
  return dice == 8 ? "units" : "supervision";
}

absl::Status KillOne(Experiment& experiment, const std::string& service) {
  return Kill(experiment, {&experiment.AnyReplica(service)});
}

std::vector<Replica*> ReplicasToKill(Experiment& experiment, int n) {
  std::vector<Replica*> out;
  std::map<std::string, size_t> left;
  for (const char* service : kServices) {
    left[service] = experiment.cluster().Replicas(service).size();
  }
  // A draw that hits one twice, or the last of a service, is no kill: fewer than `n` then.
  for (int i = 0; i < n; ++i) {
    Replica& replica = experiment.AnyReplica(ServiceToKill(experiment));
    if (left[replica.service()] < 2 || std::ranges::find(out, &replica) != out.end()) continue;
    --left[replica.service()];
    out.push_back(&replica);
  }
  return out;
}

absl::Status Kill(Experiment& experiment, const std::vector<Replica*>& replicas) {
  // Somewhere in the stream of writes: the moment is not tied to anything the program does.
  TIENDO_RETURN_IF_ERROR(experiment.AwaitWrites(experiment.Below(200)));
  bool served = true;
  for (Replica* replica : replicas) {
    TIENDO_RETURN_IF_ERROR(experiment.AwaitLoad());
    experiment.Record("kill", replica->name());
    replica->Kill();
    served = served && experiment.cluster().Replicas(replica->service()).size() > 1;
  }
  if (served) TIENDO_RETURN_IF_ERROR(experiment.AwaitWrites(30));
  TIENDO_RETURN_IF_ERROR(experiment.cluster().Revive(replicas));
  return experiment.AwaitWrites(30);
}

absl::Status KillAt(Experiment& experiment, const std::string& service, const std::string& point) {
  Replica& replica = experiment.AnyReplica(service);
  TIENDO_RETURN_IF_ERROR(experiment.AwaitWrites(experiment.Below(100)));
  TIENDO_RETURN_IF_ERROR(experiment.AwaitLoad());
  experiment.Record("kill at " + point, replica.name());
  TIENDO_RETURN_IF_ERROR(replica.Enable(point, kKill, true));
  auto end = replica.WaitForEnd(std::chrono::seconds(20));
  if (!end || end->signal != SIGKILL) {
    return absl::InternalError(replica.name() + " did not come to " + point + ": " +
                               replica.process().Stderr());
  }
  TIENDO_RETURN_IF_ERROR(experiment.cluster().Revive({&replica}));
  return experiment.AwaitWrites(30);
}

}  // namespace tiendo::fault
