#include "tests/integration/status/item_lives.h"

#include <gtest/gtest.h>

#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "common/rpc/status_conversion.h"
#include "services/status/sources/decode.h"
#include "services/status/sources/item_facts.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::PositionOf;

constexpr const char* kTags[] = {"theme/covid-19", "work-area/xay-dung-dang"};

// A read that must succeed.
template <typename Stub, typename Request, typename Response>
Response Read(Stub& stub,
              grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
              Request request, const std::optional<google::protobuf::Timestamp>& read_time) {
  if constexpr (requires { request.set_page_size(1000); }) request.set_page_size(1000);
  if (read_time) *request.mutable_read_time() = *read_time;
  grpc::ClientContext context;
  Response response;
  EXPECT_THAT(rpc::FromGrpc((stub.*verb)(&context, request, &response)), IsOk())
      << request.ShortDebugString();
  return response;
}

}  // namespace

void ItemLives::Begin() {
  const auto unit = [this](const char* id, const char* parent, bool party, const char* led_by) {
    units_position_ = suite_.CreateUnit(id, parent, party, led_by);
    (party ? party_ : government_).push_back(std::string("units/") + id);
  };
  unit("dang-bo", "", true, "");
  unit("chi-bo-1", "units/dang-bo", true, "");
  unit("chi-bo-2", "units/dang-bo", true, "");
  unit("so", "", false, "units/dang-bo");
  unit("phong-1", "units/so", false, "units/chi-bo-1");
  unit("phong-2", "units/so", false, "");
  unit("phong-3", "units/so", false, "units/chi-bo-2");
  unit("to-1", "units/phong-2", false, "");
  EnterCalendar(2022);
  suite_.CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
  suite_.CreateProgram("department", "so-2023", 2023, "units/so", "2022-12-01");
  for (int i = 0; i < 12; ++i) CreateItem(i);
}

void ItemLives::EnterCalendar(int year) { units_position_ = suite_.EnterCalendar(year); }

void ItemLives::CreateItem(int number) {
  const std::string id = "i" + std::to_string(number);
  std::vector<std::string> leads;
  for (const std::string& unit : government_) {
    if (unit != "units/so" && Chance(40)) leads.push_back(unit);
  }
  programs_position_ =
      suite_.CreateItem({"programs/so-2022", id, number, leads, Chance(90) ? AnyDay() : "",
                         Chance(80) ? "2022-01-10" : "2022-03-01", AnyTags(), Chance(20)});
  items_.push_back("programs/so-2022/items/" + id);
  leads_[items_.back()] = std::move(leads);
}

void ItemLives::Step() {
  const std::string item = AnyOf(items_);
  const size_t kind = Below(17);
  if (kind < 8) return Work(item);
  if (kind < 13) return Decide(item);
  if (kind == 13) return ChangeTags(item);
  if (kind > 14) return Void(item);
  if (Chance(40)) MoveUnit();
}

void ItemLives::Work(const std::string& item) {
  const size_t kind = Below(8);
  if (kind < 4) {
    programs::v1::ReportCompletionRequest request;
    request.set_name(item);
    request.set_lead(LeadFor(item));
    *request.mutable_result_date() = DateOf(AnyDay());
    Try(&Programs::ReportCompletion, request);
  } else if (kind < 6) {
    programs::v1::AppraiseCompletionRequest request;
    request.set_name(item);
    request.set_outcome(Chance(70) ? programs::v1::AppraiseCompletionRequest::OUTCOME_RETURN
                                   : programs::v1::AppraiseCompletionRequest::OUTCOME_ACCEPT);
    *request.mutable_event_date() = DateOf(AnyDay());
    request.set_reason("Lý do mẫu");
    Try(&Programs::AppraiseCompletion, request);
  } else if (kind == 6) {
    programs::v1::AddMilestonesRequest request;
    request.set_name(item);
    *request.mutable_event_date() = DateOf(AnyDay());
    programs::v1::Item::Milestone& step = *request.add_milestones();
    step.set_milestone_id("m" + std::to_string(++lines_));
    step.set_title("Mốc mẫu");
    Try(&Programs::AddMilestones, request);
  } else {
    programs::v1::SuspendItemRequest request;
    request.set_name(item);
    Try(&Programs::SuspendItem, Approved(request));
  }
}

