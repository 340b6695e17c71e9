// Reminders told to a receiver over HTTP: what it gets, when it gets it again, and what is logged.
#include <algorithm>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "services/supervision/delivery/webhook.h"
#include "tests/integration/supervision/fixture.h"
#include "tests/support/http_receiver.h"

namespace tiendo::supervision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using tiendo::testing::HttpReceiver;
using tiendo::testing::WaitUntil;
using v1::Delivery;

constexpr char kKey[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class DeliveriesTest : public SupervisionTest {
 protected:
  void SetUp() override {
    receiver_ = std::make_unique<HttpReceiver>(
        [this](const HttpReceiver::Request& request) { return Answer(request); });
    config_->delivery_webhook = receiver_->url();
    config_->delivery_key = kKey;
    config_->delivery = {.attempts = 4, .max_age = 24h, .backoff = 60s, .max_backoff = 600s};
    SupervisionTest::SetUp();
  }
  void TearDown() override {
    answers_.set_value();  // whoever waits
    // The servers go before the receiver that they talk to.
    supervision_.reset();
    receiver_.reset();
  }

  // Answers with the statuses told, in order, then with the last one.
  HttpReceiver::Answer Answer(const HttpReceiver::Request&) {
    bool hold = false;
    int status = 0;
    {
      std::lock_guard lock(mutex_);
      hold = hold_;
      status = statuses_.front();
      if (statuses_.size() > 1) statuses_.erase(statuses_.begin());
    }
    if (hold) answered_.wait();
    return {.status = status};
  }
  void AnswerWith(std::vector<int> statuses, bool hold = false) {
    std::lock_guard lock(mutex_);
    statuses_ = std::move(statuses);
    hold_ = hold;
  }

  static std::string Item(int i) { return "programs/so-2026/items/mau-" + std::to_string(i); }
  // An urging about an item; its name.
  std::string Issue(int i, const std::string& unit = "cell-a") {
    v1::IssueReminderRequest request;
    request.set_subject(Item(i));
    request.set_unit("units/" + unit);
    *request.mutable_date() = Date("2026-03-10");
    *request.mutable_due_date() = Date("2026-03-01");
    request.mutable_document()->set_number("MẪU-01/ĐĐ");
    request.set_reason("Nội dung mẫu");
    auto issued = Call(&Stub::IssueReminder, request);
    EXPECT_THAT(issued, IsOk());
    return issued.ok() ? issued->name() : "";
  }
  std::vector<Delivery> Deliveries(const std::string& parent, const std::string& filter = "") {
    v1::ListDeliveriesRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(1000);
    auto page = Call(&Stub::ListDeliveries, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return {};
    return {page->deliveries().begin(), page->deliveries().end()};
  }
  // Waits until so many entries are logged.
  std::vector<Delivery> Logged(const std::string& parent, size_t count) {
    EXPECT_TRUE(WaitUntil([&] { return Deliveries(parent).size() >= count; })) << parent;
    return Deliveries(parent);
  }
  size_t Received() const { return receiver_->requests().size(); }

  std::mutex mutex_;
  std::vector<int> statuses_ = {204};
  bool hold_ = false;
  std::promise<void> answers_;
  std::shared_future<void> answered_ = answers_.get_future().share();
  std::unique_ptr<HttpReceiver> receiver_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DeliveriesTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(DeliveriesTest, ToldOnceSignedAndLogged) {
  const std::string name = Issue(1);
  const std::vector<Delivery> log = Logged(name, 1);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].name(), name + "/deliveries/0001");
  EXPECT_EQ(log[0].outcome(), Delivery::OUTCOME_DELIVERED);
  EXPECT_EQ(log[0].failure(), Delivery::FAILURE_UNSPECIFIED);
  EXPECT_EQ(log[0].http_status(), 204);
  EXPECT_FALSE(log[0].has_next_attempt_time());
  EXPECT_NE(log[0].etag(), "");

  ASSERT_EQ(Received(), 1u);
  const HttpReceiver::Request request = receiver_->requests()[0];
  EXPECT_EQ(request.headers.at("webhook-id"), name);
  const int64_t timestamp = std::stoll(request.headers.at("webhook-timestamp"));
  EXPECT_EQ(timestamp, ToMicros(clock_->Now()) / 1'000'000);
  EXPECT_EQ(request.headers.at("webhook-signature"),
            WebhookSignature(ParseWebhookKeys(kKey).value(), name, timestamp, request.body));
  const nlohmann::json body = nlohmann::json::parse(request.body);
  EXPECT_EQ(body["type"], "reminder.issued");
  EXPECT_NE(body["databaseId"], "");
  EXPECT_EQ(body["timestamp"], body["reminder"]["createTime"]);
  EXPECT_EQ(body["reminder"]["name"], name);
  EXPECT_EQ(body["reminder"]["subject"], Item(1));
  EXPECT_EQ(body["reminder"]["unit"], "units/cell-a");
  EXPECT_EQ(body["reminder"]["kind"], "KIND_URGING");
  EXPECT_EQ(body["reminder"]["ordinal"], 1);
  EXPECT_EQ(body["reminder"]["document"]["number"], "MẪU-01/ĐĐ");

  const std::string counted =
      "tiendo_reminder_deliveries_total{failure=\"NONE\",outcome=\"DELIVERED\"} 1";
  EXPECT_TRUE(WaitUntil([&] {
    return supervision_->process().metrics()->Text().find(counted) != std::string::npos;
  })) << supervision_->process().metrics()->Text();
  EXPECT_TRUE(supervision_->process().metrics()->Problems().empty());
}

TEST_P(DeliveriesTest, ShownByTheFeedAndByFilters) {
  AnswerWith({500, 204});
  const std::string failed = Issue(1);
  ASSERT_EQ(Logged(failed, 1).size(), 1u);
  const std::string delivered = Issue(2);
  ASSERT_EQ(Logged(delivered, 1).size(), 1u);
  EXPECT_EQ(Deliveries("reminders/-").size(), 2u);
  ASSERT_EQ(Deliveries("reminders/-", "outcome = FAILED AND failure = STATUS").size(), 1u);
  EXPECT_EQ(Deliveries("reminders/-", "outcome = FAILED")[0].http_status(), 500);
  feed::v1::WatchChangesRequest watch;
  watch.set_from_earliest(true);
  watch.set_filter("collection = \"deliveries\" AND outcome = DELIVERED");
  grpc::ClientContext context;
  rpc::SetTimeout(tiendo::testing::kPatience, context);
  auto stream = stub_->WatchChanges(&context, watch);
  feed::v1::WatchChangesResponse frame;
  while (frame.changes().empty() && stream->Read(&frame)) {
  }
  ASSERT_EQ(frame.changes_size(), 1);
  EXPECT_EQ(frame.changes(0).name(), delivered + "/deliveries/0001");
  EXPECT_EQ(frame.changes(0).principal(), "supervision");
  context.TryCancel();
  stream->Finish();
}

TEST_P(DeliveriesTest, ToldAgainWithTheSameIdAndBody) {
  AnswerWith({503, 204});
  const std::string name = Issue(1);
  std::vector<Delivery> log = Logged(name, 1);
  EXPECT_EQ(log[0].outcome(), Delivery::OUTCOME_FAILED);
  EXPECT_EQ(log[0].failure(), Delivery::FAILURE_STATUS);
  EXPECT_EQ(log[0].http_status(), 503);
  const auto pause = api::FromProto(log[0].next_attempt_time()) - clock_->Now();
  EXPECT_GE(pause, 30s);
  EXPECT_LE(pause, 60s);
  clock_->Advance(60s);
  log = Logged(name, 2);
  EXPECT_EQ(log[1].outcome(), Delivery::OUTCOME_DELIVERED);
  const auto requests = receiver_->requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].headers.at("webhook-id"), requests[1].headers.at("webhook-id"));
  EXPECT_EQ(requests[0].body, requests[1].body);
  // Signed anew: a receiver refuses what is too old.
  EXPECT_NE(requests[0].headers.at("webhook-timestamp"),
            requests[1].headers.at("webhook-timestamp"));
}

