// status, reconcile and units tree against servers that answer with the figures of 30/06/2022.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "services/cli/app.h"
#include "tiendo/status/v1/status.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

class Units : public units::v1::UnitService::Service {
 public:
  grpc::Status GetTree(grpc::ServerContext*, const units::v1::GetTreeRequest*,
                       units::v1::GetTreeResponse* tree) override {
    const auto add = [tree](const char* name, const char* title, int depth, bool led) {
      auto& node = *tree->add_nodes();
      node.set_depth(depth);
      node.set_led(led);
      node.mutable_unit()->set_name(name);
      node.mutable_unit()->set_display_name(title);
      node.mutable_unit()->set_side(led ? units::v1::Unit::SIDE_GOVERNMENT
                                        : units::v1::Unit::SIDE_PARTY);
      node.mutable_unit()->set_kind(led ? units::v1::Unit::KIND_SERVICE_UNIT
                                        : units::v1::Unit::KIND_GRASSROOTS_CELL);
    };
    add("units/top", "Đảng bộ Sở", 0, false);
    add("units/a", "Chi bộ A", 1, false);
    add("units/a1", "Trung tâm A", 2, true);
    add("units/b", "Chi bộ B", 1, false);
    return grpc::Status::OK;
  }
};

class Figures : public status::v1::StatusService::Service {
 public:
  int reminders = 12;

  grpc::Status GetStatus(grpc::ServerContext*, const status::v1::GetStatusRequest* query,
                         status::v1::Status* status) override {
    EXPECT_EQ(query->scope(), "units/top") << "the single top of the Party tree";
    status->set_scope(query->scope());
    status->set_scope_title("Đảng bộ Sở");
    if (query->has_known_at()) *status->mutable_known_at() = query->known_at();
    if (query->has_known_on()) {
      EXPECT_EQ(query->known_on().day(), 30);
      status->mutable_known_at()->set_seconds(1656608399);
    }
    *status->mutable_as_of() = query->as_of();
    status->set_year(2022);
    auto& row = *status->add_categories();
    row.set_category("categories/department");
    row.set_display_name("Chương trình công tác của Sở");
    row.set_triple("18/19/21");
    row.mutable_done_of_due_to_date()->set_text("94,73%");
    row.mutable_done_of_due_to_date()->set_basis_points(9473);
    row.mutable_done_of_plan()->set_text("85,71%");
    row.mutable_done_of_plan()->set_basis_points(8571);
    row.mutable_due_done()->set_text("89,47%");
    row.mutable_columns()->set_remaining(3);
    row.mutable_columns()->set_overdue_open(2);
    row.mutable_columns()->set_done_ahead(1);
    row.set_sentence_vi("đã thực hiện 18/19/21");
    row.set_explanation_vi("trong đó 1 nội dung hoàn thành trước hạn, 2 nội dung quá hạn");
    auto& broken = *status->add_categories();
    broken.set_display_name("Đề án");
    broken.set_integrity_error_id("e-1");
    auto& supervision = *status->mutable_supervision();
    *supervision.mutable_plan_deadline() = Date(2022, 1, 31);
    supervision.set_plans_required(20);
    supervision.set_plans_late(3);
    supervision.add_late_units("units/late");
    supervision.set_dossiers_complete(3);
    supervision.set_dossiers_incomplete(1);
    supervision.set_dossier_documents_present(45);
    supervision.set_dossier_documents_required(48);
    supervision.add_incomplete_dossier_units("units/gap");
    supervision.set_dossiers_unplanned_incomplete(2);
    if (query->view() == status::v1::VIEW_FULL) {
      status->mutable_reminders()->set_reminders(reminders);
      status->mutable_reminders()->set_urgings(5);
      status->mutable_reminders()->set_subjects(7);
      status->mutable_reminders()->set_open(3);
      status->mutable_reminders()->set_on_agenda(1);
    }
    auto& position = *status->mutable_freshness()->add_source_positions();
    position.set_service("tiendo.units.v1.UnitService");
    position.set_revision(55);
    status->mutable_freshness()->set_stale(true);
    status->mutable_freshness()->add_unreachable("tiendo.programs.v1.ProgramService");
    return grpc::Status::OK;
  }

