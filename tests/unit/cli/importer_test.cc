#include "services/cli/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/cli/fake_caller.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using units::v1::BatchCreateUnitsRequest;
using units::v1::BatchCreateUnitsResponse;
using units::v1::CreateUnitRequest;
using units::v1::GetUnitRequest;
using units::v1::Unit;

// A units service in memory that remembers request ids until Forget().
class UnitsInMemory {
 public:
  explicit UnitsInMemory(FakeCaller& caller) : caller_(caller) {
    caller.On<CreateUnitRequest, Unit>("CreateUnit", [this](const auto& request, Unit& response) {
      if (unavailable_calls > 0) {
        --unavailable_calls;
        // The answer is lost, the write is not.
        if (write_before_failing) Create(request, response).IgnoreError();
        return Refusal(absl::StatusCode::kUnavailable, "SHUTTING_DOWN", "stopping");
      }
      return Create(request, response);
    });
    caller.On<BatchCreateUnitsRequest, BatchCreateUnitsResponse>(
        "BatchCreateUnits", [this](const auto& request, auto& response) {
          for (const CreateUnitRequest& row : request.requests()) {
            if (units.contains("units/" + row.unit_id())) {
              return Refusal(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS", "taken");
            }
          }
          for (const CreateUnitRequest& row : request.requests()) {
            if (absl::Status s = Create(row, *response.add_units()); !s.ok()) return s;
          }
          return absl::OkStatus();
        });
    caller.On<GetUnitRequest, Unit>("GetUnit", [this](const auto& request, Unit& response) {
      auto it = units.find(request.name());
      if (it == units.end()) {
        return Refusal(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", "none");
      }
      response = it->second;
      return absl::OkStatus();
    });
  }

  void Forget() { request_ids_.clear(); }

  std::map<std::string, Unit> units;
  int unavailable_calls = 0;
  bool write_before_failing = false;

 private:
  absl::Status Create(const CreateUnitRequest& request, Unit& response) {
    const std::string name = "units/" + request.unit_id();
    if (!request.request_id().empty() && request_ids_.contains(request.request_id())) {
      response = units[name];
      return absl::OkStatus();
    }
    if (units.contains(name)) {
      return Refusal(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS", "taken");
    }
    response = request.unit();
    response.set_name(name);
    response.set_revision(caller_.head + 1);
    if (request.validate_only()) return absl::OkStatus();
    ++caller_.head;
    units[name] = response;
    request_ids_.insert(request.request_id());
    return absl::OkStatus();
  }

  FakeCaller& caller_;
  std::set<std::string> request_ids_;
};

ImportRequest Row(const std::string& file, int number, const std::string& method,
                  std::unique_ptr<google::protobuf::Message> message) {
  const Method found = *FindMethod(method);
  std::string id = ImportRequestId(file, found, *message, 0);
  return {file, number, found, std::move(message), std::move(id)};
}

ImportRequest UnitRow(const std::string& file, int number, const std::string& id,
                      const std::string& title = "Phòng") {
  auto message = std::make_unique<CreateUnitRequest>();
  message->set_unit_id(id);
  message->mutable_unit()->set_display_name(title);
  return Row(file, number, "tiendo.units.v1.UnitService/CreateUnit", std::move(message));
}

ImportRequest BatchRow(const std::vector<std::string>& ids) {
  auto message = std::make_unique<BatchCreateUnitsRequest>();
  for (const std::string& id : ids) {
    auto& row = *message->add_requests();
    row.set_unit_id(id);
    row.mutable_unit()->set_display_name("Phòng");
  }
  return Row("01.json", 1, "tiendo.units.v1.UnitService/BatchCreateUnits", std::move(message));
}

template <typename... Rows>
std::vector<ImportRequest> Plan(Rows... rows) {
  std::vector<ImportRequest> plan;
  (plan.push_back(std::move(rows)), ...);
  return plan;
}

class ImporterTest : public ::testing::Test {
 protected:
  ImportSummary Run(const std::vector<ImportRequest>& plan, ImportOptions options = {}) {
    pauses_.clear();
    return Importer(
               caller_, options, [this](absl::Duration d) { pauses_.push_back(d); },
               [](size_t, size_t, const ImportRequest&) {})
        .Run(plan);
  }

  FakeCaller caller_;
  UnitsInMemory units_{caller_};
  std::vector<absl::Duration> pauses_;
};

TEST_F(ImporterTest, RepeatWritesNothing) {
  const auto plan = Plan(UnitRow("01.json", 1, "a"), UnitRow("01.json", 2, "b"));
  ImportSummary first = Run(plan);
  EXPECT_EQ(first.written, 2);
  EXPECT_EQ(first.already_there, 0);
  const int64_t head = caller_.head;
  ImportSummary second = Run(plan);
  EXPECT_EQ(second.written, 0);
  EXPECT_EQ(second.already_there, 2);
  EXPECT_EQ(caller_.head, head);
}

TEST_F(ImporterTest, RepeatAfterIdsAreForgottenComparesWithWhatIsThere) {
  Run(Plan(UnitRow("01.json", 1, "a"), UnitRow("01.json", 2, "b")));
  units_.Forget();
  const ImportSummary summary =
      Run(Plan(UnitRow("01.json", 1, "a"), UnitRow("01.json", 2, "b", "Phòng khác")));
  EXPECT_EQ(summary.already_there, 1);
  EXPECT_EQ(summary.differs, 1);
  EXPECT_EQ(summary.failed, 0);
  ASSERT_EQ(summary.notes.size(), 1u);
  EXPECT_THAT(summary.notes[0].text, ::testing::HasSubstr("Phòng khác"));
}

TEST_F(ImporterTest, CompletesAnInterruptedRun) {
  units_.unavailable_calls = 1000;
  const auto plan = Plan(UnitRow("01.json", 1, "a"), UnitRow("01.json", 2, "b"));
  const ImportSummary cut = Run(plan, {.retry_for = absl::Seconds(10)});
  EXPECT_EQ(cut.written, 0);
  EXPECT_EQ(cut.failed, 1);
  EXPECT_EQ(cut.not_sent, 1);
  units_.unavailable_calls = 0;
  EXPECT_EQ(Run(plan).written, 2);
}

TEST_F(ImporterTest, LostAnswerIsResolvedByTheRequestId) {
  units_.unavailable_calls = 2;
  units_.write_before_failing = true;
  const ImportSummary summary = Run(Plan(UnitRow("01.json", 1, "a")));
  EXPECT_EQ(summary.written, 1);
  EXPECT_EQ(summary.failed, 0);
  EXPECT_EQ(units_.units.size(), 1u);
  EXPECT_EQ(caller_.head, 1);
}

TEST_F(ImporterTest, PausesDoubleAndEndWithinTheLimit) {
  units_.unavailable_calls = 1000;
  Run(Plan(UnitRow("01.json", 1, "a")), {.retry_for = absl::Seconds(20)});
  absl::Duration sum;
  for (absl::Duration pause : pauses_) sum += pause;
  EXPECT_EQ(pauses_.front(), absl::Milliseconds(200));
  EXPECT_EQ(pauses_[1], absl::Milliseconds(400));
  EXPECT_EQ(pauses_.back(), absl::Seconds(5));
  EXPECT_LE(sum, absl::Seconds(20));
}

TEST_F(ImporterTest, GrownBatchSendsOnlyWhatIsMissing) {
  EXPECT_EQ(Run(Plan(BatchRow({"a", "b"}))).written, 2);
  const ImportSummary summary = Run(Plan(BatchRow({"a", "b", "c"})));
  EXPECT_EQ(summary.already_there, 2);
  EXPECT_EQ(summary.written, 1);
  EXPECT_EQ(units_.units.size(), 3u);
}

TEST_F(ImporterTest, StopsAfterTheFileOfAFailure) {
  const auto plan = [] {
    return Plan(UnitRow("01.json", 1, "bad"), UnitRow("01.json", 2, "a"),
                UnitRow("02.json", 1, "b"));
  };
  auto create = caller_.answers["CreateUnit"];
  caller_.answers["CreateUnit"] = [create](const auto& request, auto& response) {
    if (StringField(request, "unit_id") == "bad") {
      return Refusal(absl::StatusCode::kInvalidArgument, "INVALID_REQUEST", "bad");
    }
    return create(request, response);
  };
  const ImportSummary stopped = Run(plan());
  EXPECT_EQ(stopped.written, 1);
  EXPECT_EQ(stopped.failed, 1);
  EXPECT_EQ(stopped.not_sent, 1);
  const ImportSummary kept = Run(plan(), {.keep_going = true});
  EXPECT_EQ(kept.not_sent, 0);
  EXPECT_EQ(kept.written, 1);
  EXPECT_EQ(kept.already_there, 1);
}

TEST_F(ImporterTest, RefusedVerbWhoseEffectIsThereIsNoFailure) {
  Item item;
  item.set_name("programs/p/items/i");
  item.mutable_approval_date()->set_year(2022);
  caller_.On<programs::v1::GetItemRequest, Item>("GetItem", [&](const auto&, Item& response) {
    response = item;
    return absl::OkStatus();
  });
  caller_.On<programs::v1::IssueItemRequest, Item>("IssueItem", [](const auto&, Item&) {
    return Refusal(absl::StatusCode::kFailedPrecondition, "ITEM_STATE", "is issued");
  });
  const auto issue = [](int year) {
    auto message = std::make_unique<programs::v1::IssueItemRequest>();
    message->set_name("programs/p/items/i");
    message->mutable_approval_date()->set_year(year);
    return Row("05.json", 1, "tiendo.programs.v1.ProgramService/IssueItem", std::move(message));
  };
  EXPECT_EQ(Run(Plan(issue(2022))).already_there, 1);
  EXPECT_EQ(Run(Plan(issue(2023))).differs, 1);
  item.clear_approval_date();
  EXPECT_EQ(Run(Plan(issue(2022))).failed, 1);
}

TEST_F(ImporterTest, RecordedExtensionIsNotSentAgain) {
  caller_.On<programs::v1::ListItemEventsRequest, programs::v1::ListItemEventsResponse>(
      "ListItemEvents", [](const auto&, auto& response) {
        auto& event = *response.add_events();
        event.set_kind(programs::v1::ItemEvent::KIND_EXTENDED);
        event.mutable_event_date()->set_year(2022);
        event.mutable_new_due_date()->set_year(2023);
        event.mutable_document()->set_number("12/QĐ");
        return absl::OkStatus();
      });
  auto message = std::make_unique<programs::v1::ExtendItemRequest>();
  message->set_name("programs/p/items/i");
  message->mutable_approval_date()->set_year(2022);
  message->mutable_new_due_date()->set_year(2023);
  message->mutable_document()->set_number("12/QĐ");
  const auto plan =
      Plan(Row("06.json", 1, "tiendo.programs.v1.ProgramService/ExtendItem", std::move(message)));
  EXPECT_EQ(Run(plan).already_there, 1);
  EXPECT_EQ(caller_.CallsOf("ExtendItem"), 0u);
  // Whoever has compared asks for it knowingly: the one on record was taken back.
  caller_.On<programs::v1::ExtendItemRequest, Item>("ExtendItem", [](const auto&, Item& item) {
    item.set_revision(7);
    return absl::OkStatus();
  });
  EXPECT_EQ(Run(plan, {.compared = true}).written, 1);
}

TEST_F(ImporterTest, AScanThatHadNothingToIssueHasWrittenNothing) {
  using supervision::v1::IssueDueRemindersRequest;
  int due = 2;
  caller_.On<IssueDueRemindersRequest, supervision::v1::IssueDueRemindersResponse>(
      "IssueDueReminders", [&](const auto&, auto& response) {
        for (int i = 0; i < due; ++i) response.add_reminders()->set_revision(7);
        return absl::OkStatus();
      });
  const auto plan =
      Plan(Row("16.json", 1, "tiendo.supervision.v1.SupervisionService/IssueDueReminders",
               std::make_unique<IssueDueRemindersRequest>()));
  EXPECT_EQ(Run(plan).written, 1);
  due = 0;
  const ImportSummary again = Run(plan);
  EXPECT_EQ(again.written, 0);
  EXPECT_EQ(again.already_there, 1);
}

TEST_F(ImporterTest, RehearsalWritesNothingAndIsHonestAboutWhatItCannotCheck) {
  caller_.On<programs::v1::CreateProgramRequest, programs::v1::Program>(
      "CreateProgram", [](const auto& request, auto&) {
        EXPECT_TRUE(request.validate_only());
        EXPECT_TRUE(request.request_id().empty());
        return Refusal(absl::StatusCode::kInvalidArgument, "REFERENCE_NOT_FOUND",
                       "a unit does not exist", {{"name", request.program().owner()}});
      });
  const auto program = [](int number, const std::string& owner) {
    auto message = std::make_unique<programs::v1::CreateProgramRequest>();
    message->set_program_id("p" + std::to_string(number));
    message->mutable_program()->set_owner(owner);
    return Row("02.json", number, "tiendo.programs.v1.ProgramService/CreateProgram",
               std::move(message));
  };
  const ImportSummary summary =
      Run(Plan(UnitRow("01.json", 1, "a"), program(1, "units/a"), program(2, "units/b")),
          {.rehearse = true});
  EXPECT_EQ(summary.written, 1);
  EXPECT_EQ(summary.not_checkable, 1);
  EXPECT_EQ(summary.failed, 1) << "units/b is made by no request of the import";
  EXPECT_TRUE(units_.units.empty());
  ASSERT_EQ(summary.notes.size(), 2u);
  EXPECT_EQ(summary.notes[0].text, "01.json yêu cầu 1");
}

}  // namespace
}  // namespace tiendo::cli