void ItemLives::Decide(const std::string& item) {
  const size_t kind = Below(10);
  if (kind < 4) {
    programs::v1::ExtendItemRequest request;
    request.set_name(item);
    if (Chance(85)) {
      *request.mutable_new_due_date() = DateOf(AnyDay());
    } else {
      request.set_remove_due_date(true);
    }
    Try(&Programs::ExtendItem, Approved(request));
  } else if (kind == 4) {
    programs::v1::WithdrawItemRequest request;
    request.set_name(item);
    Try(&Programs::WithdrawItem, Approved(request));
  } else if (kind < 7) {
    programs::v1::ReassignItemRequest request;
    request.set_name(item);
    request.add_leads(AnyOf(government_));
    if (Chance(30) && request.leads(0) != "units/so") request.add_leads("units/so");
    if (Try(&Programs::ReassignItem, Approved(request))) {
      leads_[item].assign(request.leads().begin(), request.leads().end());
    }
  } else {
    programs::v1::CarryOverItemRequest request;
    request.set_name(item);
    request.set_program(Chance(70) ? "programs/so-2023" : "programs/so-2022");
    request.set_item_id("line-" + std::to_string(++lines_));
    *request.mutable_new_due_date() = DateOf(AnyDay());
    if (!Try(&Programs::CarryOverItem, Approved(request))) return;
    items_.push_back(request.program() + "/items/" + request.item_id());
    leads_[items_.back()] = leads_[item];
  }
}

void ItemLives::ChangeTags(const std::string& item) {
  programs::v1::UpdateItemRequest request;
  request.mutable_item()->set_name(item);
  for (const std::string& tag : AnyTags()) request.mutable_item()->add_tags(tag);
  request.mutable_update_mask()->add_paths("tags");
  Try(&Programs::UpdateItem, request);
}

void ItemLives::Void(const std::string& item) {
  programs::v1::VoidEventRequest request;
  request.set_name(item + "/events/000" + std::to_string(2 + Below(7)));
  request.set_reason("Nhập nhầm");
  Try(&Programs::VoidEvent, request);
}

void ItemLives::EndSomeUnit() {
  for (int i = 0; i < 100; ++i) {
    if (EndUnit()) return;
  }
  ADD_FAILURE() << "no unit can end any more";
}

// Neither top ends, so that there is always somebody to be asked about.
bool ItemLives::EndUnit() {
  const std::vector<std::string>& side = Chance(70) ? government_ : party_;
  const std::string& unit = side[1 + Below(side.size() - 1)];
  const std::string& heir = AnyOf(side);
  if (unit == heir) return false;
  const auto end = [this](auto verb, auto request) {
    const bool taken = TryUnits(verb, Decided(std::move(request)));
    ended_ += taken ? 1 : 0;
    return taken;
  };
  switch (Below(4)) {
    case 0: {
      units::v1::MergeUnitsRequest request;
      request.add_names(unit);
      request.mutable_into()->set_name(heir);
      return end(&Units::MergeUnits, request);
    }
    case 1: {
      units::v1::DissolveUnitRequest request;
      request.set_name(unit);
      request.add_successors(heir);
      return end(&Units::DissolveUnit, request);
    }
    case 2: {
      units::v1::DissolveUnitRequest request;
      request.set_name(unit);
      return end(&Units::DissolveUnit, request);
    }
    default: {
      units::v1::SplitUnitRequest request;
      request.set_name(unit);
      const bool party = &side == &party_;
      const std::string id = "moi-" + std::to_string(++founded_);
      units::v1::NewUnit& founded = *request.add_successors()->mutable_new_unit();
      founded.set_unit_id(id);
      founded.mutable_unit()->set_display_name("Đơn vị " + id);
      founded.mutable_unit()->set_side(party ? units::v1::Unit::SIDE_PARTY
                                             : units::v1::Unit::SIDE_GOVERNMENT);
      founded.mutable_unit()->set_kind(party ? units::v1::Unit::KIND_GRASSROOTS_CELL
                                             : units::v1::Unit::KIND_DIVISION);
      founded.mutable_unit()->set_parent(side.front());
      request.add_successors()->set_name(heir);
      if (!end(&Units::SplitUnit, request)) return false;
      (party ? party_ : government_).push_back("units/" + id);
      return true;
    }
  }
}

bool ItemLives::MoveUnit() {
  if (Chance(25)) {
    units::v1::VoidUnitEventRequest request;
    request.set_name(AnyOf(government_) + "/events/0001");
    request.set_reason("Nhập nhầm");
    return TryUnits(&Units::VoidUnitEvent, request);
  }
  units::v1::TransferUnitRequest request;
  request.set_name(AnyOf(government_));
  if (Chance(50)) {
    request.set_led_by(Chance(80) ? AnyOf(party_) : "");
  } else {
    request.set_parent(AnyOf(government_));
  }
  return TryUnits(&Units::TransferUnit, Decided(request));
}

