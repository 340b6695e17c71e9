// A durable local copy of the units, kept by their feed, in the database of the service that uses
// it: it answers while the units service is down, also after a restart.
#ifndef TIENDO_SERVICES_UNITS_CLIENT_UNIT_DIRECTORY_H_
#define TIENDO_SERVICES_UNITS_CLIENT_UNIT_DIRECTORY_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/day.h"
#include "common/db/database.h"
#include "common/feed/follower.h"
#include "common/feed/mirror.h"
#include "common/ledger/committer.h"
#include "common/log/log.h"
#include "common/rpc/call.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::units {

// What users of the directory need of a unit.
struct DirectoryUnit {
  std::string name;
  bool party = false;  // Party side, else government side
  std::string kind;    // as in Unit.Kind without prefix: "GRASSROOTS_CELL"
  std::string parent;
  std::string led_by;
  calendar::Day effective_from;
  std::optional<calendar::Day> effective_to;
  std::vector<std::string> successors;

  bool InForce(calendar::Day day) const {
    return effective_from <= day && (!effective_to || day < *effective_to);
  }
};

// A unit named in a request.
struct UnitReference {
  std::string field;  // path in the request, for the violation
  std::string name;   // units/{unit}
};

// Thread-safe.
class UnitDirectory {
 public:
  struct Options {
    // gRPC target of the units service.
    std::string address = "127.0.0.1:7101";
    // How long an unknown unit is asked for at the units service before the answer is "cannot say".
    std::chrono::milliseconds lookup_timeout{2000};
  };

  // Tables of the directory: feed::kMirrorSql, in a migration of the service that uses it. Writes
  // go through `committer`, whose connection is the only one that writes.
  UnitDirectory(Options options, ledger::Committer& committer, const Clock& clock,
                std::shared_ptr<log::Logger> log);
  ~UnitDirectory();

  // Loads what is stored and follows the feed.
  absl::Status Start(db::Database& database);
  void Stop();

  // The units revision against which all references were found. A miss is not final before the
  // units service has said so: INVALID_ARGUMENT REFERENCE_NOT_FOUND with a violation for each
  // unknown unit; UNAVAILABLE PEER_UNAVAILABLE when it cannot be asked now. May wait: call it in a
  // handler's `prepare`.
  absl::StatusOr<int64_t> Check(const rpc::Call& call,
                                const std::vector<UnitReference>& references);

  std::optional<DirectoryUnit> Find(std::string_view name) const;
  // All units known, by name.
  std::vector<DirectoryUnit> All() const;
  // True when the first snapshot is in.
  bool loaded() const;
  feed::Follower::State state() const { return follower_->state(); }
  // Revision of the units service that is included.
  int64_t revision() const { return mirror_->position().revision; }

 private:
  std::vector<UnitReference> Missing(const std::vector<UnitReference>& references) const;
  // Asks the units service; raises `revision` to the newest unit's.
  absl::Status Fetch(const rpc::Call& call, const v1::BatchGetUnitsRequest& request,
                     int64_t& revision);
  void Remember(const std::vector<feed::MirroredResource>& resources);

  const Options options_;
  const std::unique_ptr<v1::UnitService::Stub> stub_;
  std::unique_ptr<feed::Mirror> mirror_;
  std::unique_ptr<feed::Follower> follower_;
  mutable std::shared_mutex mutex_;  // guards units_
  std::map<std::string, DirectoryUnit, std::less<>> units_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_CLIENT_UNIT_DIRECTORY_H_
