// plan void, engagement void and engagement dossier against a server that answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/app.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::cli {
namespace {

namespace sv1 = supervision::v1;
using ::testing::HasSubstr;

class Supervision : public sv1::SupervisionService::Service {
 public:
  grpc::Status GetPlan(grpc::ServerContext*, const sv1::GetPlanRequest* request,
                       sv1::Plan* plan) override {
    plan->set_name(request->name());
    plan->set_state(sv1::Plan::STATE_ISSUED);
    return grpc::Status::OK;
  }
  grpc::Status ListPlanEvents(grpc::ServerContext*, const sv1::ListPlanEventsRequest* request,
                              sv1::ListPlanEventsResponse* page) override {
    for (int i = 1; i <= 3; ++i) {
      sv1::PlanEvent& event = *page->add_events();
      event.set_name(request->parent() + "/events/000" + std::to_string(i));
      event.set_kind(static_cast<sv1::PlanEvent::Kind>(i));
      event.mutable_event_date()->set_year(2026);
      event.mutable_event_date()->set_month(1);
      event.mutable_event_date()->set_day(i);
      event.set_voided(i == 3);
    }
    return grpc::Status::OK;
  }
  grpc::Status VoidPlanEvent(grpc::ServerContext*, const sv1::VoidPlanEventRequest* request,
                             sv1::Plan* plan) override {
    if (!request->validate_only()) voided = request->name();
    reason = request->reason();
    plan->set_name("plans/p");
    plan->set_state(sv1::Plan::STATE_ADOPTED);
    return grpc::Status::OK;
  }
  grpc::Status GetEngagement(grpc::ServerContext*, const sv1::GetEngagementRequest* request,
                             sv1::Engagement* engagement) override {
    engagement->set_name(request->name());
    engagement->set_step(sv1::Engagement::STEP_LAUNCH);
    return grpc::Status::OK;
  }
  grpc::Status ListEngagementEvents(grpc::ServerContext*,
                                    const sv1::ListEngagementEventsRequest* request,
                                    sv1::ListEngagementEventsResponse* page) override {
    const std::string name = request->parent() + "/events/000";
    sv1::EngagementEvent& launch = *page->add_events();
    launch.set_name(name + "1");
    launch.set_kind(sv1::EngagementEvent::KIND_STEP);
    launch.set_step(sv1::Engagement::STEP_LAUNCH);
    // An adjustment of the plan is taken back there.
    sv1::EngagementEvent& moved = *page->add_events();
    moved.set_name(name + "2");
    moved.set_kind(sv1::EngagementEvent::KIND_RESCHEDULED);
    return grpc::Status::OK;
  }
  grpc::Status VoidEngagementEvent(grpc::ServerContext*,
                                   const sv1::VoidEngagementEventRequest* request,
                                   sv1::Engagement* engagement) override {
    if (!request->validate_only()) voided = request->name();
    engagement->set_name("engagements/e");
    engagement->set_step(sv1::Engagement::STEP_DECISION);
    return grpc::Status::OK;
  }
  grpc::Status GetDossier(grpc::ServerContext*, const sv1::GetDossierRequest* request,
                          sv1::Dossier* dossier) override {
    dossier->set_name(request->name());
    dossier->set_present_count(3);
    dossier->set_total_count(12);
    return grpc::Status::OK;
  }
  grpc::Status SetDossierDocument(grpc::ServerContext*,
                                  const sv1::SetDossierDocumentRequest* request,
                                  sv1::Dossier* dossier) override {
    document = *request;
    dossier->set_name(request->name());
    dossier->set_present_count(request->remove() ? 2 : 4);
    dossier->set_total_count(12);
    return grpc::Status::OK;
  }

  std::string voided;
  std::string reason;
  sv1::SetDossierDocumentRequest document;
};

class SupervisionRecordsTest : public ::testing::Test {
 protected:
  SupervisionRecordsTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&supervision_);
    server_ = builder.BuildAndStart();
  }
  ~SupervisionRecordsTest() override { server_->Shutdown(); }

  int Run(std::vector<std::string> arguments, const std::string& answer = "") {
    const std::string address = "127.0.0.1:" + std::to_string(port_);
    arguments.insert(arguments.begin(), {"tiendo", "--supervision", address});
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::istringstream in(answer);
    out_.str("");
    err_.str("");
    return RunApp(static_cast<int>(argv.size()), argv.data(), {.in = in, .out = out_, .err = err_});
  }

  Supervision supervision_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(SupervisionRecordsTest, OfAPlanTheNewestEntryThatStandsIsTakenBack) {
  EXPECT_EQ(Run({"plan", "void", "p", "--reason", "nhầm ngày"}, "n\n"), 1);
  EXPECT_EQ(supervision_.voided, "");
  EXPECT_THAT(err_.str(), HasSubstr("hủy lần ghi ban hành ngày 02/01/2026 (plans/p/events/0002):"
                                    " nhầm ngày"));
  EXPECT_THAT(err_.str(), HasSubstr("đã ban hành → đã thông qua"));
  EXPECT_EQ(Run({"plan", "void", "p", "--reason", "nhầm ngày", "--yes"}), 0);
  EXPECT_EQ(supervision_.voided, "plans/p/events/0002");
  EXPECT_EQ(supervision_.reason, "nhầm ngày");
  EXPECT_EQ(Run({"plan", "void", "plans/p/events/0001", "--reason", "nhầm", "--yes"}), 0);
  EXPECT_EQ(supervision_.voided, "plans/p/events/0001") << "the one that is named";
  EXPECT_EQ(Run({"plan", "void", "plans/p/events/0009", "--reason", "nhầm", "--yes"}), 4);
  EXPECT_EQ(Run({"plan", "void", "p"}), 2) << "a reason is needed";
}

TEST_F(SupervisionRecordsTest, OfAnEngagementItsOwnEntryIsTakenBack) {
  EXPECT_EQ(Run({"engagement", "void", "e", "--reason", "nhầm", "--yes"}), 0);
  EXPECT_EQ(supervision_.voided, "engagements/e/events/0001");
  EXPECT_THAT(err_.str(), HasSubstr("đã triển khai → đã ban hành quyết định"));
}

TEST_F(SupervisionRecordsTest, ADossierShowsHowManyDocumentsAreThere) {
  EXPECT_EQ(Run({"engagement", "dossier", "e", "quyet-dinh", "--date", "2026-03-02", "--document",
                 "MẪU-01/QĐ"},
                "y\n"),
            0);
  EXPECT_THAT(err_.str(), HasSubstr("đưa quyet-dinh vào hồ sơ ngày 02/03/2026, văn bản MẪU-01/QĐ"));
  EXPECT_THAT(err_.str(), HasSubstr("hồ sơ 3/12 → hồ sơ 4/12"));
  EXPECT_EQ(supervision_.document.name(), "engagements/e/dossier");
  EXPECT_EQ(supervision_.document.document_id(), "quyet-dinh");
  EXPECT_EQ(Run({"engagement", "dossier", "e", "quyet-dinh", "--remove", "--yes"}), 0);
  EXPECT_TRUE(supervision_.document.remove());
  EXPECT_FALSE(supervision_.document.has_date());
}

}  // namespace
}  // namespace tiendo::cli
