// tiendo attention against a server that answers in two pages.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "services/cli/app.h"
#include "tiendo/status/v1/status.grpc.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

class FakeStatus : public status::v1::StatusService::Service {
 public:
  grpc::Status ListAttention(grpc::ServerContext*, const status::v1::ListAttentionRequest* request,
                             status::v1::ListAttentionResponse* answer) override {
    asked.push_back(*request);
    answer->set_scope("units/top");
    answer->set_scope_title("Đảng bộ Sở");
    *answer->mutable_as_of() = Date(2022, 7, 14);
    answer->set_year(2022);
    answer->set_not_updated_days(30);
    answer->set_due_soon_days(15);
    answer->set_agenda_after_urgings(3);
    answer->add_missing_calendar_years(2023);
    *answer->mutable_compare_to() = Date(2022, 6, 30);
    auto& total = *answer->add_totals();
    total.set_display_name("Chương trình công tác của Sở");
    total.set_kind_vi("quá hạn");
    total.set_count(2);
    total.set_count_before(3);
    total.set_appeared(1);
    total.set_resolved(2);
    auto& nothing = *answer->add_totals();
    nothing.set_kind_vi("chưa có đơn vị chủ trì");
    nothing.set_count(0);
    auto& group = *answer->add_groups();
    group.set_unit("units/a");
    group.set_unit_title("Phòng A");
    auto& entry = *group.add_entries();
    const bool first = request->page_token().empty();
    entry.set_item(first ? "programs/so-2022/items/19" : "programs/so-2022/items/20");
    entry.set_title(first ? "Nội dung mẫu 19" : "(nội dung mật)");
    entry.add_reasons()->set_kind(status::v1::ATTENTION_KIND_OVERDUE);
    entry.set_reason_vi("quá hạn 29 ngày (hạn 15/06/2022)");
    *entry.mutable_due_date() = Date(2022, 6, 15);
    entry.mutable_reminders()->set_count(first ? 5 : 0);
    entry.mutable_reminders()->set_urgings(first ? 4 : 0);
    *entry.mutable_reminders()->mutable_last_date() = Date(2022, 7, 10);
    entry.set_next_step_vi("đưa vào chương trình làm việc của lãnh đạo");
    if (first) {
      entry.add_reasons()->set_kind(status::v1::ATTENTION_KIND_ESCALATED);
      entry.mutable_next_step()->set_title("Trình dự thảo");
      *entry.mutable_next_step()->mutable_due_date() = Date(2022, 7, 20);
      answer->set_next_page_token("second");
      return grpc::Status::OK;
    }
    auto& plan = *group.add_entries();
    plan.set_subject_kind(status::v1::ATTENTION_SUBJECT_PLAN);
    plan.set_subject("requirements/2022-chi-bo");
    plan.set_title("Kế hoạch kiểm tra, giám sát năm 2022");
    plan.add_reasons()->set_kind(status::v1::ATTENTION_KIND_OVERDUE);
    plan.set_reason_vi("chưa ban hành, quá hạn 149 ngày (hạn 15/02/2022)");
    auto& resolved = *answer->add_groups();
    resolved.set_unit("units/b");
    resolved.set_unit_title("Phòng B");
    return grpc::Status::OK;
  }

  grpc::Status CompareStatus(grpc::ServerContext*, const status::v1::CompareStatusRequest* request,
                             status::v1::CompareStatusResponse* answer) override {
    compared.push_back(*request);
    answer->set_scope("units/top");
    answer->set_scope_title("Đảng bộ Sở");
    *answer->mutable_from() = request->from();
    *answer->mutable_to() = Date(2022, 7, 14);
    answer->set_year(2022);
    auto& row = *answer->add_categories();
    row.set_display_name("Chương trình công tác của Sở");
    row.set_summary_vi(
        "từ 18/19/21 đến 19/19/21: đã hoàn thành thêm 1, mới quá hạn 0; kế hoạch "
        "không đổi");
    auto& change = *answer->add_changes();
    const bool first = request->page_token().empty();
    change.set_item(first ? "programs/so-2022/items/18" : "programs/so-2022/items/19");
    change.set_title("Nội dung mẫu");
    change.set_change_vi(first ? "đã hoàn thành" : "đổi đơn vị; đổi thời hạn");
    *change.mutable_before()->mutable_due_date() = Date(2022, 6, 15);
    *change.mutable_after()->mutable_due_date() = first ? Date(2022, 6, 15) : Date(2022, 9, 30);
    change.mutable_before()->add_units("units/a");
    change.mutable_after()->add_units(first ? "units/a" : "units/b");
    if (first) answer->set_next_page_token("second");
    return grpc::Status::OK;
  }

