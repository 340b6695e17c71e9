#include <grpcpp/client_context.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/support/temp_dir.h"

namespace tiendo::bench {
namespace {

namespace programs = tiendo::programs::v1;
namespace status = tiendo::status::v1;
namespace units = tiendo::units::v1;
using SteadyClock = std::chrono::steady_clock;
using Programs = programs::ProgramService::Stub;

constexpr int kUnits = 3000;
constexpr int kBatch = 1000;
constexpr int kPart = 300;
constexpr int kRounds = 5;
constexpr int kReturns = 200;

// A bench whose calls do something else measures nothing.
void Expect(bool right, const char* what) {
  if (right) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

double Millis(SteadyClock::duration d) {
  return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(d).count();
}

std::string CellId(int i) { return "chi-bo-" + std::to_string(10'000 + i); }

// Calls what must succeed; the position of the write.
template <typename Stub, typename Request, typename Response>
std::string Must(Stub& stub,
                 grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
                 const Request& request, Response& response) {
  grpc::ClientContext context;
  const grpc::Status done = (stub.*verb)(&context, request, &response);
  if (!done.ok()) {
    std::fprintf(stderr, "%s\n", done.error_message().c_str());
    std::abort();
  }
  const auto& trailer = context.GetServerTrailingMetadata();
  const auto position = trailer.find("tiendo-position");
  if (position == trailer.end()) return "";
  return std::string(position->second.data(), position->second.size());
}

class Duties {
 public:
  Duties()
      : suite_([this] {
          dirs_.push_back(std::make_unique<testing::TempDir>());
          db::Options options;
          options.url = "sqlite:" + dirs_.back()->File("bench.db");
          return options;
        }) {
    suite_.CreateUnit("dang-bo", "", true);
    for (int i = 0; i < kUnits; i += kBatch) CreateCells(i);
    suite_.CreateProgram("department", "so", 2022, "units/dang-bo", "2022-01-10");
    CreateDutyProgram();
  }

  // Gives a new duty to all units, in one call; milliseconds.
  double Distribute(const std::string& id) {
    IssueDuty(id, 0);
    const auto start = SteadyClock::now();
    const programs::DistributeDutyResponse given = Give(id);
    const double took = Millis(SteadyClock::now() - start);
    Expect(given.assignments_size() == kUnits, "one assignment for each unit");
    const int64_t revision = given.duty().revision();
    for (const programs::DutyAssignment& a : given.assignments()) {
      Expect(a.revision() == revision, "one call, one revision");
    }
    return took;
  }

  // The same call again, which adds nothing.
  double DistributeAgain(const std::string& id) {
    const auto start = SteadyClock::now();
    Expect(Give(id).assignments_size() == 0, "given twice, nothing new");
    return Millis(SteadyClock::now() - start);
  }

  // As many items in batches of 1,000, the largest that there are.
  double CreateItems(const std::string& id) {
    const auto start = SteadyClock::now();
    for (int i = 0; i < kUnits; i += kBatch) {
      programs::BatchCreateItemsRequest batch;
      batch.set_parent("programs/so");
      for (int k = i; k < i + kBatch; ++k) {
        programs::CreateItemRequest& one = *batch.add_requests();
        one.set_parent("programs/so");
        one.set_item_id(id + "-" + std::to_string(k));
        one.mutable_item()->set_title("Nội dung mẫu");
        one.mutable_item()->add_leads()->set_unit("units/" + CellId(k));
      }
      programs::BatchCreateItemsResponse response;
      Must(suite_.programs(), &Programs::BatchCreateItems, batch, response);
    }
    return Millis(SteadyClock::now() - start);
  }

  // Hands in and returns one assignment of a duty of `size` units, time and again; milliseconds per
  // return.
  Sample Return(const std::string& id, int size) {
    IssueDuty(id, size);
    Give(id);
    Sample sample;
    for (int i = 0; i < kReturns; ++i) {
      Submit(id);
      const auto start = SteadyClock::now();
      GiveBack(id);
      sample.Add(Millis(SteadyClock::now() - start));
    }
    return sample;
  }

  // Units of those whose own hand-in figures differ after one more return: {changed, of}.
  std::pair<int, int> ChangedByOneReturn(const std::string& id, int size) {
    const std::string position = Submit(id);
    const std::map<std::string, std::string> before = Figures(size, position);
    const std::map<std::string, std::string> after = Figures(size, GiveBack(id));
    int changed = 0;
    for (const auto& [unit, figures] : before) changed += after.at(unit) != figures ? 1 : 0;
    return {changed, static_cast<int>(before.size())};
  }

 private:
  void CreateDutyProgram() {
    programs::CreateCategoryRequest category;
    category.set_category_id("party-duty");
    category.mutable_category()->set_display_name("Nhiệm vụ giao đồng loạt");
    category.mutable_category()->set_kind(programs::Category::KIND_DUTY);
    programs::Category made;
    Must(suite_.programs(), &Programs::CreateCategory, category, made);
    programs::CreateProgramRequest create;
    create.set_program_id("nv");
    create.mutable_program()->set_title("Nhiệm vụ mẫu năm 2022");
    create.mutable_program()->add_years(2022);
    create.mutable_program()->set_category("categories/party-duty");
    create.mutable_program()->set_owner("units/dang-bo");
    programs::Program program;
    Must(suite_.programs(), &Programs::CreateProgram, create, program);
    programs::ApproveProgramRequest approve;
    approve.set_name("programs/nv");
    *approve.mutable_approval_date() = testing::DateOf("2022-01-10");
    approve.mutable_document()->set_number("MẪU-01");
    Must(suite_.programs(), &Programs::ApproveProgram, approve, program);
  }

  void CreateCells(int first) {
    units::BatchCreateUnitsRequest batch;
    for (int i = first; i < first + kBatch; ++i) {
      units::CreateUnitRequest& one = *batch.add_requests();
      one.set_unit_id(CellId(i));
      one.mutable_unit()->set_display_name("Chi bộ mẫu " + std::to_string(i));
      one.mutable_unit()->set_side(units::Unit::SIDE_PARTY);
      one.mutable_unit()->set_kind(units::Unit::KIND_SUBORDINATE_CELL);
      one.mutable_unit()->set_parent("units/dang-bo");
      *one.mutable_unit()->mutable_effective_from() = testing::DateOf("2020-01-01");
    }
    units::BatchCreateUnitsResponse response;
    Must(suite_.units(), &units::UnitService::Stub::BatchCreateUnits, batch, response);
  }

  // For the first `size` units; 0: for all cells.
  void IssueDuty(const std::string& id, int size) {
    programs::CreateDutyRequest create;
    create.set_parent("programs/nv");
    create.set_duty_id(id);
    programs::Duty& duty = *create.mutable_duty();
    duty.set_title("Nhiệm vụ mẫu " + id);
    duty.set_cadence(programs::Duty::CADENCE_MONTHLY);
    duty.mutable_deadline_rule()->set_day_of_month(25);
    duty.mutable_demand()->set_sets(1);
    if (size == 0) duty.mutable_population()->add_unit_kinds("SUBORDINATE_CELL");
    for (int i = 0; i < size; ++i) duty.mutable_population()->add_units("units/" + CellId(i));
    Must(suite_.programs(), &Programs::CreateDuty, create, duty);
    programs::IssueDutyRequest issue;
    issue.set_name(duty.name());
    *issue.mutable_issue_date() = testing::DateOf("2022-01-15");
    Must(suite_.programs(), &Programs::IssueDuty, issue, duty);
  }

  programs::DistributeDutyResponse Give(const std::string& id) {
    programs::DistributeDutyRequest request;
    request.set_name("programs/nv/duties/" + id);
    request.set_period("2022-06");
    *request.mutable_assign_date() = testing::DateOf("2022-06-01");
    programs::DistributeDutyResponse response;
    Must(suite_.programs(), &Programs::DistributeDuty, request, response);
    return response;
  }

  static std::string First(const std::string& id) {
    return "programs/nv/duties/" + id + "/assignments/" + CellId(0) + "-2022-06";
  }

  std::string Submit(const std::string& id) {
    programs::SubmitAssignmentRequest request;
    request.set_name(First(id));
    *request.mutable_submit_date() = testing::DateOf("2022-06-20");
    request.set_sets(1);
    programs::DutyAssignment response;
    return Must(suite_.programs(), &Programs::SubmitAssignment, request, response);
  }

  std::string GiveBack(const std::string& id) {
    programs::ReturnAssignmentRequest request;
    request.set_name(First(id));
    *request.mutable_return_date() = testing::DateOf("2022-06-20");
    request.set_reason_code("THIEU_HO_SO");
    programs::DutyAssignment response;
    return Must(suite_.programs(), &Programs::ReturnAssignment, request, response);
  }

  // What each of the first `size` units has by itself, as bytes, by unit.
  std::map<std::string, std::string> Figures(int size, const std::string& position) {
    std::map<std::string, std::string> out;
    for (int i = 0; i < size; ++i) {
      status::GetStatusRequest request;
      request.set_scope("units/" + CellId(i));
      *request.mutable_as_of() = testing::DateOf("2022-06-30");
      auto answer = suite_.Status(request, position);
      Expect(answer.ok(), "status answers");
      answer->clear_freshness();
      out[request.scope()] = answer->SerializeAsString();
    }
    return out;
  }

  std::vector<std::unique_ptr<testing::TempDir>> dirs_;
  testing::Suite suite_;
};

}  // namespace

void BenchDuties() {
  Duties duties;
  Sample one_call;
  Sample batches;
  Sample again;
  Sample ratio;
  for (int round = 0; round < kRounds; ++round) {
    const std::string id = "r" + std::to_string(round);
    const double a = duties.Distribute(id);
    const double b = duties.CreateItems(id);
    one_call.Add(a);
    batches.Add(b);
    ratio.Add(a / b);
    again.Add(duties.DistributeAgain(id));
  }
  std::printf("a duty for %d units, %d interleaved rounds\n", kUnits, kRounds);
  std::printf("  DistributeDuty      %8.0f ms  one call, one revision\n", one_call.Quantile(0.5));
  std::printf("  the same again      %8.0f ms  adds nothing\n", again.Quantile(0.5));
  std::printf("  BatchCreateItems    %8.0f ms  as many items, 1,000 a call\n",
              batches.Quantile(0.5));
  std::printf("  ratio               %8.2f\n\n", ratio.Quantile(0.5));

  Sample small = duties.Return("one", 1);
  Sample large = duties.Return("many", kPart);
  const auto [changed, of] = duties.ChangedByOneReturn("many", kPart);
  std::printf("ReturnAssignment, %d calls each\n", kReturns);
  std::printf("  of a duty for 1 unit    %8.2f ms p50, %.2f ms p99\n", small.Quantile(0.5),
              small.Quantile(0.99));
  std::printf("  of one for %d units    %8.2f ms p50, %.2f ms p99\n", kPart, large.Quantile(0.5),
              large.Quantile(0.99));
  std::printf("  ratio                   %8.2f\n", large.Quantile(0.5) / small.Quantile(0.5));
  std::printf("  units whose figures changed: %d of %d\n\n", changed, of);
}

}  // namespace tiendo::bench
