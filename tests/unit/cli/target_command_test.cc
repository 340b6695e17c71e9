// target list, show, report and correct against servers that answer with the jobs of 2022.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/cli/served_app.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/status/v1/status.grpc.pb.h"

namespace tiendo::cli {
namespace {

namespace pv1 = programs::v1;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTarget[] = "programs/nganh-2022/targets/viec-lam";

class Programs : public pv1::ProgramService::Service {
 public:
  grpc::Status GetTarget(grpc::ServerContext*, const pv1::GetTargetRequest* request,
                         pv1::Target* target) override {
    target->set_name(request->name());
    target->set_title("Giải quyết việc làm");
    target->set_unit_of_measure("lượt");
    target->set_direction(pv1::Target::DIRECTION_AT_LEAST);
    target->set_year(2022);
    target->set_year_value("300000");
    target->set_original_year_value("310000");
    target->add_leads("units/a");
    return grpc::Status::OK;
  }
  grpc::Status ListTargetReports(grpc::ServerContext*, const pv1::ListTargetReportsRequest* request,
                                 pv1::ListTargetReportsResponse* page) override {
    EXPECT_EQ(request->parent(), kTarget);
    pv1::TargetReport& report = *page->add_reports();
    report.set_name(std::string(kTarget) + "/reports/0001");
    report.mutable_period()->set_kind(pv1::TargetPeriod::KIND_MONTH);
    report.mutable_period()->set_number(2);
    report.set_kind(pv1::TargetReport::KIND_CUMULATIVE);
    report.set_value("54950");
    report.set_version(2);
    report.set_etag("\"7\"");
    report.mutable_correction()->set_previous_value("54905");
    report.mutable_correction()->set_reason("cộng thiếu");
    return grpc::Status::OK;
  }
  grpc::Status PreviewWrites(grpc::ServerContext*, const pv1::PreviewWritesRequest* request,
                             pv1::PreviewWritesResponse* response) override {
    EXPECT_EQ(request->writes_size(), 1);
    pv1::ReportTargetValueRequest report;
    pv1::CorrectTargetReportRequest correction;
    feed::v1::Change& change = *response->add_changes();
    pv1::TargetReport planned;
    if (request->writes(0).UnpackTo(&report)) {
      CheckReport(report);
      EXPECT_EQ(report.request_id(), "");
    } else {
      EXPECT_TRUE(request->writes(0).UnpackTo(&correction));
      CheckCorrection(correction);
      EXPECT_EQ(correction.request_id(), "");
    }
    planned.set_name(std::string(kTarget) + "/reports/0002");
    change.set_name(planned.name());
    change.mutable_resource()->PackFrom(planned);
    return grpc::Status::OK;
  }
  grpc::Status ReportTargetValue(grpc::ServerContext*, const pv1::ReportTargetValueRequest* request,
                                 pv1::TargetReport* report) override {
    CheckReport(*request);
    EXPECT_NE(request->request_id(), "");
    ++written;
    report->set_name(std::string(kTarget) + "/reports/0002");
    return grpc::Status::OK;
  }
  grpc::Status CorrectTargetReport(grpc::ServerContext*,
                                   const pv1::CorrectTargetReportRequest* request,
                                   pv1::TargetReport* report) override {
    CheckCorrection(*request);
    EXPECT_NE(request->request_id(), "");
    ++written;
    report->set_name(request->name());
    return grpc::Status::OK;
  }
  int written = 0;

 private:
  static void CheckReport(const pv1::ReportTargetValueRequest& request) {
    EXPECT_FALSE(request.validate_only());
    EXPECT_EQ(request.value(), "108503");
    EXPECT_EQ(request.period().number(), 4);
    EXPECT_EQ(request.evidence().number(), "31/BC");
    EXPECT_EQ(request.unit(), "units/a");
  }
  static void CheckCorrection(const pv1::CorrectTargetReportRequest& request) {
    EXPECT_FALSE(request.validate_only());
    EXPECT_EQ(request.etag(), "\"7\"") << "what the clerk has seen is what is corrected";
    EXPECT_EQ(request.reason(), "sai số");
  }
};

class Figures : public status::v1::StatusService::Service {
 public:
  explicit Figures(const Programs& programs) : programs_(programs) {}
  grpc::Status GetStatus(grpc::ServerContext*, const status::v1::GetStatusRequest* query,
                         status::v1::Status* status) override {
    Fill(*query, programs_.written > 0, *status);
    return grpc::Status::OK;
  }
  grpc::Status PreviewStatus(grpc::ServerContext*, const status::v1::PreviewStatusRequest* request,
                             status::v1::PreviewStatusResponse* response) override {
    EXPECT_EQ(request->changes_size(), 1);
    EXPECT_EQ(programs_.written, 0);
    Fill(request->question(), false, *response->mutable_before());
    Fill(request->question(), true, *response->mutable_after());
    return grpc::Status::OK;
  }

