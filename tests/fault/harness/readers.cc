// Clients that read.
#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "tests/fault/harness/client.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::fault {
namespace {

class ItemReader final : public Client {
 public:
  using Client::Client;

  Attempt Next() override {
    const std::string& name = Any(world().shared_items);
    Attempt a;
    a.call.client = number();
    a.call.service = "tiendo.programs.v1.ProgramService";
    if (Chance(90)) {
      programs::v1::GetItemRequest request;
      request.set_name(name);
      a.call.method = "GetItem";
      a.call.names = {name};
      a.request = std::make_shared<programs::v1::GetItemRequest>(std::move(request));
      a.response = std::make_shared<programs::v1::Item>();
      return a;
    }
    programs::v1::ListItemsRequest request;
    request.set_parent(name.substr(0, name.find("/items/")));
    request.set_page_size(20);
    a.call.method = "ListItems";
    a.request = std::make_shared<programs::v1::ListItemsRequest>(std::move(request));
    a.response = std::make_shared<programs::v1::ListItemsResponse>();
    return a;
  }
  void Take(const Attempt&) override {}
};

// Sends back what it was given: its positions never go back, on whatever replica.
class StatusReader final : public Client {
 public:
  using Client::Client;

  Attempt Next() override {
    Attempt a = StatusQuestion(world(), Below(kStatusQuestions));
    a.call.client = number();
    auto& request = static_cast<status::v1::GetStatusRequest&>(*a.request);
    std::vector<std::string> wanted;
    if (!position_.empty()) wanted.push_back(position_);
    // Now and then what somebody has just written.
    if (Chance(20)) wanted.push_back(world().Position());
    for (const std::string& token : wanted) {
      if (token.empty()) continue;
      request.add_min_positions(token);
      const auto positions = feed::DecodePositions(token);
      if (!positions.ok()) continue;
      a.call.min_positions.insert(a.call.min_positions.end(), positions->begin(), positions->end());
    }
    return a;
  }

  void Take(const Attempt& attempt) override {
    if (attempt.call.outcome == Outcome::kOk) position_ = attempt.position;
  }

 private:
  std::string position_;
};

}  // namespace

Attempt StatusQuestion(const World& world, int kind) {
  const char* days[] = {"2025-06-30", "2025-12-31"};
  const std::string scopes[] = {world.party.front(), world.government.front(), world.party.back()};
  Figures figures;
  figures.scope = scopes[kind % 3];
  figures.as_of = days[kind / 3 % 2];
  figures.year = 2025;
  figures.baseline = kind / 6 % 2 == 1;
  auto request = std::make_shared<status::v1::GetStatusRequest>();
  request->set_scope(figures.scope);
  *request->mutable_as_of() = api::ToProto(calendar::ParseIsoDay(figures.as_of).value());
  request->set_year(figures.year);
  request->set_basis(figures.baseline ? status::v1::BASIS_BASELINE : status::v1::BASIS_IN_FORCE);
  Attempt a;
  a.call.service = "tiendo.status.v1.StatusService";
  a.call.method = "GetStatus";
  a.call.names = {figures.scope};
  a.request = std::move(request);
  a.response = std::make_shared<status::v1::Status>();
  a.figures = std::move(figures);
  return a;
}

std::unique_ptr<Client> NewItemReader(int number, uint64_t seed, World& world) {
  return std::make_unique<ItemReader>(number, seed, world);
}

std::unique_ptr<Client> NewStatusReader(int number, uint64_t seed, World& world) {
  return std::make_unique<StatusReader>(number, seed, world);
}

}  // namespace tiendo::fault
