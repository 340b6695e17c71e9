// All facts that status knows, in memory: what the three feeds have told, as the domain takes it.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_FACT_BASE_H_
#define TIENDO_SERVICES_STATUS_SOURCES_FACT_BASE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/calendar/time_zone.h"
#include "common/feed/mirror.h"
#include "services/status/domain/duties.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/unit_history.h"
#include "services/status/index/scan_index.h"
#include "services/status/sources/decode.h"
#include "services/status/sources/item_facts.h"
#include "services/status/sources/supervision_base.h"
#include "services/status/sources/target_base.h"

namespace tiendo::status {

enum class Source { kUnits, kPrograms, kSupervision };
inline constexpr int kSources = 3;
// "tiendo.units.v1.UnitService" …
std::string_view ServiceOf(Source source);

using Positions = std::array<feed::MirrorPosition, kSources>;

// Thread-safe. Each frame of a feed is taken in as a whole: no reader sees half a revision.
//
// A frame costs what is in it: what has to be put together from all units, or all plans, is put
// together by the first reader that asks for it afterwards. So a feed that is behind comes on as
// fast as its frames arrive, however large the whole is.
class FactBase {
 public:
  FactBase(ScanIndex::Options options, calendar::BusinessZone zone);

  // Called by the mirrors, one call at a time per source.
  void Apply(Source source, const std::vector<feed::MirroredResource>& resources,
             const feed::MirrorPosition& position);
  void Reset(Source source);
  // On a copy (View::Copy): takes in resources that nobody has recorded; the positions stay.
  void Suppose(const std::vector<feed::MirroredResource>& resources);

  // A consistent look; others cannot write while it lives, so keep it short.
  class View {
   public:
    const UnitHistory& units() const { return *base_.Whole().history; }
    const ScanIndex& index() const {
      (void)base_.Whole();  // its units
      return base_.index_;
    }
    // All items, for the plain function.
    ItemPointers items() const;
    // All targets.
    std::vector<const TargetFact*> targets() const;
    const std::vector<PlanFact>& plans() const { return base_.Whole().supervision.plans; }
    const std::vector<EngagementFact>& engagements() const {
      return base_.Whole().supervision.engagements;
    }
    const std::vector<RecommendationFact>& recommendations() const {
      return base_.Whole().supervision.recommendations;
    }
    const ReminderLedger& reminders() const { return base_.supervision_.reminders(); }
    // Of a year, by name; empty when it has none.
    std::vector<RequirementFact> requirements(int year) const;
    // What units owe, by unit; and the duties, by name.
    const AssignmentsByUnit& assignments() const { return base_.assignments_; }
    const std::map<std::string, DutyFact>& duties() const { return base_.duties_; }
    // nullptr for an item that programs has not told of.
    const ItemFact* item(const std::string& name) const;
    // nullptr for a programme, or category, that programs has not told of.
    const ProgramFact* program(const std::string& name) const;
    const CategoryFact* category(const std::string& name) const;
    // Working days as far as their years have been entered; outlives the look.
    std::shared_ptr<const calendar::WorkingCalendar> working_days() const {
      return base_.working_days_;
    }
    const Positions& positions() const { return base_.positions_; }
    // True when every source's first snapshot is in.
    bool loaded() const;
    // UNAVAILABLE NOT_LOADED naming the sources that are missing.
    absl::Status CheckLoaded() const;
    // Whether programs has told that the item's title is not to be shown.
    bool IsSecret(const std::string& item) const;
    uint64_t generation() const { return base_.generation_.load(); }
    // Databases that were followed and are known to be gone.
    const std::set<std::string>& dropped() const { return base_.dropped_; }
    // The facts of this look in a base of their own, which no feed tells of changes; questions for
    // `day` find the index ready there, if it is here. Items with their events, the history of the
    // units, working days and the columns of the index are shared: they cost an entry each.
    // Targets, duties, assignments, what supervision told, categories, programmes and what units
    // told of themselves are copied with all that is in them: they are few beside items. The
    // shared lock is held until it is done.
    std::unique_ptr<FactBase> Copy(Day day) const;

   private:
    friend class FactBase;
    explicit View(const FactBase& base) : base_(base), lock_(base.mutex_) {}
    const FactBase& base_;
    std::shared_lock<std::shared_mutex> lock_;
  };
  View Read() const { return View(*this); }

  // Changes whenever a fact does; an answer computed at one generation is good while it stands.
  uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // Changes when facts turn out to be void: a source was restored, or has another database.
  uint64_t epoch() const { return epoch_.load(std::memory_order_acquire); }

  // Calls `changed` after every frame (with or without facts), on the feed's thread, until
  // Unsubscribe returns. It must not block.
  int Subscribe(std::function<void()> changed);
  void Unsubscribe(int id);

 private:
  // Of `other`, which nobody writes to meanwhile and which is assembled. Names every member that
  // holds facts.
  FactBase(const FactBase& other, Day day);

  // What is put together from many facts.
  struct Assembled {
    std::shared_ptr<const UnitHistory> history;
    SupervisionBase::Assembled supervision;
  };

  // What a frame has touched and what is to be put together anew.
  struct Touched {
    bool calendars = false;
    ItemFacts::Names items;
  };
  void TakeAll(const std::vector<feed::MirroredResource>& resources);
  void Take(const feed::MirroredResource& resource, Touched& touched);
  void TakeOfUnits(std::string_view collection, const feed::MirroredResource& resource,
                   Touched& touched);
  void TakeOfPrograms(std::string_view collection, const feed::MirroredResource& resource,
                      Touched& touched);
  void RebuildCalendars();
  void UnitsChanged();
  void RebuildItem(const std::string& name);
  // Brought up to the facts, if it is not. Under the shared lock: the facts stand still meanwhile.
  const Assembled& Whole() const;
  void AssembleUnits() const;
  // What stands below "programs/{program}/duties/".
  void TakeDuty(std::string_view collection, const feed::MirroredResource& resource);
  void RebuildAssignment(const std::string& name);
  void Notify();

  mutable std::shared_mutex mutex_;  // guards everything down to index_
  std::map<std::string, std::vector<UnitFact>> unit_facts_;
  std::map<std::string, CategoryFact> categories_;
  std::map<std::string, calendar::CalendarYear> calendars_;
  ItemFacts item_facts_;
  std::map<std::string, std::shared_ptr<const ItemFact>> items_;  // complete facts
  TargetBase targets_;
  SupervisionBase supervision_;
  std::shared_ptr<const calendar::WorkingCalendar> working_days_;
  std::map<std::string, DutyFact> duties_;
  // Assignments as their own feed entry has them, and their events by name.
  std::map<std::string, AssignmentFact> raw_assignments_;
  std::map<std::string, std::map<std::string, HandInEvent>> hand_ins_;
  AssignmentsByUnit assignments_;  // with events: complete facts
  Positions positions_;
  std::set<std::string> dropped_;
  mutable ScanIndex index_;
  // The facts are ahead of assembled_. Set under the unique lock, when nobody looks; cleared under
  // the shared one together with assemble_mutex_, by the first who looks.
  mutable std::atomic<bool> units_stale_ = true;
  mutable std::atomic<bool> supervision_stale_ = true;
  mutable std::mutex assemble_mutex_;
  mutable Assembled assembled_;
  std::atomic<uint64_t> generation_{1};
  std::atomic<uint64_t> epoch_{1};
  std::mutex subscribers_mutex_;
  std::map<int, std::function<void()>> subscribers_;
  int next_subscriber_ = 1;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_FACT_BASE_H_