TEST_P(DeliveriesTest, GivenUpAfterTheLastAttemptAndTheReminderStands) {
  AnswerWith({404});
  const std::string name = Issue(1);
  for (size_t attempt = 1; attempt < 4; ++attempt) {
    ASSERT_EQ(Logged(name, attempt).back().outcome(), Delivery::OUTCOME_FAILED) << attempt;
    clock_->Advance(600s);
  }
  const std::vector<Delivery> log = Logged(name, 4);
  EXPECT_EQ(log[3].outcome(), Delivery::OUTCOME_GIVEN_UP);
  EXPECT_EQ(log[3].failure(), Delivery::FAILURE_STATUS);
  clock_->Advance(1h);
  // Another one shows that nothing of the first is sent any more.
  AnswerWith({204});
  ASSERT_EQ(Logged(Issue(2), 1).size(), 1u);
  EXPECT_EQ(Deliveries(name).size(), 4u);
  EXPECT_EQ(Received(), 5u);
  v1::GetReminderRequest get;
  get.set_name(name);
  auto reminder = Call(&Stub::GetReminder, get);
  ASSERT_THAT(reminder, IsOk());
  EXPECT_EQ(reminder->ordinal(), 1);
}

TEST_P(DeliveriesTest, WhatWaitedWhileTheServerWasDownIsTold) {
  supervision_.reset();
  config_->delivery_webhook.clear();
  StartSupervision();
  const std::string name = Issue(1);  // by a server that tells nobody
  supervision_.reset();
  config_->delivery_webhook = receiver_->url();
  StartSupervision();
  EXPECT_EQ(Logged(name, 1)[0].outcome(), Delivery::OUTCOME_DELIVERED);
  // But not what is too old by now.
  supervision_.reset();
  config_->delivery_webhook.clear();
  StartSupervision();
  const std::string old = Issue(2);
  supervision_.reset();
  clock_->Advance(25h);
  config_->delivery_webhook = receiver_->url();
  StartSupervision();
  const std::vector<Delivery> log = Logged(old, 1);
  EXPECT_EQ(log[0].outcome(), Delivery::OUTCOME_GIVEN_UP);
  EXPECT_EQ(log[0].failure(), Delivery::FAILURE_EXPIRED);
  EXPECT_EQ(Received(), 1u);
}

