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
#include "services/status/domain/facts.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/unit_history.h"
#include "services/status/index/scan_index.h"
#include "services/status/sources/decode.h"
#include "services/status/sources/item_facts.h"

namespace tiendo::status {

enum class Source { kUnits, kPrograms, kSupervision };
inline constexpr int kSources = 3;
// "tiendo.units.v1.UnitService" …
std::string_view ServiceOf(Source source);

using Positions = std::array<feed::MirrorPosition, kSources>;

// Thread-safe. Each frame of a feed is taken in as a whole: no reader sees half a revision.
class FactBase {
 public:
  FactBase(ScanIndex::Options options, calendar::BusinessZone zone);

  // Called by the mirrors, one call at a time per source.
  void Apply(Source source, const std::vector<feed::MirroredResource>& resources,
             const feed::MirrorPosition& position);
  void Reset(Source source);

  // A consistent look; others cannot write while it lives, so keep it short.
  class View {
   public:
    const UnitHistory& units() const { return *base_.history_; }
    const ScanIndex& index() const { return base_.index_; }
    // All items, for the plain function.
    ItemPointers items() const;
    const std::vector<PlanFact>& plans() const { return base_.plans_; }
    const std::vector<EngagementFact>& engagements() const { return base_.engagements_; }
    // Of a year, by name; empty when it has none.
    std::vector<RequirementFact> requirements(int year) const;
    // nullptr for a category that programs has not told of.
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
  // What a frame has touched and what is to be put together anew.
  struct Touched {
    bool units = false;
    bool calendars = false;
    bool plans = false;
    ItemFacts::Names items;
  };
  void Take(const feed::MirroredResource& resource, Touched& touched);
  void TakeOfUnits(std::string_view collection, const feed::MirroredResource& resource,
                   Touched& touched);
  void TakeOfPrograms(std::string_view collection, const feed::MirroredResource& resource,
                      Touched& touched);
  void TakeOfSupervision(std::string_view collection, const feed::MirroredResource& resource,
                         Touched& touched);
  void RebuildUnits();
  void RebuildCalendars();
  void RebuildSupervision();
  void RebuildItem(const std::string& name);
  void Notify();

  const calendar::BusinessZone zone_;
  mutable std::shared_mutex mutex_;  // guards everything down to index_
  std::map<std::string, std::vector<UnitFact>> unit_facts_;
  std::map<std::string, CategoryFact> categories_;
  std::map<std::string, calendar::CalendarYear> calendars_;
  ItemFacts item_facts_;
  std::map<std::string, ItemFact> items_;  // complete facts
  std::map<std::string, PlanFact> plans_by_name_;
  std::map<std::string, EngagementFact> engagements_by_name_;
  std::map<std::string, RequirementFact> requirements_;
  std::vector<PlanFact> plans_;
  std::vector<EngagementFact> engagements_;
  std::unique_ptr<const UnitHistory> history_;
  std::shared_ptr<const calendar::WorkingCalendar> working_days_;
  Positions positions_;
  std::set<std::string> dropped_;
  ScanIndex index_;
  std::atomic<uint64_t> generation_{1};
  std::atomic<uint64_t> epoch_{1};
  std::mutex subscribers_mutex_;
  std::map<int, std::function<void()>> subscribers_;
  int next_subscriber_ = 1;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_FACT_BASE_H_
