// remind issue, ack, explain, void, list and deliveries against a server that answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "services/cli/app.h"
#include "services/cli/supervision_words.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::cli {
namespace {

namespace sv1 = supervision::v1;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kItem[] = "programs/so-2022/items/noi-dung-11";
constexpr char kName[] = "reminders/0123456789abcdef-0007";

google::type::Date Date(int month, int day) {
  google::type::Date out;
  out.set_year(2022);
  out.set_month(month);
  out.set_day(day);
  return out;
}

class Reminders : public sv1::SupervisionService::Service {
 public:
  Reminders() {
    stored.set_name(kName);
    stored.set_subject(kItem);
    stored.set_unit("units/phong-a");
    stored.set_kind(sv1::Reminder::KIND_URGING);
    stored.set_ordinal(7);
    stored.set_urging(3);
    stored.set_urgings_past_due(3);
    stored.set_urgings_allowed(3);
    *stored.mutable_issued_date() = Date(7, 5);
    *stored.mutable_due_date() = Date(6, 30);
    *stored.mutable_acknowledge_by() = Date(7, 8);
    *stored.mutable_explain_by() = Date(7, 12);
    stored.mutable_document()->set_number("MẪU-45/CV");
  }
  grpc::Status GetReminder(grpc::ServerContext*, const sv1::GetReminderRequest* request,
                           sv1::Reminder* out) override {
    EXPECT_EQ(request->name(), kName);
    *out = stored;
    return grpc::Status::OK;
  }
  grpc::Status IssueReminder(grpc::ServerContext*, const sv1::IssueReminderRequest* request,
                             sv1::Reminder* out) override {
    EXPECT_EQ(request->request_id().empty(), request->validate_only());
    if (!request->validate_only()) ++written;
    issue = *request;
    *out = stored;
    return grpc::Status::OK;
  }
  grpc::Status AcknowledgeReminder(grpc::ServerContext*,
                                   const sv1::AcknowledgeReminderRequest* request,
                                   sv1::Reminder* out) override {
    if (!request->validate_only()) ++written;
    *out = stored;
    *out->mutable_acknowledgement()->mutable_date() = request->date();
    member = request->member_code();
    return grpc::Status::OK;
  }
  grpc::Status ExplainReminder(grpc::ServerContext*, const sv1::ExplainReminderRequest* request,
                               sv1::Reminder* out) override {
    if (!request->validate_only()) ++written;
    *out = stored;
    *out->mutable_explanation()->mutable_date() = request->date();
    out->mutable_explanation()->set_text(request->text());
    return grpc::Status::OK;
  }
  grpc::Status VoidReminder(grpc::ServerContext*, const sv1::VoidReminderRequest* request,
                            sv1::Reminder* out) override {
    if (!request->validate_only()) ++written;
    *out = stored;
    out->set_voided(true);
    out->set_void_reason(request->reason());
    return grpc::Status::OK;
  }
  grpc::Status ListReminders(grpc::ServerContext*, const sv1::ListRemindersRequest* request,
                             sv1::ListRemindersResponse* page) override {
    list = *request;
    const bool first = request->page_token().empty();
    *page->add_reminders() = stored;
    if (first) {
      page->set_next_page_token("more");
    } else {
      sv1::Reminder& notice = *page->mutable_reminders(0);
      notice.set_kind(sv1::Reminder::KIND_AFTER_DUE);
      notice.set_ordinal(8);
    }
    return grpc::Status::OK;
  }

  grpc::Status ListDeliveries(grpc::ServerContext*, const sv1::ListDeliveriesRequest* request,
                              sv1::ListDeliveriesResponse* page) override {
    deliveries = *request;
    sv1::Delivery& one = *page->add_deliveries();
    one.mutable_attempt_time()->set_seconds(1'657'000'000);
    one.set_duration_ms(1234);
    if (request->page_token().empty()) {
      page->set_next_page_token("more");
      one.set_name(std::string(kName) + "/deliveries/0001");
      one.set_outcome(sv1::Delivery::OUTCOME_FAILED);
      one.set_failure(sv1::Delivery::FAILURE_STATUS);
      one.set_http_status(503);
      one.mutable_next_attempt_time()->set_seconds(1'657'000'060);
    } else {
      one.set_name(std::string(kName) + "/deliveries/0002");
      one.set_outcome(sv1::Delivery::OUTCOME_DELIVERED);
      one.set_http_status(204);
    }
    return grpc::Status::OK;
  }

  sv1::Reminder stored;
  sv1::IssueReminderRequest issue;
  sv1::ListRemindersRequest list;
  sv1::ListDeliveriesRequest deliveries;
  std::string member;
  int written = 0;
};

class RemindCommandTest : public ::testing::Test {
 protected:
  RemindCommandTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&reminders_);
    server_ = builder.BuildAndStart();
  }
  ~RemindCommandTest() override { server_->Shutdown(); }