 private:
  static void Fill(const status::v1::GetStatusRequest& query, bool after,
                   status::v1::Status& status) {
    EXPECT_EQ(query.view(), status::v1::VIEW_FULL);
    status.set_scope(query.scope());
    status.set_scope_title("Đảng bộ Sở");
    status.set_year(2022);
    auto& figures = *status.add_targets();
    figures.set_display_name("Chỉ tiêu của Ngành");
    figures.set_total(1);
    figures.set_on_track(1);
    figures.set_sentence_vi("đạt 0/1 chỉ tiêu; đúng tiến độ 1");
    auto& row = *figures.add_rows();
    row.set_target(kTarget);
    row.set_title("Giải quyết việc làm");
    row.set_unit_of_measure("lượt");
    row.set_requirement_vi("ít nhất 300.000 lượt");
    row.set_state_vi("đúng tiến độ");
    row.set_value(after ? "108503" : "54950");
    row.mutable_of_year()->set_basis_points(after ? 3616 : 1831);
    row.mutable_of_year()->set_text(after ? "36,16%" : "18,31%");
    row.set_report_missing(true);
    row.set_sentence_vi("đạt 36,16% chỉ tiêu năm");
  }

  const Programs& programs_;
};

class TargetCommandTest : public ServedApp {
 protected:
  TargetCommandTest() : figures_(programs_) { Serve({&programs_, &figures_}); }

  int Run(std::vector<std::string> arguments, const std::string& answer = "") {
    arguments.insert(arguments.begin(), "target");
    for (const char* extra : {"--scope", "units/top"}) arguments.push_back(extra);
    return Tiendo(std::move(arguments), answer);
  }

  Programs programs_;
  Figures figures_;
};

TEST_F(TargetCommandTest, ListsHowTargetsStand) {
  EXPECT_EQ(Run({"list"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("đạt 0/1 chỉ tiêu; đúng tiến độ 1."));
  EXPECT_THAT(out_.str(), HasSubstr("54.950 lượt"));
  EXPECT_THAT(out_.str(), HasSubstr("18,31%"));
  EXPECT_THAT(out_.str(), HasSubstr("đúng tiến độ; thiếu báo cáo"));
}

TEST_F(TargetCommandTest, ShowsWhatIsAskedAndWhatWasReported) {
  EXPECT_EQ(Run({"show", kTarget}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("ít nhất 300.000 lượt năm 2022 (ban đầu 310.000 lượt)"));
  EXPECT_THAT(out_.str(), HasSubstr("reports/0001"));
  EXPECT_THAT(out_.str(), HasSubstr("tháng 2"));
  EXPECT_THAT(out_.str(), HasSubstr("đính chính lần 1, trước là 54.905 lượt: cộng thiếu"));
  EXPECT_EQ(Run({"show", kTarget, "--json"}), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["reports"][0]["value"], "54950");
  EXPECT_EQ(json["status"]["ofYear"]["text"], "18,31%");
}

TEST_F(TargetCommandTest, ShowsWhatAReportWouldChangeAndAsks) {
  const std::vector<std::string> report = {"report",     kTarget,     "--period", "thang-4",
                                           "--value",    "108.503,0", "--unit",   "a",
                                           "--document", "31/BC"};
  EXPECT_EQ(Run(report, "n\n"), 1);
  EXPECT_EQ(programs_.written, 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("Không ghi gì."));
  EXPECT_EQ(Run(report, "y\n"), 0);
  EXPECT_EQ(programs_.written, 1);
  const std::string asked = err_.str().substr(0, err_.str().find("Ghi?"));
  EXPECT_THAT(asked, HasSubstr("sẽ ghi: lũy kế tháng 4: 108.503 lượt"));
  EXPECT_THAT(asked, HasSubstr("18,31%"));
  EXPECT_THAT(asked, HasSubstr("36,16%"));
  EXPECT_THAT(out_.str(), HasSubstr("36,16%"));
  EXPECT_THAT(out_.str(), HasSubstr("đạt 36,16% chỉ tiêu năm."));
  EXPECT_THAT(out_.str(), Not(HasSubstr("18,31%")));
}

TEST_F(TargetCommandTest, JsonHasTheReportAndHowTheTargetStands) {
  EXPECT_EQ(Run({"report", kTarget, "--period", "month-4", "--value", "108503", "--unit", "a",
                 "--document", "31/BC", "--json", "--yes"}),
            0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["report"]["name"], std::string(kTarget) + "/reports/0002");
  EXPECT_EQ(json["before"]["value"], "54950");
  EXPECT_EQ(json["expected"]["value"], "108503");
  EXPECT_EQ(json["after"]["value"], "108503");
}

TEST_F(TargetCommandTest, RefusesPeriodsAndNumbersThatAreNone) {
  EXPECT_EQ(Run({"report", kTarget, "--period", "quy-x", "--value", "1"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("quarter-1"));
  EXPECT_EQ(Run({"report", kTarget, "--period", "year", "--value", "54.950"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("two ways"));
  EXPECT_EQ(programs_.written, 0);
}

TEST_F(TargetCommandTest, CorrectsWhatWasSeen) {
  EXPECT_EQ(Run({"correct", std::string(kTarget) + "/reports/0001", "--value", "54951", "--reason",
                 "sai số", "-y"}),
            0);
  EXPECT_EQ(programs_.written, 1);
  EXPECT_THAT(err_.str(), HasSubstr("đính chính 54.950 lượt → 54.951 lượt (sai số)"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("chưa đọc được")));
}

}  // namespace
}  // namespace tiendo::cli
