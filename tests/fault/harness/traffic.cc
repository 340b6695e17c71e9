#include "tests/fault/harness/traffic.h"

#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/calendar/day.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::fault {
namespace {

constexpr int kParty = 27;  // two for each writer of plans, with the root
constexpr int kGovernment = 8;
constexpr int kPrograms = 6;
constexpr int kSharedItems = 8;
// After an answer that says nothing: a server that is down answers at once, and often.
constexpr std::chrono::milliseconds kPause{25};

google::type::Date DateOf(const char* iso) {
  return api::ToProto(calendar::ParseIsoDay(iso).value());
}

}  // namespace

struct Traffic::Runner {
  std::unique_ptr<Client> client;
};

Traffic::Traffic(Caller& caller, Options options)
    : caller_(caller), options_(options), pauses_([this] { RunPauses(); }) {}

Traffic::~Traffic() {
  Stop();
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    paused_changed_.notify_all();
  }
  pauses_.join();
}

absl::Status Traffic::MustWrite(const std::string& service, const std::string& method,
                                std::shared_ptr<google::protobuf::Message> request,
                                std::shared_ptr<google::protobuf::Message> response,
                                std::vector<std::string> names, const std::string& value) {
  Attempt a;
  a.call.client = -1;
  a.call.service = service;
  a.call.method = method;
  a.call.write = true;
  a.call.request_id = "prepare-" + method + "-" + (names.empty() ? "" : names.front());
  a.call.request_id.resize(std::min<size_t>(a.call.request_id.size(), 64));
  a.call.body = BodyHash(*request);
  a.call.names = std::move(names);
  a.call.value = value;
  const auto* field = request->GetDescriptor()->FindFieldByName("request_id");
  request->GetReflection()->SetString(request.get(), field, a.call.request_id);
  a.request = std::move(request);
  a.response = std::move(response);
  for (int i = 0; i < 10; ++i) {
    Attempt done = caller_.Run(a, static_cast<size_t>(i));
    if (done.call.outcome == Outcome::kOk) {
      world_.SetPosition(done.position);
      return absl::OkStatus();
    }
    if (done.call.outcome == Outcome::kRefused) {
      return absl::InternalError(method + " was refused: " + done.call.code + " " +
                                 done.call.reason);
    }
  }
  return absl::InternalError(method + " was not answered");
}

absl::Status Traffic::PrepareUnits() {
  auto create = [&](const std::string& id, bool party, const std::string& parent,
                    const std::string& led_by) {
    auto request = std::make_shared<units::v1::CreateUnitRequest>();
    request->set_unit_id(id);
    units::v1::Unit& unit = *request->mutable_unit();
    unit.set_display_name("Đơn vị mẫu " + id);
    unit.set_side(party ? units::v1::Unit::SIDE_PARTY : units::v1::Unit::SIDE_GOVERNMENT);
    unit.set_kind(party ? units::v1::Unit::KIND_GRASSROOTS_CELL : units::v1::Unit::KIND_DIVISION);
    unit.set_parent(parent);
    unit.set_led_by(led_by);
    *unit.mutable_effective_from() = DateOf("2020-01-01");
    (party ? world_.party : world_.government).push_back("units/" + id);
    const std::string value = unit.display_name();
    return MustWrite("tiendo.units.v1.UnitService", "CreateUnit", std::move(request),
                     std::make_shared<units::v1::Unit>(), {"units/" + id}, value);
  };
  TIENDO_RETURN_IF_ERROR(create("dang-bo", true, "", ""));
  for (int i = 0; i < kParty; ++i) {
    TIENDO_RETURN_IF_ERROR(create("chi-bo-" + std::to_string(i), true, "units/dang-bo", ""));
  }
  for (int i = 0; i < kGovernment; ++i) {
    TIENDO_RETURN_IF_ERROR(create("phong-" + std::to_string(i), false, "",
                                  "units/chi-bo-" + std::to_string(i % kParty)));
  }
  return absl::OkStatus();
}

