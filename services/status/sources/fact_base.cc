#include "services/status/sources/fact_base.h"

#include <algorithm>
#include <utility>

#include "common/errors/error.h"
#include "services/status/domain/reasons.h"
#include "services/status/sources/unpacked.h"

namespace tiendo::status {
namespace {

// The collection of a name: "programs/items/events" for "programs/p/items/i/events/0001".
std::string CollectionOf(const std::string& name) {
  std::string out;
  bool collection = true;
  for (size_t at = 0; at < name.size(); collection = !collection) {
    const size_t end = std::min(name.find('/', at), name.size());
    if (collection) out += (out.empty() ? "" : "/") + name.substr(at, end - at);
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string_view ServiceOf(Source source) {
  switch (source) {
    case Source::kUnits:
      return "tiendo.units.v1.UnitService";
    case Source::kPrograms:
      return "tiendo.programs.v1.ProgramService";
    case Source::kSupervision:
      return "tiendo.supervision.v1.SupervisionService";
  }
  return "";
}

FactBase::FactBase(ScanIndex::Options options, calendar::BusinessZone zone)
    : supervision_(std::move(zone)),
      working_days_(std::make_shared<calendar::WorkingCalendar>()),
      index_(options) {}

FactBase::FactBase(const FactBase& other, Day day)
    : unit_facts_(other.unit_facts_),
      categories_(other.categories_),
      calendars_(other.calendars_),
      item_facts_(other.item_facts_),
      items_(other.items_),
      targets_(other.targets_),
      supervision_(other.supervision_),
      working_days_(other.working_days_),
      duties_(other.duties_),
      raw_assignments_(other.raw_assignments_),
      hand_ins_(other.hand_ins_),
      assignments_(other.assignments_),
      positions_(other.positions_),
      dropped_(other.dropped_),
      index_(other.index_, day),
      units_stale_(false),
      supervision_stale_(false),
      assembled_(other.assembled_) {}

void FactBase::Apply(Source source, const std::vector<feed::MirroredResource>& resources,
                     const feed::MirrorPosition& position) {
  {
    std::unique_lock lock(mutex_);
    TakeAll(resources);
    const bool was_complete = positions_[static_cast<size_t>(source)].complete;
    positions_[static_cast<size_t>(source)] = position;
    if (!resources.empty() || was_complete != position.complete) {
      generation_.fetch_add(1, std::memory_order_release);
    }
  }
  Notify();
}

void FactBase::Suppose(const std::vector<feed::MirroredResource>& resources) {
  std::unique_lock lock(mutex_);
  TakeAll(resources);
  generation_.fetch_add(1, std::memory_order_release);
}

void FactBase::TakeAll(const std::vector<feed::MirroredResource>& resources) {
  Touched touched;
  for (const feed::MirroredResource& resource : resources) Take(resource, touched);
  if (touched.calendars) RebuildCalendars();
  for (const std::string& name : item_facts_.AffectedBy(touched.items)) RebuildItem(name);
  targets_.Rebuild(item_facts_.programs());
  // Beyond this many points a sorted scan is worth its sorting.
  constexpr size_t kMergeTail = 4096;
  if (index_.TailSize() > kMergeTail) index_.Merge();
}

void FactBase::Take(const feed::MirroredResource& resource, Touched& touched) {
  const std::string collection = CollectionOf(resource.name);
  TakeOfUnits(collection, resource, touched);
  TakeOfPrograms(collection, resource, touched);
  if (supervision_.Take(collection, resource)) supervision_stale_ = true;
}

void FactBase::TakeOfUnits(std::string_view collection, const feed::MirroredResource& resource,
                           Touched& touched) {
  if (collection == "units") {  // a unit carries what its events did to it
    unit_facts_[resource.name] = ToFacts(Unpacked<units::v1::Unit>(resource));
    UnitsChanged();
  } else if (collection == "calendars") {
    calendars_[resource.name] = ToFact(Unpacked<units::v1::Calendar>(resource));
    touched.calendars = true;
  }
}

void FactBase::TakeOfPrograms(std::string_view collection, const feed::MirroredResource& resource,
                              Touched& touched) {
  if (TargetBase::Holds(resource.name)) {
    targets_.Take(resource);
  } else if (collection.starts_with("programs/duties")) {
    TakeDuty(collection, resource);
  } else if (collection == "categories") {
    categories_[resource.name] = ToFact(Unpacked<programs::v1::Category>(resource));
  } else if (collection == "programs") {
    item_facts_.PutProgram(ToFact(Unpacked<programs::v1::Program>(resource)), touched.items);
    targets_.Touch(resource.name);
  } else if (collection == "programs/items") {
    item_facts_.PutItem(ToRecord(Unpacked<programs::v1::Item>(resource)), touched.items);
  } else if (collection == "programs/items/events") {
    item_facts_.PutEvent(resource.name, Unpacked<programs::v1::ItemEvent>(resource), touched.items);
  }
}

void FactBase::UnitsChanged() {
  if (units_stale_.exchange(true)) return;
  // They go with the units that they were made of; nothing is added to them any more.
  index_.DropSheets();
}

const FactBase::Assembled& FactBase::Whole() const {
  if (units_stale_ || supervision_stale_) {
    std::lock_guard lock(assemble_mutex_);
    if (units_stale_) AssembleUnits();
    units_stale_ = false;
    if (supervision_stale_) assembled_.supervision = supervision_.Assemble();
    supervision_stale_ = false;
  }
  return assembled_;
}

void FactBase::AssembleUnits() const {
  std::vector<UnitFact> facts;
  for (const auto& [name, periods] : unit_facts_) {
    facts.insert(facts.end(), periods.begin(), periods.end());
  }
  index_.SetUnits(facts);
  assembled_.history = std::make_shared<const UnitHistory>(std::move(facts));
}

void FactBase::RebuildCalendars() {
  std::vector<calendar::CalendarYear> years;
  for (const auto& [name, year] : calendars_) years.push_back(year);
  absl::StatusOr<calendar::WorkingCalendar> made = calendar::WorkingCalendar::Create(years);
  // units refuses what cannot be counted with; should it come nevertheless, no year is known.
  working_days_ = std::make_shared<const calendar::WorkingCalendar>(
      made.ok() ? *std::move(made) : calendar::WorkingCalendar());
}

void FactBase::RebuildItem(const std::string& name) {
  std::optional<ItemFact> item = item_facts_.Build(name);
  if (!item) return;
  auto fact = std::make_shared<const ItemFact>(*std::move(item));
  index_.Put(fact);
  items_[name] = std::move(fact);
}

void FactBase::TakeDuty(std::string_view collection, const feed::MirroredResource& resource) {
  const std::string& name = resource.name;
  if (collection == "programs/duties") {
    duties_[name] = ToFact(Unpacked<programs::v1::Duty>(resource));
  } else if (collection == "programs/duties/assignments") {
    raw_assignments_[name] = ToFact(Unpacked<programs::v1::DutyAssignment>(resource));
    RebuildAssignment(name);
  } else if (collection == "programs/duties/assignments/events") {
    const std::string assignment = name.substr(0, name.rfind("/events/"));
    hand_ins_[assignment][name] = ToFact(Unpacked<programs::v1::DutyAssignmentEvent>(resource));
    RebuildAssignment(assignment);
  }
}

void FactBase::RebuildAssignment(const std::string& name) {
  const auto raw = raw_assignments_.find(name);
  if (raw == raw_assignments_.end()) return;  // its own entry is still to come
  AssignmentFact assignment = raw->second;
  if (const auto events = hand_ins_.find(name); events != hand_ins_.end()) {
    // In the order of their names, which is the order of recording.
    for (const auto& [event_name, event] : events->second) assignment.events.push_back(event);
  }
  assignments_[assignment.unit][name] = std::move(assignment);
}

void FactBase::Reset(Source source) {
  {
    std::unique_lock lock(mutex_);
    switch (source) {
      case Source::kUnits:
        unit_facts_.clear();
        calendars_.clear();
        UnitsChanged();
        RebuildCalendars();
        break;
      case Source::kPrograms:
        for (const auto& [name, item] : items_) index_.Remove(name);
        categories_.clear();
        item_facts_.Clear();
        items_.clear();
        targets_.Clear();
        duties_.clear();
        raw_assignments_.clear();
        hand_ins_.clear();
        assignments_.clear();
        break;
      case Source::kSupervision:
        supervision_.Clear();
        supervision_stale_ = true;
        break;
    }
    feed::MirrorPosition& position = positions_[static_cast<size_t>(source)];
    if (!position.database_id.empty()) dropped_.insert(position.database_id);
    position = {};
    generation_.fetch_add(1, std::memory_order_release);
    epoch_.fetch_add(1, std::memory_order_release);
  }
  Notify();
}

ItemPointers FactBase::View::items() const {
  ItemPointers out;
  out.reserve(base_.items_.size());
  for (const auto& [name, item] : base_.items_) out.push_back(item.get());
  return out;
}

std::vector<const TargetFact*> FactBase::View::targets() const {
  std::vector<const TargetFact*> out;
  for (const auto& [name, target] : base_.targets_.facts()) out.push_back(&target);
  return out;
}

std::vector<RequirementFact> FactBase::View::requirements(int year) const {
  std::vector<RequirementFact> out;
  for (const auto& [name, requirement] : base_.supervision_.requirements()) {
    if (requirement.year == year) out.push_back(requirement);
  }
  return out;
}

const ItemFact* FactBase::View::item(const std::string& name) const {
  const auto it = base_.items_.find(name);
  return it == base_.items_.end() ? nullptr : it->second.get();
}

const ProgramFact* FactBase::View::program(const std::string& name) const {
  const auto& programs = base_.item_facts_.programs();
  const auto it = programs.find(name);
  return it == programs.end() ? nullptr : &it->second;
}

const CategoryFact* FactBase::View::category(const std::string& name) const {
  auto it = base_.categories_.find(name);
  return it == base_.categories_.end() ? nullptr : &it->second;
}

bool FactBase::View::loaded() const {
  return std::all_of(base_.positions_.begin(), base_.positions_.end(),
                     [](const feed::MirrorPosition& p) { return p.complete; });
}

absl::Status FactBase::View::CheckLoaded() const {
  if (loaded()) return absl::OkStatus();
  std::string missing;
  for (size_t i = 0; i < positions().size(); ++i) {
    if (positions()[i].complete) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(ServiceOf(static_cast<Source>(i)));
  }
  errors::Details details;
  details.reason = std::string(reasons::kNotLoaded);
  details.metadata["missing"] = missing;
  details.retry_after = std::chrono::milliseconds(500);
  return errors::Make(absl::StatusCode::kUnavailable,
                      "the facts of " + missing + " have not been loaded yet: try again",
                      std::move(details));
}

std::unique_ptr<FactBase> FactBase::View::Copy(Day day) const {
  (void)base_.Whole();
  return std::unique_ptr<FactBase>(new FactBase(base_, day));
}

bool FactBase::View::IsSecret(const std::string& item) const {
  return base_.item_facts_.IsSecret(item);
}

int FactBase::Subscribe(std::function<void()> changed) {
  std::lock_guard lock(subscribers_mutex_);
  subscribers_[next_subscriber_] = std::move(changed);
  return next_subscriber_++;
}

void FactBase::Unsubscribe(int id) {
  std::lock_guard lock(subscribers_mutex_);
  subscribers_.erase(id);
}

void FactBase::Notify() {
  std::lock_guard lock(subscribers_mutex_);
  for (const auto& [id, changed] : subscribers_) changed();
}

}  // namespace tiendo::status