TEST_P(DeliveriesTest, AStopBreaksOffWhatIsBeingSentAndTheNextStartSendsItAgain) {
  config_->delivery_timeout = 600s;
  supervision_.reset();
  StartSupervision();
  AnswerWith({204}, /*hold=*/true);
  const std::string name = Issue(1);
  ASSERT_TRUE(WaitUntil([&] { return Received() == 1; }));
  supervision_.reset();
  AnswerWith({204});
  StartSupervision();
  const std::vector<Delivery> log = Logged(name, 2);
  EXPECT_EQ(log[0].failure(), Delivery::FAILURE_INTERRUPTED);
  EXPECT_EQ(log[0].outcome(), Delivery::OUTCOME_FAILED);
  EXPECT_EQ(log[1].outcome(), Delivery::OUTCOME_DELIVERED);
  EXPECT_EQ(receiver_->requests()[0].headers.at("webhook-id"),
            receiver_->requests()[1].headers.at("webhook-id"));
}

TEST_P(DeliveriesTest, AReceiverThatIsDownIsLeftAlone) {
  AnswerWith({500});
  std::set<std::string> names;
  for (int i = 0; i < 30; ++i) names.insert(Issue(i));
  ASSERT_TRUE(WaitUntil([&] { return Deliveries("reminders/-").size() >= 2; }));
  // Time stands still: by two failures in a row each thread knows.
  const size_t at_first = static_cast<size_t>(config_->delivery_threads) + 1;
  EXPECT_LE(Deliveries("reminders/-").size(), at_first);
  AnswerWith({204});
  // When it is back, all are told, each once more at the most.
  const auto all_told = [&] {
    return Deliveries("reminders/-", "outcome = DELIVERED").size() == names.size();
  };
  clock_->Advance(120s);
  // An attempt that was still under way may have made the pause another one.
  if (!WaitUntil(all_told, 5s)) clock_->Advance(240s);
  ASSERT_TRUE(WaitUntil(all_told));
  std::map<std::string, int> received;
  for (const auto& request : receiver_->requests()) ++received[request.headers.at("webhook-id")];
  EXPECT_EQ(received.size(), names.size());
  EXPECT_LE(Received(), names.size() + at_first);
}

