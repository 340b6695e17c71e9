// --state of every list: any case is taken, another word is refused with those that there are.
#include "services/cli/state_flag.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/cli/served_app.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class Programs : public programs::v1::ProgramService::Service {
 public:
  grpc::Status ListDuties(grpc::ServerContext*, const programs::v1::ListDutiesRequest* request,
                          programs::v1::ListDutiesResponse*) override {
    filter = request->filter();
    return grpc::Status::OK;
  }
  grpc::Status ListAssignments(grpc::ServerContext*,
                               const programs::v1::ListAssignmentsRequest* request,
                               programs::v1::ListAssignmentsResponse*) override {
    filter = request->filter();
    return grpc::Status::OK;
  }
  grpc::Status ListItems(grpc::ServerContext*, const programs::v1::ListItemsRequest* request,
                         programs::v1::ListItemsResponse*) override {
    filter = request->filter();
    return grpc::Status::OK;
  }
  grpc::Status ListPrograms(grpc::ServerContext*, const programs::v1::ListProgramsRequest* request,
                            programs::v1::ListProgramsResponse*) override {
    filter = request->filter();
    return grpc::Status::OK;
  }
  std::string filter;
};

class Supervision : public supervision::v1::SupervisionService::Service {
 public:
  grpc::Status ListPlans(grpc::ServerContext*, const supervision::v1::ListPlansRequest* request,
                         supervision::v1::ListPlansResponse*) override {
    filter = request->filter();
    return grpc::Status::OK;
  }
  grpc::Status ListEngagements(grpc::ServerContext*,
                               const supervision::v1::ListEngagementsRequest* request,
                               supervision::v1::ListEngagementsResponse*) override {
    filter = request->filter();
    return grpc::Status::OK;
  }
  std::string filter;
};

class StateFlagTest : public ServedApp {
 protected:
  StateFlagTest() { Serve({&programs_, &supervision_}); }

  int Run(std::vector<std::string> arguments, const std::string& state) {
    arguments.insert(arguments.end(), {"--state", state});
    programs_.filter.clear();
    supervision_.filter.clear();
    return Tiendo(std::move(arguments));
  }
  std::string Filter() const { return programs_.filter + supervision_.filter; }

  Programs programs_;
  Supervision supervision_;
};

TEST_F(StateFlagTest, IsTakenInAnyCaseByEveryList) {
  const struct {
    std::vector<std::string> command;
    const char* typed;
    const char* filter;
  } cases[] = {
      {{"plan", "list"}, "in-progress", "IN_PROGRESS"},
      {{"plan", "list"}, "Issued", "ISSUED"},
      {{"engagement", "list"}, "concluded", "CONCLUDED"},
      {{"duty", "list", "programs/p"}, "closed", "CLOSED"},
      {{"duty", "list", "programs/p/duties/d"}, "Open", "OPEN"},
      {{"items", "list"}, "carried-over", "CARRIED_OVER"},
      {{"programs", "list"}, "Approved", "APPROVED"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Run(c.command, c.typed), 0) << c.typed << err_.str();
    EXPECT_THAT(Filter(), HasSubstr(std::string("state = ") + c.filter));
  }
}

TEST_F(StateFlagTest, AnotherWordIsRefusedWithThoseThatThereAre) {
  const struct {
    std::vector<std::string> command;
    const char* words;
  } cases[] = {
      {{"plan", "list"}, "drafting, adopted, issued, sent, in_progress, completed"},
      {{"engagement", "list"}, "open, concluded, archived, removed"},
      {{"duty", "list", "programs/p"}, "draft, issued, closed"},
      {{"duty", "list", "programs/p/duties/d"}, "open, incomplete, submitted, accepted, returned"},
      {{"items", "list"}, "draft, issued, completed, withdrawn, accepted, refused"},
      {{"programs", "list"}, "draft, approved, closed"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Run(c.command, "done"), 2);
    EXPECT_THAT(err_.str(), AllOf(HasSubstr("--state"), HasSubstr(c.words)));
    EXPECT_EQ(Filter(), "") << "nothing was asked";
  }
}

TEST(StateWordsTest, LeaveOutTheOneThatIsNeverSet) {
  EXPECT_EQ(StateWords(*programs::v1::Duty::State_descriptor()), "draft, issued, closed");
}

}  // namespace
}  // namespace tiendo::cli
