// Lists of duties, plans and engagements against servers that answer in pages.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/cli/served_app.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::cli {
namespace {

namespace pv1 = programs::v1;
namespace sv1 = supervision::v1;
using ::testing::HasSubstr;

// "1" of the first page, "2" of the second, which is the last.
template <typename Request, typename Page>
std::string Paginate(const Request& request, Page& page) {
  if (!request.page_token().empty()) return "2";
  page.set_next_page_token("more");
  return "1";
}

class Programs : public pv1::ProgramService::Service {
 public:
  grpc::Status ListDuties(grpc::ServerContext*, const pv1::ListDutiesRequest* request,
                          pv1::ListDutiesResponse* page) override {
    if (empty) return grpc::Status::OK;
    page->add_duties()->set_name("programs/p/duties/d" + Paginate(*request, *page));
    return grpc::Status::OK;
  }
  grpc::Status ListAssignments(grpc::ServerContext*, const pv1::ListAssignmentsRequest* request,
                               pv1::ListAssignmentsResponse* page) override {
    assignments = *request;
    if (empty) return grpc::Status::OK;
    page->add_assignments()->set_name("programs/p/duties/d/assignments/a" +
                                      Paginate(*request, *page));
    return grpc::Status::OK;
  }

  bool empty = false;
  pv1::ListAssignmentsRequest assignments;
};

class Supervision : public sv1::SupervisionService::Service {
 public:
  grpc::Status ListPlans(grpc::ServerContext*, const sv1::ListPlansRequest* request,
                         sv1::ListPlansResponse* page) override {
    filter = request->filter();
    page->add_plans()->set_name("plans/p" + Paginate(*request, *page));
    return grpc::Status::OK;
  }
  grpc::Status ListEngagements(grpc::ServerContext*, const sv1::ListEngagementsRequest* request,
                               sv1::ListEngagementsResponse* page) override {
    filter = request->filter();
    page->add_engagements()->set_name("engagements/e" + Paginate(*request, *page));
    return grpc::Status::OK;
  }
  grpc::Status ListLatePlans(grpc::ServerContext*, const sv1::ListLatePlansRequest* request,
                             sv1::ListLatePlansResponse* page) override {
    year = request->year();
    page->add_late_plans()->set_unit("units/u" + Paginate(*request, *page));
    page->set_required(40);
    page->set_not_issued(2);
    page->add_requirements()->set_requirement("requirements/2022");
    return grpc::Status::OK;
  }
  grpc::Status ListLateEngagements(grpc::ServerContext*,
                                   const sv1::ListLateEngagementsRequest* request,
                                   sv1::ListLateEngagementsResponse* page) override {
    year = request->year();
    page->add_late_engagements()->set_engagement("engagements/e" + Paginate(*request, *page));
    page->set_planned(30);
    page->set_overdue_open(2);
    return grpc::Status::OK;
  }

  std::string filter;
  int year = 0;
};

class ListsTest : public ServedApp {
 protected:
  ListsTest() { Serve({&programs_, &supervision_}); }
  nlohmann::json Json() const { return nlohmann::json::parse(out_.str()); }