  grpc::Status ReconcileFigures(grpc::ServerContext*,
                                const status::v1::ReconcileFiguresRequest* request,
                                status::v1::ReconcileFiguresResponse* response) override {
    auto& r = *response->add_reconciliations();
    *r.mutable_claim() = request->claims(0);
    EXPECT_EQ(request->claims(0).category(), "categories/department");
    r.set_actual("18/19/21");
    auto& part = *r.add_parts();
    part.set_column(status::v1::COLUMN_DONE_TOTAL);
    part.set_claimed(19);
    part.set_actual(18);
    part.add_equal_columns(status::v1::COLUMN_DUE_TO_DATE);
    auto& range = *r.add_true_on();
    *range.mutable_first() = Date(2022, 7, 8);
    *range.mutable_last() = Date(2022, 12, 31);
    *r.mutable_nearest_day() = Date(2022, 7, 8);
    auto& difference = *r.add_differences();
    difference.mutable_item()->set_item("programs/so-2022/items/noi-dung-18");
    difference.mutable_item()->set_title("Nội dung mẫu 18");
    difference.set_column(status::v1::COLUMN_DONE_TOTAL);
    difference.set_delta(1);
    for (const char* description : {"due/plan", "basis baseline", "due/plan, due by 2022-06-30"}) {
      auto& alternative = *r.add_alternatives();
      alternative.set_description(description);
      alternative.set_agrees(alternative.description() != "basis baseline");
    }
    r.set_summary_vi("Số liệu 19/21 không khớp.");
    return grpc::Status::OK;
  }

  grpc::Status PreviewReorganisation(grpc::ServerContext*,
                                     const status::v1::PreviewReorganisationRequest* request,
                                     status::v1::PreviewReorganisationResponse* response) override {
    if (request->ending_units(0) == "units/none") {
      return {grpc::StatusCode::NOT_FOUND, "There is no unit units/none."};
    }
    EXPECT_EQ(request->ending_units(0), "units/a");
    EXPECT_EQ(request->moving_units_size(), 2);
    *response->mutable_effective_date() = request->effective_date();
    auto& totals = *response->add_items();
    totals.set_display_name("Chương trình công tác của Sở");
    totals.set_total(12);
    totals.set_open(2);
    totals.set_to_heir(1);
    response->mutable_engagements()->set_total(1);
    const auto add = [response](const char* name, const char* title, bool done, bool to_heir) {
      auto& commitment = *response->add_commitments();
      commitment.set_kind(*title == 0 ? status::v1::Commitment::KIND_ENGAGEMENT
                                      : status::v1::Commitment::KIND_ITEM);
      commitment.set_name(name);
      commitment.set_title(title);
      commitment.set_unit_title("Chi bộ A");
      commitment.set_done(done);
      commitment.set_to_heir(to_heir);
    };
    add("programs/p/items/1", "(nội dung mật)", false, true);
    add("engagements/e", "", false, false);
    add("programs/p/items/2", "Nội dung đã xong", true, true);
    response->set_total_size(13);
    return grpc::Status::OK;
  }
};

