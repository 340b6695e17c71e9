// An import that is killed anywhere, and the same command again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "tests/support/wait.h"
#include "tests/system/sheets/office.h"

namespace tiendo {
namespace {

using programs::v1::Item;
using programs::v1::ItemEvent;
using testing::ChildProcess;
using ::testing::HasSubstr;
using testing::Office;

constexpr int kItems = 250;  // two batches

std::string Table() {
  std::string text = "STT;Nội dung;Chủ trì;Thời hạn;Ngày phê duyệt;Kết quả;Số văn bản\n";
  for (int i = 1; i <= kItems; ++i) {
    text += std::to_string(i) + ";Nội dung mẫu " + std::to_string(i) +
            ";Văn phòng Sở (mẫu);30/6/22;14/1/22;28/6/22;" + std::to_string(i) + "/BC\n";
  }
  return text;
}

// How many items have come to each state.
std::map<Item::State, int> States(Office& office) {
  std::map<Item::State, int> states;
  for (const Item& item : office.Items("programs/so-2022")) ++states[item.state()];
  return states;
}

TEST(InterruptedTest, TheSameCommandCompletesIt) {
  Office office(/*with_items=*/false);
  const std::string path = office.File("ctr.csv", Table());
  const std::vector<std::string> import = {"import", path, "--program", "so-2022", "--yes"};
  const auto kill_when = [&](const char* what, const auto& reached) {
    const std::unique_ptr<ChildProcess> client = office.StartTiendo(import);
    EXPECT_TRUE(testing::WaitUntil([&] { return !client->running() || reached(States(office)); },
                                   std::chrono::minutes(2)));
    // A client that was through before the kill has not been interrupted.
    EXPECT_TRUE(client->running()) << what << client->Stderr();
    client->Kill();
  };
  kill_when("items made", [](auto states) { return !states.empty(); });
  kill_when("some issued", [](auto states) { return states[Item::STATE_ISSUED] > 20; });
  kill_when("some completed", [](auto states) { return states[Item::STATE_COMPLETED] > 20; });

  const Office::Said said = office.Tiendo(import);
  EXPECT_EQ(said.code, 0) << said.err;
  const std::vector<Item> items = office.Items("programs/so-2022");
  ASSERT_EQ(items.size(), static_cast<size_t>(kItems));
  for (const Item& item : items) {
    EXPECT_EQ(item.state(), Item::STATE_COMPLETED) << item.name();
    const std::vector<ItemEvent> events = office.Events(item.name());
    ASSERT_EQ(events.size(), 2u) << item.name();
    EXPECT_EQ(events[0].kind(), ItemEvent::KIND_ISSUED);
    EXPECT_EQ(events[1].kind(), ItemEvent::KIND_COMPLETED);
    EXPECT_EQ(events[1].document().number(), std::to_string(item.ordinal()) + "/BC");
  }
  EXPECT_THAT(office.Tiendo(import).err, HasSubstr("không đổi " + std::to_string(kItems)));
}

TEST(InterruptedTest, TheSameCommandCompletesATableOfTargets) {
  using programs::v1::Target;
  constexpr int kTargets = 120;
  Office office(/*with_items=*/false);
  std::string table =
      "STT;Chỉ tiêu;Đơn vị tính;Yêu cầu;Chỉ tiêu năm;Ngày phê duyệt;Văn bản phê duyệt;Số liệu báo "
      "cáo\n";
  for (int i = 1; i <= kTargets; ++i) {
    table += std::to_string(i) + ";Chỉ tiêu mẫu " + std::to_string(i) +
             ";%;ít nhất;86;14/1/22;01/QĐ;\"tháng 2: 10\ntháng 4: 20\"\n";
  }
  const std::string path = office.File("ct.csv", table);
  const std::vector<std::string> import = {"import", path, "--program", "nganh-2022", "--yes"};
  const auto assigned = [&office] {
    const std::vector<Target> targets = office.Targets("programs/nganh-2022");
    return std::count_if(targets.begin(), targets.end(), [](const Target& target) {
      return target.state() == Target::STATE_ASSIGNED;
    });
  };
  const std::unique_ptr<ChildProcess> client = office.StartTiendo(import);
  EXPECT_TRUE(testing::WaitUntil([&] { return !client->running() || assigned() > 20; },
                                 std::chrono::minutes(2)));
  EXPECT_TRUE(client->running()) << client->Stderr();
  client->Kill();

  const Office::Said said = office.Tiendo(import);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(assigned(), kTargets);
  for (const Target& target : office.Targets("programs/nganh-2022")) {
    EXPECT_EQ(office.Reports(target.name()).size(), 2u) << target.name();
  }
  EXPECT_THAT(office.Tiendo(import).err, HasSubstr("không đổi " + std::to_string(kTargets)));
}

}  // namespace
}  // namespace tiendo