PlainFacts ItemLives::Facts(const std::optional<google::protobuf::Timestamp>& read_time) {
  PlainFacts facts;
  std::vector<UnitFact> periods;
  const auto listed =
      Read(suite_.units(), &Units::ListUnits, units::v1::ListUnitsRequest(), read_time);
  for (const units::v1::Unit& unit : listed.units()) {
    for (UnitFact& period : ToFacts(unit)) periods.push_back(std::move(period));
  }
  facts.units = std::make_unique<const UnitHistory>(std::move(periods));

  std::vector<calendar::CalendarYear> years;
  const auto calendars =
      Read(suite_.units(), &Units::ListCalendars, units::v1::ListCalendarsRequest(), read_time);
  for (const units::v1::Calendar& year : calendars.calendars()) years.push_back(ToFact(year));
  facts.calendar = std::make_shared<const calendar::WorkingCalendar>(
      calendar::WorkingCalendar::Create(years).value());

  ItemFacts items;
  ItemFacts::Names touched;
  for (const char* name : {"programs/so-2022", "programs/so-2023"}) {
    programs::v1::GetProgramRequest get;
    get.set_name(name);
    items.PutProgram(ToFact(Read(suite_.programs(), &Programs::GetProgram, get, read_time)),
                     touched);
  }
  programs::v1::ListItemsRequest list;
  list.set_parent("programs/-");
  const auto found = Read(suite_.programs(), &Programs::ListItems, list, read_time);
  for (const programs::v1::Item& item : found.items()) {
    items.PutItem(ToRecord(item), touched);
    programs::v1::ListItemEventsRequest of_item;
    of_item.set_parent(item.name());
    const auto events = Read(suite_.programs(), &Programs::ListItemEvents, of_item, read_time);
    for (const programs::v1::ItemEvent& event : events.events()) {
      items.PutEvent(event.name(), event, touched);
    }
  }
  for (const auto& [name, record] : items.records()) {
    facts.items.push_back(items.Build(name).value());
  }
  return facts;
}

Query ItemLives::AnyQuery() {
  Query query;
  query.scope = AnyOf(Chance(50) ? party_ : government_);
  query.as_of = AnyDate();
  query.year = Chance(60) ? 2022 : 2023;
  query.basis = Chance(70) ? Basis::kInForce : Basis::kBaseline;
  query.children = Chance(70);
  if (Chance(50)) return query;
  if (Chance(40)) query.due_by = query.as_of - std::chrono::days(Below(120));
  if (Chance(50)) query.tag = Chance(90) ? kTags[Below(std::size(kTags))] : "theme/khong-co";
  if (Chance(50)) query.not_updated_days = 1 + static_cast<int>(Below(120));
  if (Chance(50)) query.due_soon_days = 1 + static_cast<int>(Below(40));
  return query;
}

Day ItemLives::AnyDate() {
  return calendar::ParseIsoDay("2022-01-10").value() + std::chrono::days(Below(500));
}

std::string ItemLives::AnyDay() { return calendar::FormatIso(AnyDate()); }

std::vector<std::string> ItemLives::AnyTags() {
  std::vector<std::string> tags;
  for (const char* tag : kTags) {
    if (Chance(40)) tags.emplace_back(tag);
  }
  return tags;
}

std::string ItemLives::LeadFor(const std::string& item) {
  const std::vector<std::string>& leads = leads_[item];
  if (Chance(65)) return leads.empty() ? "" : AnyOf(leads);
  return AnyOf(government_);
}

template <typename Request>
Request ItemLives::Approved(Request request) {
  *request.mutable_approval_date() = DateOf(AnyDay());
  request.set_reason("Lý do mẫu");
  request.set_approver("Giám đốc Sở");
  request.mutable_document()->set_number("17/QĐ");
  return request;
}

template <typename Request>
Request ItemLives::Decided(Request request) {
  *request.mutable_effective_date() = DateOf(AnyDay());
  request.mutable_legal_basis()->set_number("20/QĐ");
  return request;
}

template <typename Request, typename Response>
bool ItemLives::Try(grpc::Status (Programs::*verb)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (suite_.programs().*verb)(&context, request, &response);
  if (!status.ok()) return false;
  programs_position_ = PositionOf(context, status);
  ++written_;
  return true;
}

template <typename Request>
bool ItemLives::TryUnits(grpc::Status (Units::*verb)(grpc::ClientContext*, const Request&,
                                                     units::v1::Reorganisation*),
                         const Request& request) {
  grpc::ClientContext context;
  units::v1::Reorganisation done;
  const grpc::Status status = (suite_.units().*verb)(&context, request, &done);
  if (!status.ok()) return false;
  units_position_ = PositionOf(context, status);
  // Or it would depend on the feed what programs takes next.
  suite_.AwaitUnitsInPrograms(done.units(0).revision());
  return true;
}

}  // namespace tiendo::status