class StatusViewTest : public ::testing::Test {
 protected:
  StatusViewTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&units_);
    builder.RegisterService(&figures_);
    server_ = builder.BuildAndStart();
  }

  int Tiendo(std::vector<std::string> arguments) {
    const std::string address = "127.0.0.1:" + std::to_string(port_);
    arguments.insert(arguments.begin(), "tiendo");
    arguments.insert(arguments.end(), {"--units", address, "--status", address});
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::istringstream in;
    out_.str("");
    return RunApp(static_cast<int>(argv.size()), argv.data(), {.in = in, .out = out_, .err = err_});
  }

  Units units_;
  Figures figures_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(StatusViewTest, ShowsTheRowItsExplanationAndHowFreshItIs) {
  ASSERT_EQ(Tiendo({"status", "--as-of", "30/06/2022"}), 0) << err_.str();
  for (const char* part :
       {"Đảng bộ Sở (units/top)", "Số liệu đến ngày 30/06/2022 · năm 2022 · thời hạn hiện hành",
        "Chương trình công tác của Sở  18/19/21      94,73%       85,71%    3        2          1",
        "đã thực hiện 18/19/21.", "1 nội dung hoàn thành trước hạn, 2 nội dung quá hạn",
        "tỷ lệ thực hiện đúng trong số đến hạn: 89,47%",
        "số liệu mâu thuẫn, không công bố (mã e-1)", "hạn ban hành 31/01/2022",
        "chậm ban hành: units/late",
        "Hồ sơ cuộc đã kết luận: đủ 3/4, thiếu 1, có 45/48 tài liệu; ngoài kế hoạch thiếu hồ sơ: "
        "2.",
        "thiếu hồ sơ: units/gap", "units 55", "SỐ LIỆU CŨ", "KHÔNG LIÊN LẠC ĐƯỢC: programs"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  EXPECT_THAT(out_.str(), Not(HasSubstr("\x1b["))) << "no colour away from a terminal";
}

TEST_F(StatusViewTest, FullAlsoSaysWhatWasRemindedOf) {
  ASSERT_EQ(Tiendo({"status", "--as-of", "30/06/2022"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), Not(HasSubstr("Nhắc nhở, đôn đốc")));
  ASSERT_EQ(Tiendo({"status", "--as-of", "30/06/2022", "--full"}), 0) << err_.str();
  EXPECT_THAT(out_.str(),
              HasSubstr("Nhắc nhở, đôn đốc: 12 lần (bằng văn bản 5) về 7 việc: chưa thực hiện 3, "
                        "đưa vào chương trình làm việc của lãnh đạo 1."));
  figures_.reminders = 0;
  ASSERT_EQ(Tiendo({"status", "--as-of", "30/06/2022", "--full"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("Nhắc nhở, đôn đốc: chưa nhắc nhở lần nào."));
}

TEST_F(StatusViewTest, KnownAtTakesADayOrAnInstant) {
  ASSERT_EQ(Tiendo({"status", "--as-of", "2022-06-30", "--known-at", "30/06/2022"}), 0)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("theo những gì đã ghi nhận đến 30/06/2022 23:59:59"));
  ASSERT_EQ(Tiendo({"status", "--known-at", "2022-07-05T09:00:00+07:00"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("đã ghi nhận đến 05/07/2022 09:00:00"));
  EXPECT_EQ(Tiendo({"status", "--known-at", "yesterday"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--known-at"));
}

TEST_F(StatusViewTest, PreviewShowsCountsAndWhatIsOpen) {
  ASSERT_EQ(Tiendo({"units", "preview", "--ending", "a", "--moving", "b", "units/c", "--on",
                    "01/03/2025"}),
            0)
      << err_.str();
  for (const char* part :
       {"từ ngày 01/03/2025", "Chương trình công tác của Sở", "12", "(nội dung mật)",
        "đơn vị kế thừa", "Cuộc kiểm tra, giám sát (engagements/e)", "theo đơn vị",
        "Danh sách dừng ở 3 trong 13 việc"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  EXPECT_THAT(out_.str(), Not(HasSubstr("Nội dung đã xong"))) << "what is done needs no care";
  EXPECT_EQ(Tiendo({"units", "preview", "--ending", "none", "--on", "2025-03-01"}), 4);
  EXPECT_EQ(Tiendo({"units", "preview", "--ending", "a"}), 2) << "without --on";
}

TEST_F(StatusViewTest, JsonIsTheMessage) {
  ASSERT_EQ(Tiendo({"status", "--as-of", "2022-06-30", "--json"}), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["categories"][0]["triple"], "18/19/21");
  EXPECT_EQ(json["freshness"]["stale"], true);
}

TEST_F(StatusViewTest, ReconcileSaysSinceWhenByWhatAndWhichColumnItEquals) {
  const std::vector<std::string> command = {"reconcile",  "19/21",   "--category",
                                            "department", "--as-of", "2022-06-30"};
  ASSERT_EQ(Tiendo(command), 0);
  for (const char* part : {"KHÔNG KHỚP", "18/19/21", "đã thực hiện: nêu 19, thực tế 18",
                           "19 cũng là số đến hạn", "từ ngày 08/07/2022 đến ngày 31/12/2022",
                           "+1 đã thực hiện: Nội dung mẫu 18", "→ Số liệu 19/21 không khớp."}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  std::vector<std::string> check = command;
  check.push_back("--check");
  EXPECT_EQ(Tiendo(check), 8);
}

TEST_F(StatusViewTest, TreeHasBranches) {
  ASSERT_EQ(Tiendo({"units", "tree"}), 0);
  for (const char* line :
       {"\nĐảng bộ Sở ", "\n├─ Chi bộ A ", "\n│  └─ Trung tâm A ⟵", "\n└─ Chi bộ B "}) {
    EXPECT_THAT(out_.str(), HasSubstr(line));
  }
}

}  // namespace
}  // namespace tiendo::cli