  grpc::Status GetSupervisionStatistics(grpc::ServerContext*,
                                        const status::v1::GetSupervisionStatisticsRequest* request,
                                        status::v1::SupervisionStatistics* answer) override {
    counted.push_back(*request);
    answer->set_scope("units/top");
    answer->set_scope_title("Đảng bộ Sở");
    *answer->mutable_as_of() = Date(2022, 7, 14);
    answer->set_year(2022);
    if (request->query().tag() == "theme/loi") {
      answer->set_integrity_error_id("4711");
      return grpc::Status::OK;
    }
    answer->set_sentence_vi("1/2 tổ chức đã ban hành kế hoạch (50%), chậm xây dựng 1");
    answer->mutable_plans()->set_required(2);
    answer->mutable_plans()->set_in_time(1);
    answer->mutable_plans()->set_not_issued(1);
    answer->mutable_with_plan_share()->set_text("50%");
    answer->mutable_late_plan_share()->set_text("50%");
    auto& dossiers = *answer->mutable_dossiers();
    dossiers.set_concluded(3);
    dossiers.set_complete(1);
    dossiers.set_incomplete(2);
    dossiers.set_documents_present(20);
    dossiers.set_documents_required(27);
    dossiers.set_unplanned_incomplete(1);
    answer->set_organisations(2);
    answer->set_reminded(1);
    answer->mutable_reminded_share()->set_text("50%");
    answer->mutable_reminders_per_organisation()->set_text("2,50");
    auto& reminders = *answer->mutable_reminders();
    reminders.set_reminders(5);
    reminders.set_notices(1);
    reminders.set_urgings(4);
    reminders.set_subjects(2);
    reminders.set_complied(1);
    reminders.set_open(1);
    reminders.set_on_agenda(1);
    reminders.mutable_mean_days()->set_numerator(9);
    reminders.mutable_mean_days()->set_denominator(1);
    reminders.mutable_mean_days()->set_text("9");
    reminders.mutable_median_days()->set_text("9");
    auto& theme = *answer->add_themes();
    theme.add_tags("theme/lang-phi");
    theme.set_plans(1);
    if (request->query().view() != status::v1::VIEW_FULL) return grpc::Status::OK;
    auto& unit = *answer->add_units();
    unit.set_unit("units/a");
    unit.set_unit_title("Chi bộ A");
    unit.mutable_plans()->set_required(1);
    unit.mutable_plans()->set_not_issued(1);
    unit.mutable_dossiers()->set_concluded(7);
    unit.mutable_dossiers()->set_complete(4);
    unit.mutable_reminders()->set_reminders(5);
    *unit.mutable_last_reminder_date() = Date(2022, 7, 10);
    return grpc::Status::OK;
  }

  std::vector<status::v1::ListAttentionRequest> asked;
  std::vector<status::v1::GetSupervisionStatisticsRequest> counted;
  std::vector<status::v1::CompareStatusRequest> compared;
};