TEST_P(DeliveriesTest, AVoidedReminderIsNotTold) {
  AnswerWith({500, 204});
  const std::string name = Issue(1);
  ASSERT_EQ(Logged(name, 1).size(), 1u);
  v1::VoidReminderRequest request;
  request.set_name(name);
  request.set_reason("Nhập nhầm đơn vị");
  ASSERT_THAT(Call(&Stub::VoidReminder, request), IsOk());
  clock_->Advance(60s);
  const std::vector<Delivery> log = Logged(name, 2);
  EXPECT_EQ(log[1].outcome(), Delivery::OUTCOME_GIVEN_UP);
  EXPECT_EQ(log[1].failure(), Delivery::FAILURE_VOIDED);
  EXPECT_EQ(Received(), 1u);
}

TEST_P(DeliveriesTest, OfTwoReplicasOneTellsEach) {
  if (GetParam() == db::Engine::kSqlite) {
    // One process has the file: a second one does not start.
    EXPECT_FALSE(ServiceHarness::Start(SupervisionServer(config_), settings_, clock_).ok());
    return;
  }
  auto second = ServiceHarness::Start(SupervisionServer(config_), settings_, clock_);
  ASSERT_THAT(second, IsOk());
  std::set<std::string> names;
  for (int i = 0; i < 60; ++i) names.insert(Issue(i));
  ASSERT_TRUE(WaitUntil(
      [&] { return Deliveries("reminders/-", "outcome = DELIVERED").size() == names.size(); }));
  std::vector<std::string> received;
  for (const auto& request : receiver_->requests()) {
    received.push_back(request.headers.at("webhook-id"));
  }
  EXPECT_EQ(received.size(), names.size());
  EXPECT_EQ(std::set<std::string>(received.begin(), received.end()), names);
}

TEST_P(DeliveriesTest, RefusesWhatItCannotList) {
  v1::ListDeliveriesRequest request;
  request.set_parent("plans/p");
  request.set_filter("outcome = DELIVERED");
  auto answer = Call(&Stub::ListDeliveries, request);
  EXPECT_THAT(answer, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(answer), ElementsAre("parent"));
  request.set_parent("reminders/0123456789abcdef-0001");
  EXPECT_THAT(Call(&Stub::ListDeliveries, request), HasReason("RESOURCE_NOT_FOUND"));
  request.set_parent("reminders/-");
  request.set_filter("outcome = UNSPECIFIED");
  EXPECT_THAT(Call(&Stub::ListDeliveries, request), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Without the setting nothing is queued and nothing is told.
class NoDeliveriesTest : public SupervisionTest {};
INSTANTIATE_TEST_SUITE_P(Engines, NoDeliveriesTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(NoDeliveriesTest, AReminderStandsWithoutADelivery) {
  v1::IssueReminderRequest issue;
  issue.set_subject("programs/so-2026/items/mau-1");
  issue.set_unit("units/cell-a");
  *issue.mutable_date() = Date("2026-03-10");
  issue.mutable_document()->set_number("MẪU-01/ĐĐ");
  auto issued = Call(&Stub::IssueReminder, issue);
  ASSERT_THAT(issued, IsOk());
  v1::ListDeliveriesRequest request;
  request.set_parent(issued->name());
  auto page = Call(&Stub::ListDeliveries, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_TRUE(page->deliveries().empty());
}

}  // namespace
}  // namespace tiendo::supervision::testing
