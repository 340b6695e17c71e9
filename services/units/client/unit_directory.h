// A durable local copy of the units, kept by their feed, in the database of the service that uses
// it: it answers while the units service is down, also after a restart. All dates of all units are
// in it, so it tells who stands where on any day.
#ifndef TIENDO_SERVICES_UNITS_CLIENT_UNIT_DIRECTORY_H_
#define TIENDO_SERVICES_UNITS_CLIENT_UNIT_DIRECTORY_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/day.h"
#include "common/calendar/working_days.h"
#include "common/db/database.h"
#include "common/feed/follower.h"
#include "common/feed/mirror.h"
#include "common/ledger/committer.h"
#include "common/log/log.h"
#include "common/rpc/call.h"
#include "services/units/client/calendar_copy.h"
#include "services/units/domain/day_tree.h"
#include "services/units/domain/forest.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::units {

// What users of the directory need of a unit: its last placement recorded.
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
  // The days for which it is named, both included: it must be in force on one of them. nullopt: it
  // must exist.
  struct Days {
    calendar::Day first;
    calendar::Day last;
  };
  std::optional<Days> days = std::nullopt;
};

// All days of the years from `first` to `last`.
UnitReference::Days YearsOf(int first, int last);

// How old a directory is.
struct DirectoryAge {
  bool loaded = false;     // the first snapshot is in
  bool connected = false;  // to the units service, now
  // Revision of the units service that is included, the newest it has told of, and when the
  // included one was committed.
  int64_t revision = 0;
  int64_t head_revision = 0;
  Instant time;
  // When the units service was last heard: what happened there since is not known.
  std::optional<Instant> last_heard;
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
  // unknown unit; INVALID_ARGUMENT INVALID_REQUEST with one for each that is not in force on any of
  // its days, naming the heir; UNAVAILABLE PEER_UNAVAILABLE when it cannot be asked now. May
  // wait: call it in a handler's `prepare`.
  absl::StatusOr<int64_t> Check(const rpc::Call& call,
                                const std::vector<UnitReference>& references);

  // Waits until the directory holds all that the units service has committed by now, at most the
  // lookup timeout; the revision that it then holds. For decisions about who there is, where a miss
  // would not show. UNAVAILABLE PEER_UNAVAILABLE. Call it in a handler's `prepare`.
  absl::StatusOr<int64_t> AwaitHead(const rpc::Call& call);

  std::optional<DirectoryUnit> Find(std::string_view name) const;
  // All units known, by name.
  std::vector<DirectoryUnit> All() const;

  // The unit itself while in force, then its heir in force on `day`; nullopt when there is none.
  std::optional<std::string> HeirOn(std::string_view unit, calendar::Day day) const;
  // Whether `heir` is in the line of heirs of `unit`, on whatever day: the first-named successor of
  // a unit that has ended or will, else its last superior, and so on.
  bool Inherits(std::string_view heir, std::string_view unit) const;
  // Superiors of a unit in force on `day`, nearest first, heirs considered. O(depth).
  std::vector<std::string> AncestorsOn(std::string_view unit, calendar::Day day) const;
  // The Party organisation that leads a government unit on `day`; nullopt when there is none.
  std::optional<std::string> LeaderOn(std::string_view unit, calendar::Day day) const;
  // Whether `unit` is `top` or stands below it on `day`, on their own side. O(depth).
  bool Within(std::string_view unit, std::string_view top, calendar::Day day) const;
  // Whether `unit` counts in `scope` on `day`: also what is led from there (Forest::Counts).
  // O(depth).
  bool Counts(std::string_view unit, std::string_view scope, calendar::Day day) const;
  // All units that stand in the tree below `top` on `day`, itself first, in pre-order, siblings by
  // name; those led from there included when `top` is of the Party side. The tree of the last day
  // asked for is kept while no unit changes: O(size of the answer) then, else O(units).
  std::vector<std::string> SubtreeOn(std::string_view top, calendar::Day day) const;

  // The working days of the years that the units service has; never null.
  std::shared_ptr<const calendar::WorkingCalendar> WorkingDays() const;

  // True when the first snapshot is in.
  bool loaded() const;
  DirectoryAge age() const;
  feed::Follower::State state() const { return follower_->state(); }
  // Revision of the units service that is included.
  int64_t revision() const { return mirror_->position().revision; }

  // What the mirror hands over; resources that are not newer than what is held are skipped, so the
  // same one may come twice, and an older one late. Public for tests and benchmarks, which have no
  // feed.
  void Remember(const std::vector<feed::MirroredResource>& resources);

 private:
  std::vector<UnitReference> Missing(const std::vector<UnitReference>& references) const;
  // Asks the units service; raises `revision` to the newest unit's.
  absl::Status Fetch(const rpc::Call& call, const v1::BatchGetUnitsRequest& request,
                     int64_t& revision);
  // Those of `references` that are in force on their day by what is held now.
  bool Fits(const UnitReference& reference) const;
  absl::Status NotInForce(const std::vector<UnitReference>& references) const;
  // With mutex_ held.
  void Put(const v1::Unit& unit);
  DirectoryUnit Describe(int unit) const;

  // The newest revision of the units service now.
  absl::StatusOr<int64_t> AskHead(const rpc::Call& call);

  const Options options_;
  const std::unique_ptr<v1::UnitService::Stub> stub_;
  std::mutex reached_mutex_;  // guards what follows
  std::condition_variable reached_changed_;
  feed::MirrorPosition reached_;  // that readers can see
  std::unique_ptr<feed::Mirror> mirror_;
  std::unique_ptr<feed::Follower> follower_;
  mutable std::shared_mutex mutex_;  // guards what follows
  Forest forest_;
  std::vector<int64_t> revisions_;               // by the forest's numbers
  mutable std::shared_ptr<const DayTree> tree_;  // of the last day asked for; null after a change
  CalendarCopy calendars_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_CLIENT_UNIT_DIRECTORY_H_