absl::Status Traffic::PreparePrograms() {
  namespace pb = programs::v1;
  const std::string service = "tiendo.programs.v1.ProgramService";
  for (int i = 0; i < 3; ++i) {
    auto request = std::make_shared<pb::CreateCategoryRequest>();
    request->set_category_id("nhom-" + std::to_string(i));
    request->mutable_category()->set_display_name("Nhóm mẫu " + std::to_string(i));
    request->mutable_category()->set_kind(pb::Category::KIND_ITEM);
    TIENDO_RETURN_IF_ERROR(MustWrite(service, "CreateCategory", std::move(request),
                                     std::make_shared<pb::Category>(),
                                     {"categories/nhom-" + std::to_string(i)}, ""));
  }
  for (int i = 0; i < kPrograms; ++i) {
    const std::string id = "chuong-trinh-" + std::to_string(i);
    world_.programs.push_back("programs/" + id);
    auto request = std::make_shared<pb::CreateProgramRequest>();
    request->set_program_id(id);
    request->mutable_program()->set_title("Chương trình mẫu");
    request->mutable_program()->add_years(2025);
    request->mutable_program()->set_category("categories/nhom-" + std::to_string(i % 3));
    request->mutable_program()->set_owner(world_.government[static_cast<size_t>(i % kGovernment)]);
    TIENDO_RETURN_IF_ERROR(MustWrite(service, "CreateProgram", std::move(request),
                                     std::make_shared<pb::Program>(), {"programs/" + id},
                                     "Chương trình mẫu"));
    auto approve = std::make_shared<pb::ApproveProgramRequest>();
    approve->set_name("programs/" + id);
    *approve->mutable_approval_date() = DateOf("2025-01-02");
    approve->mutable_document()->set_number("01-CTr");
    TIENDO_RETURN_IF_ERROR(MustWrite(service, "ApproveProgram", std::move(approve),
                                     std::make_shared<pb::Program>(), {"programs/" + id}, ""));
  }
  for (int i = 0; i < kSharedItems; ++i) {
    auto request = std::make_shared<pb::CreateItemRequest>();
    request->set_parent(world_.programs[static_cast<size_t>(i % kPrograms)]);
    request->set_item_id("chung-" + std::to_string(i));
    request->mutable_item()->set_title("Nội dung chung");
    const std::string name = request->parent() + "/items/" + request->item_id();
    world_.shared_items.push_back(name);
    TIENDO_RETURN_IF_ERROR(MustWrite(service, "CreateItem", std::move(request),
                                     std::make_shared<pb::Item>(), {name}, "Nội dung chung"));
  }
  return absl::OkStatus();
}

absl::Status Traffic::Prepare() {
  TIENDO_RETURN_IF_ERROR(PrepareUnits());
  TIENDO_RETURN_IF_ERROR(PreparePrograms());
  auto request = std::make_shared<supervision::v1::CreateRequirementRequest>();
  request->set_requirement_id("2025");
  *request->mutable_requirement()->mutable_deadline() = DateOf("2025-01-31");
  for (const std::string& unit : world_.party) request->mutable_requirement()->add_units(unit);
  TIENDO_RETURN_IF_ERROR(
      MustWrite("tiendo.supervision.v1.SupervisionService", "CreateRequirement", std::move(request),
                std::make_shared<supervision::v1::PlanRequirement>(), {"requirements/2025"}, ""));
  AddClients();
  return absl::OkStatus();
}

void Traffic::AddClients() {
  using Factory = std::unique_ptr<Client> (*)(int, uint64_t, World&);
  const std::pair<int, Factory> kinds[] = {{options_.programs_writers, &NewProgramsWriter},
                                           {options_.units_writers, &NewUnitsWriter},
                                           {options_.supervision_writers, &NewSupervisionWriter},
                                           {options_.item_readers, &NewItemReader},
                                           {options_.status_readers, &NewStatusReader}};
  int number = 0;
  for (const auto& [count, factory] : kinds) {
    for (int i = 0; i < count; ++i) {
      auto runner = std::make_unique<Runner>();
      runner->client =
          factory(number, options_.seed * 1000 + static_cast<uint64_t>(number), world_);
      runners_.push_back(std::move(runner));
      ++number;
    }
  }
}

void Traffic::Start() {
  running_ = true;
  {
    std::lock_guard lock(mutex_);
    active_ = static_cast<int>(runners_.size());
  }
  for (auto& runner : runners_) Step(*runner);
}

void Traffic::Stop() {
  running_ = false;
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return active_ == 0; });
}

void Traffic::Step(Runner& runner) {
  if (!running_) {
    std::lock_guard lock(mutex_);
    --active_;
    idle_.notify_all();
    return;
  }
  Attempt attempt = runner.client->Next();
  const size_t replica = runner.client->AnyReplica();
  caller_.Start(std::move(attempt), replica,
                [this, &runner](const Attempt& answered) { Ended(runner, answered); });
}

void Traffic::Ended(Runner& runner, const Attempt& attempt) {
  runner.client->Take(attempt);
  const bool pause =
      attempt.call.outcome == Outcome::kUnknown || attempt.call.code == "RESOURCE_EXHAUSTED";
  const auto wait = pause ? std::max(kPause, options_.think) : options_.think;
  if (wait.count() == 0) {
    Step(runner);
    return;
  }
  std::lock_guard lock(mutex_);
  paused_.emplace(std::chrono::steady_clock::now() + wait, &runner);
  paused_changed_.notify_all();
}

void Traffic::RunPauses() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (paused_.empty()) {
      paused_changed_.wait(lock);
      continue;
    }
    const auto [due, runner] = *paused_.begin();
    if (due > std::chrono::steady_clock::now()) {
      paused_changed_.wait_until(lock, due);
      continue;
    }
    paused_.erase(paused_.begin());
    lock.unlock();
    Step(*runner);
    lock.lock();
  }
}

}  // namespace tiendo::fault
