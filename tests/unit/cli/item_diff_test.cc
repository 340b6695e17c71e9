#include "services/cli/item_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/item_record.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::ItemEvent;
using sheets::Column;
using sheets::ItemRow;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Kind = RowStep::Kind;

calendar::Day On(int year, int month, int day) { return *calendar::FromYmd(year, month, day); }

google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// A header with all columns.
sheets::Header Full() {
  sheets::Header header{.row = 1};
  for (const Column column : sheets::ColumnsOf(sheets::TableKind::kItems)) {
    header.columns[column] = static_cast<int>(column);
  }
  return header;
}

sheets::Header Only(std::initializer_list<Column> columns) {
  sheets::Header header{.row = 1};
  for (const Column column : columns) header.columns[column] = static_cast<int>(column);
  return header;
}

ItemRow NewRow() {
  ItemRow row;
  row.row = 7;
  row.program = "p";
  row.id = "i";
  row.ordinal = 7;
  row.title = "Báo cáo";
  row.leads = {"units/a", "units/b"};
  return row;
}

// An item issued on 14/01/2022 with the leads a (done on 28/06) and b, due on 30/06/2022.
Recorded Issued() {
  Recorded recorded;
  Item& item = recorded.item;
  item.set_name("programs/p/items/i");
  item.set_ordinal(7);
  item.set_title("Báo cáo");
  item.add_leads()->set_unit("units/a");
  *item.mutable_leads(0)->mutable_result_date() = DateOf(2022, 6, 28);
  item.add_leads()->set_unit("units/b");
  *item.mutable_baseline_due_date() = DateOf(2022, 6, 30);
  *item.mutable_due_date() = DateOf(2022, 6, 30);
  *item.mutable_approval_date() = DateOf(2022, 1, 14);
  item.set_state(Item::STATE_ISSUED);
  item.set_etag("\"5\"");
  ItemEvent issued;
  issued.set_kind(ItemEvent::KIND_ISSUED);
  *issued.mutable_event_date() = DateOf(2022, 1, 14);
  issued.mutable_document()->set_number("01/CTr");
  ItemEvent done;
  done.set_kind(ItemEvent::KIND_COMPLETED);
  done.set_lead("units/a");
  *done.mutable_event_date() = DateOf(2022, 6, 28);
  done.mutable_document()->set_number("12/BC");
  recorded.row = *RecordOf(item, {issued, done});
  recorded.row.row = 7;
  return recorded;
}

std::vector<Kind> KindsOf(const RowOutcome& outcome) {
  std::vector<Kind> kinds;
  for (const RowStep& step : outcome.steps) kinds.push_back(step.kind);
  return kinds;
}

std::string Problems(const RowOutcome& outcome) {
  std::string text;
  for (const sheets::Problem& p : outcome.problems) text += p.column + ": " + p.reason + '\n';
  return text;
}

TEST(ItemDiffTest, ANewRowBecomesAllItsSteps) {
  ItemRow row = NewRow();
  row.approval_date = On(2022, 1, 14);
  row.baseline_due = On(2022, 6, 30);
  row.due = On(2022, 9, 30);
  row.extension = {On(2022, 6, 15), "Giám đốc", {"40/QĐ", {}, ""}, "chờ"};
  row.results = {{"", On(2022, 9, 1), {"12/BC", {}, ""}}};
  const RowOutcome outcome = CompareRow(row, Full(), nullptr, true);
  EXPECT_EQ(Problems(outcome), "");
  EXPECT_THAT(KindsOf(outcome), ElementsAre(Kind::kCreate, Kind::kIssue, Kind::kExtend,
                                            Kind::kComplete, Kind::kComplete));
  EXPECT_THAT(outcome.changes, IsEmpty());
  const auto& create =
      static_cast<const programs::v1::CreateItemRequest&>(*outcome.steps[0].message);
  EXPECT_EQ(create.parent(), "programs/p");
  EXPECT_EQ(create.item().baseline_due_date().month(), 6);
}

TEST(ItemDiffTest, ARowOfDueDatesAloneSetsTheBaseline) {
  ItemRow row = NewRow();
  row.due = On(2022, 6, 30);
  const RowOutcome outcome = CompareRow(row, Full(), nullptr, true);
  ASSERT_THAT(KindsOf(outcome), ElementsAre(Kind::kCreate));
  EXPECT_EQ(static_cast<const programs::v1::CreateItemRequest&>(*outcome.steps[0].message)
                .item()
                .baseline_due_date()
                .day(),
            30);
}