  Programs programs_;
  Supervision supervision_;
};

TEST_F(ListsTest, ConditionsAreWordsOfTheClerk) {
  EXPECT_EQ(Tiendo({"plan", "list", "--year", "2022", "--unit", "chi-bo", "--state", "issued"}), 0);
  EXPECT_EQ(supervision_.filter, "year = 2022 AND unit = \"units/chi-bo\" AND state = ISSUED");
  EXPECT_EQ(Tiendo({"engagement", "list", "--plan", "k", "--unit", "chi-bo", "--state", "open",
                    "--tag", "theme/lang-phi", "--year", "2022"}),
            0);
  EXPECT_EQ(supervision_.filter,
            "plan = \"plans/k\" AND unit = \"units/chi-bo\" AND state = OPEN AND"
            " tags : \"theme/lang-phi\" AND year = 2022");
  EXPECT_EQ(Tiendo({"duty", "list", "--unit", "chi-bo", "--period", "2022-06", "--state", "open",
                    "--due-by", "30/06/2022"}),
            0);
  EXPECT_EQ(programs_.assignments.parent(), "programs/-/duties/-");
  EXPECT_EQ(programs_.assignments.filter(),
            "unit = \"units/chi-bo\" AND period = \"2022-06\" AND state = OPEN AND"
            " deadline <= 2022-06-30");
  EXPECT_EQ(Tiendo({"engagement", "list"}), 0);
  EXPECT_EQ(supervision_.filter, "");
}

TEST_F(ListsTest, AllPagesAreOneAnswer) {
  const struct {
    std::vector<std::string> command;
    const char* field;
    const char* last;
  } cases[] = {
      {{"duty", "list"}, "duties", "programs/p/duties/d2"},
      {{"duty", "list", "programs/p/duties/d"},
       "assignments",
       "programs/p/duties/d/assignments/a2"},
      {{"plan", "list"}, "plans", "plans/p2"},
      {{"engagement", "list"}, "engagements", "engagements/e2"},
      {{"plan", "list", "--late"}, "latePlans", "units/u2"},
      {{"engagement", "list", "--late"}, "lateEngagements", "engagements/e2"},
  };
  for (auto [command, field, last] : cases) {
    EXPECT_EQ(Tiendo(command), 0) << err_.str();
    EXPECT_THAT(out_.str(), HasSubstr(last));
    command.push_back("--json");
    EXPECT_EQ(Tiendo(command), 0);
    EXPECT_EQ(Json()[field].size(), 2u) << out_.str();
    EXPECT_EQ(Json()["nextPageToken"], "") << out_.str();
  }
}

TEST_F(ListsTest, CountsOfWhoIsLateAreNotAddedUp) {
  EXPECT_EQ(Tiendo({"plan", "list", "--late", "--as-of", "2022-06-30"}), 0);
  EXPECT_EQ(supervision_.year, 2022) << "that of the day";
  EXPECT_THAT(out_.str(), HasSubstr("phải ban hành 40"));
  EXPECT_LT(out_.str().find("units/u1"), out_.str().find("units/u2"));
  EXPECT_EQ(Tiendo({"plan", "list", "--late", "--year", "2021", "--json"}), 0);
  EXPECT_EQ(supervision_.year, 2021);
  EXPECT_EQ(Json()["notIssued"], 2);
  EXPECT_EQ(Json()["requirements"].size(), 1u);
  EXPECT_EQ(Tiendo({"engagement", "list", "--late", "--as-of", "2022-06-30"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("theo kế hoạch 30"));
}

// A condition that would not be asked for is refused.
TEST_F(ListsTest, WhoIsLateTakesNoConditionsOfTheOtherList) {
  EXPECT_EQ(Tiendo({"plan", "list", "--late", "--unit", "chi-bo"}), 2);
  EXPECT_EQ(Tiendo({"plan", "list", "--late", "--state", "issued"}), 2);
  EXPECT_EQ(Tiendo({"plan", "list", "--as-of", "2022-06-30"}), 2);
  EXPECT_EQ(Tiendo({"engagement", "list", "--late", "--plan", "k"}), 2);
  EXPECT_EQ(Tiendo({"engagement", "list", "--late", "--unit", "chi-bo"}), 2);
  EXPECT_EQ(Tiendo({"engagement", "list", "--late", "--state", "open"}), 2);
}

TEST_F(ListsTest, NothingIsSaidInAWord) {
  programs_.empty = true;
  EXPECT_EQ(Tiendo({"duty", "list"}), 0);
  EXPECT_EQ(out_.str(), "Không có nhiệm vụ nào.\n");
  EXPECT_EQ(Tiendo({"duty", "list", "--unit", "chi-bo"}), 0);
  EXPECT_EQ(out_.str(), "Không có phần việc nào.\n");
}

}  // namespace
}  // namespace tiendo::cli
