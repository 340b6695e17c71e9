#include "tests/fault/harness/faults.h"

#include <csignal>

#include "common/base/status_macros.h"
#include "tests/fault/server/failpoints.h"

namespace tiendo::fault {

Rounds::Rounds()
    : until_(std::chrono::steady_clock::now() +
             std::chrono::seconds(NumberFromEnvironment("TIENDO_FAULT_SECONDS", 8))),
      least_(NumberFromEnvironment("TIENDO_FAULT_ROUNDS", 2)) {}

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
  Replica& replica = experiment.AnyReplica(service);
  // Somewhere in the stream of writes: the moment is not tied to anything the program does.
  TIENDO_RETURN_IF_ERROR(experiment.AwaitWrites(experiment.Below(200)));
  TIENDO_RETURN_IF_ERROR(experiment.AwaitLoad());
  experiment.Record("kill", replica.name());
  replica.Kill();
  if (experiment.cluster().Replicas(service).size() > 1) {
    TIENDO_RETURN_IF_ERROR(experiment.AwaitWrites(30));
  }
  TIENDO_RETURN_IF_ERROR(experiment.cluster().Revive(replica));
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
  TIENDO_RETURN_IF_ERROR(experiment.cluster().Revive(replica));
  return experiment.AwaitWrites(30);
}

}  // namespace tiendo::fault