TEST(ItemDiffTest, WhatANewRowCannotSay) {
  ItemRow row = NewRow();
  row.results = {{"", On(2022, 6, 28), {}}};
  EXPECT_THAT(Problems(CompareRow(row, Full(), nullptr, true)),
              HasSubstr("thiếu ngày phê duyệt: nội dung chưa giao thì không có Kết quả"));
  row.approval_date = On(2022, 1, 14);
  EXPECT_THAT(Problems(CompareRow(row, Full(), nullptr, false)),
              HasSubstr("chương trình chưa được phê duyệt"));
  row.withdrawal = {On(2022, 7, 1), {"9/QĐ", {}, ""}, "gộp"};
  EXPECT_THAT(Problems(CompareRow(row, Full(), nullptr, true)),
              HasSubstr("đã hoàn thành ngày 28/06/2022"));
  row.withdrawal.date = On(2022, 1, 1);
  EXPECT_THAT(Problems(CompareRow(row, Full(), nullptr, true)),
              HasSubstr("trước ngày phê duyệt nội dung"));
  row.title = std::string(sheets::kSecretTitle);
  row.secret = true;
  EXPECT_THAT(Problems(CompareRow(row, Full(), nullptr, true)), HasSubstr("ghi tên thật"));
}

TEST(ItemDiffTest, WhatIsRecordedChangesNothing) {
  const Recorded recorded = Issued();
  const RowOutcome outcome = CompareRow(recorded.row, Full(), &recorded, true);
  EXPECT_EQ(Problems(outcome), "");
  EXPECT_THAT(KindsOf(outcome), IsEmpty());
  EXPECT_THAT(outcome.changes, IsEmpty());
}

TEST(ItemDiffTest, AColumnThatIsNotThereSaysNothing) {
  const Recorded recorded = Issued();
  ItemRow row;
  row.row = 7;
  row.program = "p";
  row.id = "i";
  row.title = "Báo cáo";
  const RowOutcome outcome = CompareRow(row, Only({Column::kId, Column::kTitle}), &recorded, true);
  EXPECT_EQ(Problems(outcome), "");
  EXPECT_THAT(KindsOf(outcome), IsEmpty());
}

TEST(ItemDiffTest, DescriptiveChangesAreOneUpdateWithTheEtag) {
  const Recorded recorded = Issued();
  ItemRow row = recorded.row;
  row.title = "Báo cáo năm";
  row.product = "Tờ trình";
  row.coordinators = {"units/c"};
  const RowOutcome outcome = CompareRow(row, Full(), &recorded, true);
  ASSERT_THAT(KindsOf(outcome), ElementsAre(Kind::kUpdate));
  const auto& update =
      static_cast<const programs::v1::UpdateItemRequest&>(*outcome.steps[0].message);
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("title", "product", "coordinators"));
  EXPECT_EQ(update.item().etag(), "\"5\"");
  ASSERT_EQ(outcome.changes.size(), 3u);
  EXPECT_EQ(outcome.changes[0].before, "\"Báo cáo\"");
  EXPECT_EQ(outcome.changes[0].after, "\"Báo cáo năm\"");
  EXPECT_EQ(outcome.changes[1].before, "(trống)");
}

TEST(ItemDiffTest, WhatNeedsAVerbIsRefusedWithTheRemedy) {
  const Recorded recorded = Issued();
  ItemRow row = recorded.row;
  row.due = On(2022, 9, 30);
  EXPECT_THAT(Problems(CompareRow(row, Full(), &recorded, true)),
              HasSubstr("tiendo item extend programs/p/items/i --to 2022-09-30"));
  row = recorded.row;
  row.baseline_due = On(2022, 7, 1);
  EXPECT_THAT(Problems(CompareRow(row, Full(), &recorded, true)),
              HasSubstr("thời hạn ban đầu không đổi"));
  row = recorded.row;
  row.leads = {"units/c"};
  EXPECT_THAT(Problems(CompareRow(row, Full(), &recorded, true)),
              HasSubstr("tiendo item reassign programs/p/items/i"));
  row = recorded.row;
  row.approval_date = On(2022, 1, 15);
  EXPECT_THAT(Problems(CompareRow(row, Full(), &recorded, true)), HasSubstr("đã ghi 14/01/2022"));
  row = recorded.row;
  row.results[0].day = On(2022, 6, 29);
  EXPECT_THAT(Problems(CompareRow(row, Full(), &recorded, true)), HasSubstr("đã ghi 28/06/2022"));
  row = recorded.row;
  row.results[0].document.number = "13/BC";
  EXPECT_THAT(Problems(CompareRow(row, Full(), &recorded, true)), HasSubstr("\"12/BC\""));
}

