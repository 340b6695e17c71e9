// Random lives of items, and of the units that answer for them, through the real services.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_ITEM_LIVES_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_ITEM_LIVES_H_

#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "services/status/domain/figures.h"
#include "tests/integration/status/plain_figures.h"
#include "tests/integration/status/suite.h"

namespace tiendo::status {

// The same seed makes the same history: what is refused is decided by what came before, never by
// how fast one service hears of another.
class ItemLives {
 public:
  ItemLives(tiendo::testing::Suite& suite, uint32_t seed) : suite_(suite), random_(seed) {}

  // Two trees of units, a programme of 2022 and one of 2023, twelve items, the holidays of 2022.
  void Begin();
  // One verb, which may be refused.
  void Step();
  // A unit ends and leaves what it has to an heir. Returns when one has.
  void EndSomeUnit();
  void EnterCalendar(int year);

  // What the services show, at a time or now.
  PlainFacts Facts(const std::optional<google::protobuf::Timestamp>& read_time);

  // A question about any unit that there has ever been, half of them such as the index answers.
  Query AnyQuery();
  std::chrono::days SomeDays() { return std::chrono::days(Below(200)); }
  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }

  // What an answer about the present has to include.
  std::vector<std::string> positions() const { return {units_position_, programs_position_}; }
  int written() const { return written_; }  // verbs of items that took effect
  int ended() const { return ended_; }      // ends of units that took effect

 private:
  using Programs = programs::v1::ProgramService::Stub;
  using Units = units::v1::UnitService::Stub;

  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  Day AnyDate();
  std::string AnyDay();
  std::vector<std::string> AnyTags();
  const std::string& AnyOf(const std::vector<std::string>& names) {
    return names[Below(names.size())];
  }
  // Mostly one that the item began with.
  std::string LeadFor(const std::string& item);

  void CreateItem(int number);
  // What the leads do, and what is agreed with them.
  void Work(const std::string& item);
  void Decide(const std::string& item);
  void ChangeTags(const std::string& item);
  void Void(const std::string& item);
  // False when it was refused.
  bool EndUnit();
  bool MoveUnit();

  // With the fields that decisions have in common.
  template <typename Request>
  Request Approved(Request request);
  template <typename Request>
  Request Decided(Request request);
  template <typename Request, typename Response>
  bool Try(grpc::Status (Programs::*verb)(grpc::ClientContext*, const Request&, Response*),
           const Request& request);
  template <typename Request>
  bool TryUnits(grpc::Status (Units::*verb)(grpc::ClientContext*, const Request&,
                                            units::v1::Reorganisation*),
                const Request& request);

  tiendo::testing::Suite& suite_;
  std::mt19937 random_;
  std::vector<std::string> party_;
  std::vector<std::string> government_;
  std::vector<std::string> items_;
  std::map<std::string, std::vector<std::string>> leads_;  // of items, as created
  std::string units_position_;
  std::string programs_position_;
  int founded_ = 0;
  int lines_ = 0;
  int written_ = 0;
  int ended_ = 0;
};

}  // namespace tiendo::status

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_ITEM_LIVES_H_