class AttentionViewTest : public ::testing::Test {
 protected:
  AttentionViewTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  int Tiendo(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "tiendo");
    arguments.insert(arguments.end(),
                     {"--scope", "top", "--status", "127.0.0.1:" + std::to_string(port_)});
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::istringstream in;
    out_.str("");
    return RunApp(static_cast<int>(argv.size()), argv.data(), {.in = in, .out = out_, .err = err_});
  }

  FakeStatus service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(AttentionViewTest, ShowsUnitsWithReasonsInWords) {
  ASSERT_EQ(Tiendo({"attention", "--as-of", "14/07/2022", "--since", "30/06/2022"}), 0)
      << err_.str();
  for (const char* part :
       {"Đảng bộ Sở (units/top)",
        "Việc cần quan tâm đến ngày 14/07/2022 · năm 2022 · thời hạn hiện hành · so với ngày "
        "30/06/2022",
        "Ngày 30/06/2022  Phát sinh  Đã xử lý", "Phòng A (units/a)", "Có việc quá hạn",
        "Nội dung mẫu 19 (so-2022/19)", "quá hạn 29 ngày (hạn 15/06/2022)",
        "5 lần (đôn đốc 4), gần nhất 10/07/2022",
        "Trình dự thảo (20/07/2022); đưa vào chương trình làm việc của lãnh đạo",
        "Có việc đưa vào chương trình làm việc của lãnh đạo", "quá 3 lần đôn đốc sau hạn",
        "requirements/2022-chi-bo", "(nội dung mật) (so-2022/20)", "Phòng B (units/b)",
        "Không còn việc nào", "trong 15 ngày làm việc", "Chưa nhập lịch nghỉ năm 2023"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  EXPECT_THAT(out_.str(), Not(HasSubstr("chưa có đơn vị chủ trì"))) << "nothing then, nothing now";
  const std::string out = out_.str();
  EXPECT_EQ(out.find("Phòng A"), out.rfind("Phòng A")) << "one group over both pages";
  ASSERT_EQ(service_.asked.size(), 2u);
  EXPECT_EQ(service_.asked[1].page_token(), "second");
  EXPECT_EQ(service_.asked[0].query().scope(), "units/top");
}

TEST_F(AttentionViewTest, PassesOnWhatIsAsked) {
  ASSERT_EQ(
      Tiendo({"attention", "--kinds", "overdue,stale", "--tag", "theme/covid-19", "--stale-after",
              "45", "--due-soon", "3", "--category", "department", "--known-at", "2022-07-05"}),
      0)
      << err_.str();
  const status::v1::ListAttentionRequest& asked = service_.asked.front();
  EXPECT_THAT(asked.kinds(),
              ElementsAre(status::v1::ATTENTION_KIND_OVERDUE, status::v1::ATTENTION_KIND_STALE));
  EXPECT_EQ(asked.query().tag(), "theme/covid-19");
  EXPECT_EQ(asked.query().not_updated_days(), 45);
  EXPECT_EQ(asked.query().due_soon_days(), 3);
  EXPECT_EQ(asked.category(), "categories/department");
  EXPECT_EQ(asked.query().known_on().day(), 5);
  EXPECT_FALSE(asked.has_compare_to());
  EXPECT_EQ(Tiendo({"attention", "--kinds", "late"}), 2);
  EXPECT_EQ(Tiendo({"attention", "--since", "yesterday"}), 2);
}

TEST_F(AttentionViewTest, EscalationsAreWhatIsOnTheAgenda) {
  ASSERT_EQ(Tiendo({"escalations", "--as-of", "14/07/2022", "--subjects", "plan,item"}), 0)
      << err_.str();
  EXPECT_THAT(out_.str(),
              HasSubstr("Việc đưa vào chương trình làm việc của lãnh đạo đến ngày 14/07/2022"));
  const status::v1::ListAttentionRequest& asked = service_.asked.front();
  EXPECT_THAT(asked.kinds(), ElementsAre(status::v1::ATTENTION_KIND_ESCALATED));
  EXPECT_THAT(asked.subjects(),
              ElementsAre(status::v1::ATTENTION_SUBJECT_PLAN, status::v1::ATTENTION_SUBJECT_ITEM));
  EXPECT_EQ(Tiendo({"escalations", "--subjects", "person"}), 2);
}

TEST_F(AttentionViewTest, StatisticsAreReadOutAndLaidOut) {
  ASSERT_EQ(Tiendo({"statistics", "--as-of", "14/07/2022", "--from", "2022-04-01", "--full"}), 0)
      << err_.str();
  for (const char* part :
       {"1/2 tổ chức đã ban hành kế hoạch (50%), chậm xây dựng 1.", "phải ban hành 2, đúng hạn 1",
        "Hồ sơ cuộc đã kết luận: đủ 1/3, thiếu 2, có 20/27 tài liệu; ngoài kế hoạch thiếu hồ sơ: "
        "1.",
        "Đủ hồ sơ", "4/7", "Nhắc nhở, đôn đốc: 5 lần (tự động 1, bằng văn bản 4) về 2 việc",
        "bình quân 9 (9/1)", "1 việc đưa vào chương trình làm việc của lãnh đạo",
        "bình quân 2,50 lần nhắc mỗi tổ chức", "theme/lang-phi", "Chi bộ A (units/a)",
        "chưa ban hành", "10/07/2022", "Còn 1 tổ chức không hiện"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  const status::v1::GetSupervisionStatisticsRequest& asked = service_.counted.front();
  EXPECT_EQ(asked.from().month(), 4);
  EXPECT_EQ(asked.query().view(), status::v1::VIEW_FULL);
  EXPECT_EQ(asked.query().basis(), status::v1::BASIS_UNSPECIFIED);
  ASSERT_EQ(Tiendo({"statistics", "--tag", "theme/loi"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Số liệu mâu thuẫn, không công bố (mã 4711)"));
  EXPECT_EQ(Tiendo({"statistics", "--from", "spring"}), 2);
}

TEST_F(AttentionViewTest, CompareShowsTwoDaysAndWhatChanged) {
  ASSERT_EQ(Tiendo({"compare", "--from", "30/06/2022", "--as-of", "14/07/2022", "--from-known-at",
                    "2022-07-01"}),
            0)
      << err_.str();
  for (const char* part :
       {"So sánh ngày 30/06/2022 với ngày 14/07/2022 · năm 2022",
        "Chương trình công tác của Sở: từ 18/19/21 đến 19/19/21: đã hoàn thành thêm 1",
        "(programs/so-2022/items/18)  đã hoàn thành", "15/06/2022 → 30/09/2022",
        "units/a → units/b"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  ASSERT_EQ(service_.compared.size(), 2u);
  EXPECT_EQ(service_.compared[0].from_known_on().day(), 1);
  EXPECT_EQ(service_.compared[0].query().as_of().day(), 14);
  EXPECT_EQ(Tiendo({"compare"}), 2) << "without --from";
  EXPECT_EQ(Tiendo({"compare", "--from", "2022-06-30", "--from-known-at", "then"}), 2);
}

TEST_F(AttentionViewTest, JsonIsAllPagesInOneMessage) {
  ASSERT_EQ(Tiendo({"attention", "--json"}), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["groups"].size(), 2u);
  EXPECT_EQ(json["groups"][0]["entries"].size(), 3u);
  EXPECT_EQ(json["nextPageToken"], "");
}

}  // namespace
}  // namespace tiendo::cli