TEST(ItemDiffTest, NewEventsOfAnIssuedItem) {
  const Recorded recorded = Issued();
  ItemRow row = recorded.row;
  row.due = On(2022, 9, 30);
  row.extension = {On(2022, 6, 15), "Giám đốc", {"40/QĐ", {}, ""}, "chờ"};
  row.results.push_back({"units/b", On(2022, 7, 8), {}});
  const RowOutcome outcome = CompareRow(row, Full(), &recorded, true);
  EXPECT_EQ(Problems(outcome), "");
  EXPECT_THAT(KindsOf(outcome), ElementsAre(Kind::kExtend, Kind::kComplete));
  ASSERT_EQ(outcome.changes.size(), 2u);
  EXPECT_EQ(outcome.changes[0].before + " → " + outcome.changes[0].after,
            "30/06/2022 → 30/09/2022");
  EXPECT_EQ(outcome.changes[1].after, "units/b: 08/07/2022");
}

TEST(ItemDiffTest, ADraftIsChangedFreely) {
  Recorded recorded = Issued();
  recorded.item.set_state(Item::STATE_DRAFT);
  recorded.item.clear_approval_date();
  recorded.item.mutable_leads(0)->clear_result_date();
  recorded.row = *RecordOf(recorded.item, {});
  ItemRow row = NewRow();
  row.leads = {"units/c"};
  row.due = On(2022, 7, 1);
  row.approval_date = On(2022, 1, 14);
  const RowOutcome outcome = CompareRow(row, Full(), &recorded, true);
  EXPECT_EQ(Problems(outcome), "");
  ASSERT_THAT(KindsOf(outcome), ElementsAre(Kind::kUpdate, Kind::kIssue));
  EXPECT_THAT(static_cast<const programs::v1::UpdateItemRequest&>(*outcome.steps[0].message)
                  .update_mask()
                  .paths(),
              ElementsAre("leads", "baseline_due_date"));
}

TEST(ItemDiffTest, SecretTextsAreInNoMessage) {
  Recorded recorded = Issued();
  recorded.item.set_secret(true);
  recorded.row.secret = true;
  recorded.row.title = "Tên mật cũ";
  ItemRow row = recorded.row;
  row.title = "Tên mật mới";
  row.product = "Sản phẩm mật";
  const RowOutcome changed = CompareRow(row, Full(), &recorded, true);
  ASSERT_THAT(KindsOf(changed), ElementsAre(Kind::kUpdate));
  for (const FieldChange& change : changed.changes) {
    EXPECT_THAT(change.before + change.after, Not(HasSubstr("Tên mật")));
    EXPECT_THAT(change.before + change.after, Not(HasSubstr("Sản phẩm mật")));
  }
  // As exported.
  row.title = std::string(sheets::kSecretTitle);
  row.product = "";
  EXPECT_THAT(KindsOf(CompareRow(row, Full(), &recorded, true)), IsEmpty());
}

TEST(ItemDiffTest, RecordsAsOfADayAndWithoutVoidedEvents) {
  const Recorded recorded = Issued();
  ItemEvent extended;
  extended.set_kind(ItemEvent::KIND_EXTENDED);
  *extended.mutable_event_date() = DateOf(2022, 7, 1);
  *extended.mutable_new_due_date() = DateOf(2022, 9, 30);
  Item item = recorded.item;
  *item.mutable_due_date() = DateOf(2022, 9, 30);
  EXPECT_EQ(RecordOf(item, {extended}, On(2022, 6, 30))->due, On(2022, 6, 30));
  EXPECT_EQ(RecordOf(item, {extended}, On(2022, 7, 1))->due, On(2022, 9, 30));
  EXPECT_EQ(RecordOf(item, {extended})->extension.date, On(2022, 7, 1));
  EXPECT_TRUE(RecordOf(item, {extended}, On(2022, 6, 27))->results.empty());
  EXPECT_FALSE(RecordOf(item, {extended}, On(2022, 1, 13))) << "not in the programme yet";
  extended.set_voided(true);
  EXPECT_TRUE(RecordOf(item, {extended})->extension.empty());
}

}  // namespace
}  // namespace tiendo::cli