  int Run(std::vector<std::string> arguments, const std::string& answer = "") {
    const std::string address = "127.0.0.1:" + std::to_string(port_);
    arguments.insert(arguments.begin(), {"tiendo", "--supervision", address, "remind"});
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::istringstream in(answer);
    out_.str("");
    err_.str("");
    return RunApp(static_cast<int>(argv.size()), argv.data(), {.in = in, .out = out_, .err = err_});
  }
  int Issue(const std::string& answer) {
    return Run({"issue", kItem, "phong-a", "--date", "05/07/2022", "--due", "2022-06-30",
                "--document", "MẪU-45/CV", "--reason", "chưa trình"},
               answer);
  }

  Reminders reminders_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(RemindCommandTest, IssueShowsTheNumberAndTheNextStepBeforeItAsks) {
  EXPECT_EQ(Issue("n\n"), 1);
  EXPECT_EQ(reminders_.written, 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr(std::string(kItem) + ", units/phong-a"));
  EXPECT_THAT(err_.str(), HasSubstr("đôn đốc units/phong-a ngày 05/07/2022, văn bản MẪU-45/CV"));
  EXPECT_THAT(err_.str(), HasSubstr("đôn đốc lần 3"));
  EXPECT_THAT(err_.str(), HasSubstr("lần nhắc thứ 7, văn bản đôn đốc thứ 3 (kể cả lần đã hủy)"));
  EXPECT_THAT(err_.str(), HasSubstr("sau hạn đã đôn đốc 3 lần; từ lần thứ 4 đưa vào chương trình"
                                    " làm việc của lãnh đạo"));
  EXPECT_EQ(reminders_.issue.unit(), "units/phong-a");
  EXPECT_EQ(reminders_.issue.due_date().day(), 30);
  EXPECT_EQ(reminders_.issue.reason(), "chưa trình");
  EXPECT_FALSE(reminders_.issue.has_explain_by()) << "left to the settings of the service";
  EXPECT_EQ(Issue("y\n"), 0);
  EXPECT_EQ(reminders_.written, 1);
  EXPECT_THAT(out_.str(), HasSubstr(std::string("Đã ghi: ") + kName + " đôn đốc lần 3"));
}

TEST_F(RemindCommandTest, HelpHasBothNamesOfAYearlyPlan) {
  EXPECT_EQ(Run({"issue", "--help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("requirements/2022 or plans/p, which are counted together"));
}

TEST_F(RemindCommandTest, PastTheLimitTheNextStepIsNow) {
  reminders_.stored.set_urging(4);
  reminders_.stored.set_urgings_past_due(4);
  EXPECT_EQ(Issue("n\n"), 1);
  EXPECT_THAT(err_.str(), HasSubstr("sau hạn đã đôn đốc 4 lần; đưa vào chương trình làm việc"));
  reminders_.stored.set_urgings_past_due(0);
  EXPECT_EQ(Issue("n\n"), 1);
  EXPECT_THAT(err_.str(), Not(HasSubstr("sau hạn"))) << "before the due date";
}

TEST_F(RemindCommandTest, AnswersShowTheStateBeforeAndAfter) {
  EXPECT_EQ(Run({"ack", "0123456789abcdef-0007", "--date", "2022-07-06", "--member-code",
                 "m-0123456789abcdef"},
                "y\n"),
            0);
  EXPECT_THAT(err_.str(), HasSubstr("chưa xác nhận (hạn 08/07/2022), chưa giải trình (hạn"
                                    " 12/07/2022) → đôn đốc lần 3, đã xác nhận 06/07/2022"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("đã nhắc trước đó")));
  EXPECT_EQ(reminders_.member, "m-0123456789abcdef");
  EXPECT_EQ(Run({"explain", kName, "--date", "2022-07-08", "--text", "Chờ số liệu", "--yes"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr("giải trình ngày 08/07/2022: Chờ số liệu"));
  EXPECT_EQ(Run({"void", kName, "--reason", "nhầm đơn vị", "--yes"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("đã hủy: nhầm đơn vị"));
  EXPECT_EQ(reminders_.written, 3);
}

TEST_F(RemindCommandTest, ListAsksForWhatIsWanted) {
  EXPECT_EQ(Run({"list", "--subject", kItem, "--unit", "phong-a", "--kind", "urging", "--since",
                 "01/07/2022", "--scope", "dang-bo-so", "--as-of", "2022-07-14", "--unexplained"}),
            0);
  EXPECT_EQ(reminders_.list.filter(), std::string("subject = \"") + kItem +
                                          "\" AND unit = \"units/phong-a\" AND kind = URGING AND"
                                          " issued_date >= 2022-07-01");
  EXPECT_EQ(reminders_.list.scope(), "units/dang-bo-so");
  EXPECT_EQ(reminders_.list.as_of().day(), 14);
  EXPECT_EQ(reminders_.list.awaiting(), sv1::ListRemindersRequest::AWAITING_EXPLANATION);
  EXPECT_THAT(out_.str(), HasSubstr("đôn đốc lần 3"));
  EXPECT_THAT(out_.str(), HasSubstr("thông báo quá hạn (lần 8)")) << "all pages";
  EXPECT_EQ(Run({"list", "--unexplained", "--unacknowledged"}), 2);
  EXPECT_EQ(Run({"list", "--kind", "sms"}), 2);
  EXPECT_EQ(Run({"list", "--json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["reminders"].size(), 2u);
}

TEST_F(RemindCommandTest, DeliveriesSayWhatBecameOfTelling) {
  EXPECT_EQ(Run({"deliveries"}), 0);
  EXPECT_EQ(reminders_.deliveries.parent(), "reminders/-");
  EXPECT_EQ(reminders_.deliveries.filter(), "");
  EXPECT_THAT(out_.str(), HasSubstr(std::string(kName) + "/deliveries/0001"));
  EXPECT_THAT(out_.str(), HasSubstr("máy nhận trả lời 503"));
  EXPECT_THAT(out_.str(), HasSubstr("05/07/2022 12:47:40")) << "the next attempt";
  EXPECT_THAT(out_.str(), HasSubstr("máy nhận đã nhận")) << "all pages";
  EXPECT_EQ(Run({"deliveries", "--reminder", "0123456789abcdef-0007", "--outcome", "given-up"}), 0);
  EXPECT_EQ(reminders_.deliveries.parent(), kName);
  EXPECT_EQ(reminders_.deliveries.filter(), "outcome = GIVEN_UP");
  EXPECT_EQ(Run({"deliveries", "--outcome", "lost"}), 2);
  EXPECT_EQ(Run({"deliveries", "--json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["deliveries"].size(), 2u);
}

TEST(DeliveryWords, NameEveryOutcomeAndFailure) {
  std::set<std::string> words;
  const auto* outcomes = sv1::Delivery::Outcome_descriptor();
  for (int i = 0; i < outcomes->value_count(); ++i) {
    words.emplace(OutcomeVi(static_cast<sv1::Delivery::Outcome>(outcomes->value(i)->number())));
  }
  EXPECT_EQ(words.size(), static_cast<size_t>(outcomes->value_count()));
  words.clear();
  const auto* failures = sv1::Delivery::Failure_descriptor();
  for (int i = 0; i < failures->value_count(); ++i) {
    sv1::Delivery one;
    one.set_failure(static_cast<sv1::Delivery::Failure>(failures->value(i)->number()));
    words.insert(FailureVi(one));
  }
  EXPECT_EQ(words.size(), static_cast<size_t>(failures->value_count()));
}

TEST(ReminderWords, NameEveryKind) {
  std::set<std::string> words;
  const auto* kinds = sv1::Reminder::Kind_descriptor();
  for (int i = 0; i < kinds->value_count(); ++i) {
    words.emplace(KindVi(static_cast<sv1::Reminder::Kind>(kinds->value(i)->number())));
  }
  EXPECT_EQ(words.size(), static_cast<size_t>(kinds->value_count()));
}

}  // namespace
}  // namespace tiendo::cli
