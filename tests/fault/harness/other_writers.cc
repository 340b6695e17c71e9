// Writers of units and of inspection plans.
#include <map>
#include <utility>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "tests/fault/harness/client.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::fault {
namespace {

google::type::Date DateOf(const char* iso) {
  return api::ToProto(calendar::ParseIsoDay(iso).value());
}

std::string Etag(int64_t revision) { return "\"" + std::to_string(revision) + "\""; }

class UnitsWriter final : public Writer {
 public:
  using Writer::Writer;

 private:
  // status puts the whole tree together anew with every unit: a few are enough.
  static constexpr size_t kUnits = 5;

  std::string service() const override { return "tiendo.units.v1.UnitService"; }

  Attempt Compose() override {
    if (units_.empty() || (created_ < kUnits && Chance(20))) {
      return created_ < kUnits || units_.empty() ? Create() : Update();
    }
    if (Chance(5)) {
      auto it = units_.begin();
      units::v1::CreateUnitRequest request = NewUnit(NewName());
      request.set_unit_id(it->first.substr(it->first.find('/') + 1));
      return Wrong(Write<units::v1::CreateUnitRequest, units::v1::Unit>("CreateUnit",
                                                                        std::move(request), {}));
    }
    if (Chance(3)) return ValidateOnly(Create());
    return Update();
  }

  units::v1::CreateUnitRequest NewUnit(const std::string& value) {
    units::v1::CreateUnitRequest request;
    request.set_unit_id(NewName());
    units::v1::Unit& unit = *request.mutable_unit();
    unit.set_display_name(value);
    unit.set_side(units::v1::Unit::SIDE_PARTY);
    unit.set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    unit.set_parent(world().party.front());
    *unit.mutable_effective_from() = DateOf("2020-01-01");
    return request;
  }

  Attempt Create() {
    const std::string value = NewName();
    units::v1::CreateUnitRequest request = NewUnit(value);
    std::string name = "units/" + request.unit_id();
    return Write<units::v1::CreateUnitRequest, units::v1::Unit>("CreateUnit", std::move(request),
                                                                {name}, value);
  }

  Attempt Update() {
    auto it = units_.begin();
    std::advance(it, Below(static_cast<int>(units_.size())));
    const std::string value = NewName();
    units::v1::UpdateUnitRequest request;
    request.mutable_unit()->set_name(it->first);
    request.mutable_unit()->set_display_name(value);
    request.mutable_unit()->set_etag(Etag(it->second));
    request.mutable_update_mask()->add_paths("display_name");
    Attempt a = Write<units::v1::UpdateUnitRequest, units::v1::Unit>(
        "UpdateUnit", std::move(request), {it->first}, value);
    a.call.etag = it->second;
    return a;
  }

  void Learn(const Attempt& a, bool certain) override {
    if (a.call.outcome != Outcome::kOk) {
      if (!certain) Forget(a);
      return;
    }
    if (a.call.validate_only || a.call.wrong) return;
    if (a.call.method == "CreateUnit") ++created_;
    units_[a.call.names.front()] = a.call.answer.front().revision;
  }
  void Forget(const Attempt& a) override {
    for (const std::string& name : a.call.names) units_.erase(name);
  }

  size_t created_ = 0;
  std::map<std::string, int64_t> units_;  // its own, with the newest revision
};

// One plan after the other, each for another year of a unit; a unit that has a plan for every year
// is followed by another.
class SupervisionWriter final : public Writer {
 public:
  using Writer::Writer;

 private:
  static constexpr int kYears = 76;    // 2025 to 2100, the last that is taken
  static constexpr int kWriters = 14;  // so that their units are different ones for long

  std::string service() const override { return "tiendo.supervision.v1.SupervisionService"; }

  Attempt Compose() override {
    namespace pb = supervision::v1;
    if (plan_.empty()) {
      pb::CreatePlanRequest request;
      const std::string value = NewName();
      request.set_plan_id(NewName());
      request.mutable_plan()->set_unit(
          world().party[static_cast<size_t>(number() + kWriters * (plans_ / kYears)) %
                        world().party.size()]);
      request.mutable_plan()->set_year(2025 + (plans_++ % kYears));
      request.mutable_plan()->set_title(value);
      std::string name = "plans/" + request.plan_id();
      return Write<pb::CreatePlanRequest, pb::Plan>("CreatePlan", std::move(request), {name},
                                                    value);
    }
    if (!adopted_) {
      return Record<pb::AdoptPlanRequest>("AdoptPlan");
    }
    return Record<pb::IssuePlanRequest>("IssuePlan");
  }

  template <typename Request>
  Attempt Record(const std::string& method) {
    Request request;
    request.set_name(plan_);
    *request.mutable_date() = DateOf(Chance(50) ? "2025-01-20" : "2025-03-01");
    request.mutable_document()->set_number("04-CTr");
    request.set_etag(Etag(revision_));
    Attempt a = Write<Request, supervision::v1::Plan>(method, std::move(request), {plan_});
    a.call.etag = revision_;
    return a;
  }

  void Learn(const Attempt& a, bool) override {
    if (a.call.outcome != Outcome::kOk) {
      plan_.clear();
      return;
    }
    adopted_ = a.call.method == "AdoptPlan";
    plan_ = a.call.method == "IssuePlan" ? "" : a.call.names.front();
    revision_ = a.call.answer.front().revision;
  }
  void Forget(const Attempt&) override { plan_.clear(); }

  std::string plan_;  // under way; empty: none
  bool adopted_ = false;
  int64_t revision_ = 0;
  int plans_ = 0;
};

}  // namespace

std::unique_ptr<Client> NewUnitsWriter(int number, uint64_t seed, World& world) {
  return std::make_unique<UnitsWriter>(number, seed, world);
}

std::unique_ptr<Client> NewSupervisionWriter(int number, uint64_t seed, World& world) {
  return std::make_unique<SupervisionWriter>(number, seed, world);
}

}  // namespace tiendo::fault
