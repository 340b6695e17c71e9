#include "services/status/sources/fact_base.h"

#include <algorithm>
#include <utility>

#include "common/api/body.h"
#include "common/errors/error.h"
#include "services/status/domain/reasons.h"

namespace tiendo::status {
namespace {

template <typename Message>
Message Unpacked(const feed::MirroredResource& resource) {
  Message message;
  // Bytes that are not what their name says would be a fault of the source; the empty message
  // leaves the fact without effect.
  (void)api::UnpackBody(resource.body, message);
  return message;
}

bool Has(const std::string& name, std::string_view part) {
  return name.find(part) != std::string::npos;
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
    : zone_(std::move(zone)),
      history_(std::make_unique<UnitHistory>(std::vector<UnitFact>())),
      index_(options) {}

void FactBase::Apply(Source source, const std::vector<feed::MirroredResource>& resources,
                     const feed::MirrorPosition& position) {
  {
    std::unique_lock lock(mutex_);
    bool units_changed = false;
    bool plans_changed = false;
    std::set<std::string> items_changed;
    for (const feed::MirroredResource& r : resources) {
      Take(r, units_changed, plans_changed, items_changed);
    }
    if (units_changed) RebuildUnits();
    if (plans_changed) RebuildSupervision();
    for (const std::string& name : items_changed) RebuildItem(name);
    // Beyond this many points a sorted scan is worth its sorting.
    constexpr size_t kMergeTail = 4096;
    if (index_.TailSize() > kMergeTail) index_.Merge();
    const bool was_complete = positions_[static_cast<size_t>(source)].complete;
    positions_[static_cast<size_t>(source)] = position;
    if (!resources.empty() || was_complete != position.complete) {
      generation_.fetch_add(1, std::memory_order_release);
    }
  }
  Notify();
}

void FactBase::Take(const feed::MirroredResource& resource, bool& units_changed,
                    bool& plans_changed, std::set<std::string>& items_changed) {
  const std::string& name = resource.name;
  if (name.starts_with("units/")) {
    if (Has(name, "/events/")) return;  // a unit carries what they did to it
    unit_facts_[name] = ToFacts(Unpacked<units::v1::Unit>(resource));
    units_changed = true;
  } else if (name.starts_with("categories/")) {
    categories_[name] = ToFact(Unpacked<programs::v1::Category>(resource));
  } else if (Has(name, "/events/")) {
    const std::string item = name.substr(0, name.find("/events/"));
    std::optional<ItemEvent> event = ToFact(Unpacked<programs::v1::ItemEvent>(resource));
    if (event) events_[item][name] = *std::move(event);
    items_changed.insert(item);
  } else if (Has(name, "/items/")) {
    ItemFact item = ToFact(Unpacked<programs::v1::Item>(resource));
    items_of_program_[item.program].insert(name);
    raw_items_[name] = std::move(item);
    items_changed.insert(name);
  } else if (name.starts_with("programs/")) {
    programs_[name] = ToFact(Unpacked<programs::v1::Program>(resource));
    const std::set<std::string>& items = items_of_program_[name];
    items_changed.insert(items.begin(), items.end());
  } else if (name.starts_with("requirements/")) {
    RequirementFact fact = ToFact(Unpacked<supervision::v1::PlanRequirement>(resource));
    requirements_[fact.year] = std::move(fact);
  } else if (name.starts_with("plans/")) {
    plans_by_name_[name] = ToFact(Unpacked<supervision::v1::Plan>(resource));
    plans_changed = true;
  } else if (name.starts_with("engagements/")) {
    engagements_by_name_[name] = ToFact(Unpacked<supervision::v1::Engagement>(resource), zone_);
    plans_changed = true;
  }
}

void FactBase::RebuildUnits() {
  std::vector<UnitFact> facts;
  for (const auto& [name, periods] : unit_facts_) {
    facts.insert(facts.end(), periods.begin(), periods.end());
  }
  index_.SetUnits(facts);
  history_ = std::make_unique<UnitHistory>(std::move(facts));
}

void FactBase::RebuildSupervision() {
  plans_.clear();
  for (const auto& [name, plan] : plans_by_name_) plans_.push_back(plan);
  engagements_.clear();
  for (const auto& [name, engagement] : engagements_by_name_) {
    EngagementFact fact = engagement;
    auto plan = plans_by_name_.find(fact.plan);
    if (plan != plans_by_name_.end()) fact.year = plan->second.year;
    engagements_.push_back(std::move(fact));
  }
}

void FactBase::RebuildItem(const std::string& name) {
  auto raw = raw_items_.find(name);
  if (raw == raw_items_.end()) return;  // its own entry is still to come
  auto program = programs_.find(raw->second.program);
  if (program == programs_.end()) return;
  ItemFact item = raw->second;
  item.category = program->second.category;
  item.years = program->second.years;
  item.program_owner = program->second.owner;
  item.program_approval = program->second.approval;
  auto events = events_.find(name);
  if (events != events_.end()) {
    // In the order of their names, which is the order of recording.
    for (const auto& [event_name, event] : events->second) item.events.push_back(event);
  }
  index_.Put(item);
  items_[name] = std::move(item);
}

void FactBase::Reset(Source source) {
  {
    std::unique_lock lock(mutex_);
    switch (source) {
      case Source::kUnits:
        unit_facts_.clear();
        RebuildUnits();
        break;
      case Source::kPrograms:
        for (const auto& [name, item] : items_) index_.Remove(name);
        categories_.clear();
        programs_.clear();
        raw_items_.clear();
        events_.clear();
        items_of_program_.clear();
        items_.clear();
        break;
      case Source::kSupervision:
        plans_by_name_.clear();
        engagements_by_name_.clear();
        requirements_.clear();
        RebuildSupervision();
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
  for (const auto& [name, item] : base_.items_) out.push_back(&item);
  return out;
}

const RequirementFact* FactBase::View::requirement(int year) const {
  auto it = base_.requirements_.find(year);
  return it == base_.requirements_.end() ? nullptr : &it->second;
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

bool FactBase::View::IsSecret(const std::string& item) const {
  auto it = base_.raw_items_.find(item);
  return it != base_.raw_items_.end() && it->second.secret;
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
