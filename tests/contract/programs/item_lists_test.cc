// Lists of items by every field and in every order, on every engine, and the indexes behind them.
#include "common/paging/filter.h"
#include "tests/contract/programs/program_store.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ItemLists : public ProgramStoreTest {
 protected:
  // Five items of two programmes.
  void Fill() {
    PutProgram("p", "department", "so");
    PutProgram("q", "scheme", "dang-bo");
    Change("programs/p/items/a", [](Item& i) {
      i.ordinal = 2;
      i.due_date = i.baseline_due_date = D("2022-06-30");
      i.leads = {{"units/x", {}}, {"units/y", {}}};
      i.tags = {"theme/covid-19", "work-area/xay-dung-dang"};
    });
    Change("programs/p/items/b", [](Item& i) {
      i.ordinal = 1;
      i.leads = {{"units/y", {}}};
      i.coordinators = {"units/x"};
      i.tags = {"theme/covid-19"};
    });
    Change("programs/p/items/c", [](Item& i) {
      i.ordinal = 3;
      i.due_date = D("2022-09-30");
      i.baseline_due_date = D("2022-06-30");
      i.state = ItemState::kIssued;
      i.secret = true;
      i.title = "Tên thật";
    });
    Change("programs/q/items/a", [](Item& i) {
      i.ordinal = 1;
      i.due_date = i.baseline_due_date = D("2022-03-31");
      i.leads = {{"units/x", {}}};
    });
    Change("programs/q/items/b", [](Item& i) {
      i.ordinal = 2;
      i.due_date = i.baseline_due_date = D("2022-06-30");
      i.state = ItemState::kCompleted;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ItemLists, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ItemLists, FilterByEveryField) {
  Fill();
  EXPECT_THAT(Listed("leads.unit : \"units/x\""), ElementsAre("p/a", "q/a"));
  EXPECT_THAT(Listed("coordinators : \"units/x\""), ElementsAre("p/b"));
  EXPECT_THAT(Listed("tags : \"theme/covid-19\""), ElementsAre("p/a", "p/b"));
  EXPECT_THAT(Listed("tags : \"theme/covid-19\" AND tags : \"work-area/xay-dung-dang\""),
              ElementsAre("p/a"));
  EXPECT_THAT(Listed("tags : \"theme/covid-19\" AND leads.unit : \"units/y\" AND ordinal < 2"),
              ElementsAre("p/b"));
  EXPECT_THAT(Listed("tags : covid"), IsEmpty()) << "a whole value, not a part of one";
  EXPECT_THAT(Listed("due_date <= 2022-06-30"), ElementsAre("p/a", "q/a", "q/b"));
  EXPECT_THAT(Listed("due_date >= 2022-06-30"), ElementsAre("p/a", "p/c", "q/b"))
      << "no date is not a late one";
  EXPECT_THAT(Listed("due_date != 2022-06-30"), ElementsAre("p/b", "p/c", "q/a"));
  EXPECT_THAT(Listed("baseline_due_date = 2022-06-30 AND due_date > 2022-06-30"),
              ElementsAre("p/c"));
  EXPECT_THAT(Listed("state = COMPLETED"), ElementsAre("q/b"));
  EXPECT_THAT(Listed("secret = true"), ElementsAre("p/c"));
  EXPECT_THAT(Listed("program.category = \"categories/scheme\""), ElementsAre("q/a", "q/b"));
  EXPECT_THAT(Listed("program.owner = \"units/so\""), ElementsAre("p/a", "p/b", "p/c"));
  EXPECT_THAT(Listed("due_date <= 2022-12-31", "", "q"), ElementsAre("q/a", "q/b"));
}

TEST_P(ItemLists, OrderByEveryFieldBothWays) {
  Fill();
  EXPECT_THAT(Listed("", "name desc"), ElementsAre("q/b", "q/a", "p/c", "p/b", "p/a"));
  EXPECT_THAT(Listed("", "due_date"), ElementsAre("q/a", "p/a", "q/b", "p/c", "p/b"));
  EXPECT_THAT(Listed("", "due_date desc"), ElementsAre("p/b", "p/c", "q/b", "p/a", "q/a"));
  EXPECT_THAT(Listed("", "ordinal, name"), ElementsAre("p/b", "q/a", "p/a", "q/b", "p/c"));
  EXPECT_THAT(Listed("", "ordinal", "p"), ElementsAre("p/b", "p/a", "p/c"));
  EXPECT_THAT(Listed("", "ordinal desc", "p"), ElementsAre("p/c", "p/a", "p/b"));
  Change("programs/p/items/b", [](Item& i) { i.product = "Báo cáo"; });
  EXPECT_THAT(Listed("", "update_time desc"), ElementsAre("p/b", "q/b", "q/a", "p/c", "p/a"));
  EXPECT_THAT(Listed("", "update_time", "p"), ElementsAre("p/a", "p/c", "p/b"));
  EXPECT_THAT(Listed("tags : \"theme/covid-19\"", "due_date desc"), ElementsAre("p/b", "p/a"));
  EXPECT_THAT(Listed("leads.unit : \"units/x\" AND due_date > 2022-01-01", "due_date"),
              ElementsAre("q/a", "p/a"));
  EXPECT_THAT(Listed("leads.unit : \"units/x\"", "update_time desc"), ElementsAre("q/a", "p/a"));
}

TEST_P(ItemLists, ThePastIsListedAsItWas) {
  Fill();
  const int64_t before = Head().revision;
  const Instant then = Head().time;
  clock_.Advance(std::chrono::hours(1));
  // A lead is exchanged, a tag comes, a due date moves, an item is withdrawn.
  Change("programs/p/items/a", [](Item& i) {
    i.leads = {{"units/z", {}}, {"units/y", {}}};
    i.due_date = D("2022-12-31");
  });
  Change("programs/q/items/a", [](Item& i) {
    i.tags = {"theme/covid-19"};
    i.state = ItemState::kWithdrawn;
  });
  ASSERT_GT(Head().revision, before);
  auto past = [&](const std::string& filter, const std::string& order_by = "") {
    feed::ListRequest request = ItemList("", filter, order_by);
    request.read_time = then;
    return Listed(request);
  };
  EXPECT_THAT(Listed("leads.unit : \"units/x\""), ElementsAre("q/a"));
  EXPECT_THAT(past("leads.unit : \"units/x\""), ElementsAre("p/a", "q/a"));
  EXPECT_THAT(Listed("leads.unit : \"units/z\""), ElementsAre("p/a"));
  EXPECT_THAT(past("leads.unit : \"units/z\""), IsEmpty());
  EXPECT_THAT(Listed("leads.unit : \"units/y\"", "due_date"), ElementsAre("p/a", "p/b"));
  EXPECT_THAT(past("leads.unit : \"units/y\"", "due_date"), ElementsAre("p/a", "p/b"));
  EXPECT_THAT(Listed("leads.unit : \"units/y\" AND due_date > 2022-06-30"), ElementsAre("p/a"));
  EXPECT_THAT(past("leads.unit : \"units/y\" AND due_date > 2022-06-30"), IsEmpty());
  EXPECT_THAT(Listed("tags : \"theme/covid-19\""), ElementsAre("p/a", "p/b", "q/a"));
  EXPECT_THAT(past("tags : \"theme/covid-19\""), ElementsAre("p/a", "p/b"));
  EXPECT_THAT(past("state = WITHDRAWN"), IsEmpty());
  EXPECT_THAT(past("", "due_date"), ElementsAre("q/a", "p/a", "q/b", "p/c", "p/b"));
  EXPECT_THAT(past("", "update_time desc"), ElementsAre("q/b", "q/a", "p/c", "p/b", "p/a"));
}

TEST_P(ItemLists, KeysAreWrittenWhenTheyChange) {
  Fill();
  auto rows = [this] {
    db::Lease lease = database_->Reader().value();
    return std::get<0>(*lease->QueryRow<int64_t>("SELECT COUNT(*) FROM item_keys").value());
  };
  const int64_t before = rows();
  Change("programs/p/items/a", [](Item& i) { i.title = "Tên khác"; });
  EXPECT_EQ(rows(), before);
  Change("programs/p/items/a", [](Item& i) { i.tags = {"theme/covid-19"}; });
  EXPECT_EQ(rows(), before) << "one ended, none began";
  Change("programs/p/items/a", [](Item& i) { i.due_date = D("2022-07-31"); });
  EXPECT_EQ(rows(), before + 3) << "two leads and a tag stand at another due date";
}

// What the service may be asked for, by field and order, and how it is read.
class ItemIndexes : public ItemLists {
 protected:
  static constexpr int kItems = 3000;

  void FillMany() {
    for (int p = 0; p < 10; ++p) {
      PutProgram("p" + std::to_string(p), "c" + std::to_string(p % 5), "o" + std::to_string(p));
    }
    for (int begin = 0; begin < kItems; begin += 500) {
      Write([&](ledger::Transaction& tx) {
        auto items = store_.Items(tx);
        for (int i = begin; i < begin + 500; ++i) {
          Item item;
          item.name = "programs/p" + std::to_string(i % 10) + "/items/i" + std::to_string(i);
          item.ordinal = i / 10;
          item.due_date = item.baseline_due_date = D("2022-01-01") + std::chrono::days(i % 365);
          item.state = static_cast<ItemState>(1 + i % 4);
          item.secret = i % 100 == 0;
          item.leads = {{"units/u" + std::to_string(i % 50), {}}};
          item.coordinators = {"units/u" + std::to_string((i + 7) % 50)};
          item.tags = {"theme/t" + std::to_string(i % 20)};
          absl::Status status = items->Put(item);
          if (!status.ok()) return status;
        }
        return absl::OkStatus();
      });
    }
    if (GetParam() == db::Engine::kPostgres) {
      db::Lease writer = database_->Writer().value();
      ASSERT_THAT(writer->ExecuteScript("ANALYZE items; ANALYZE item_keys"), IsOk());
    }
  }

  // The plan of a page after the first.
  std::string Plan(const std::string& program, const std::string& filter,
                   const std::string& order_by, std::optional<int64_t> at = std::nullopt) {
    db::Lease lease = database_->Reader().value();
    if (GetParam() == db::Engine::kPostgres) {
      // PostgreSQL reads a table of this size as a whole and sorts it, because that is cheap. What
      // counts is that it has another way: one that it has not, it cannot be kept from.
      EXPECT_THAT(lease->ExecuteScript("SET enable_seqscan = off; SET enable_sort = off;"
                                       "SET enable_bitmapscan = off; SET enable_hashjoin = off;"
                                       "SET enable_mergejoin = off"),
                  IsOk());
    }
    ledger::Reader reader(*lease, schema_);
    ledger::ListQuery query;
    query.limit = 51;
    query.at = at;
    const std::string field = order_by.substr(0, order_by.find(' '));
    query.order.descending = order_by.ends_with(" desc");
    for (const feed::ListField& f : ItemFields()) {
      if (f.field.name != field) continue;
      query.order.column = f.column;
      query.order.number = f.field.type == paging::FieldType::kNumber;
    }
    if (!program.empty()) {
      if (query.order.column.empty()) {
        query.prefix = program + "/items/";
      } else {
        query.conditions = {{"program", "=", program}};
      }
    }
    query.after = "programs/p3/items/i1003";
    query.after_value = query.order.number ? "100" : "2022-05-05";
    feed::AddFilter(*paging::ParseFilter(filter, feed::FilterFields(ItemFields())), ItemFields(),
                    query);
    auto lines = reader.Explain(schema_.collections[2], query);
    EXPECT_THAT(lines, IsOk());
    std::string plan;
    for (const std::string& line : *lines) plan += line + "\n";
    return plan;
  }
  // No table is read as a whole.
  void ExpectIndexed(const std::string& plan, const std::string& what) {
    EXPECT_THAT(plan, Not(HasSubstr("Seq Scan"))) << what;
    std::istringstream lines(plan);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("SCAN")) continue;
      EXPECT_THAT(line, HasSubstr(" INDEX ")) << what << "\n" << plan;
    }
  }
  // And nothing is put in order that was not read in order.
  void ExpectInOrder(const std::string& plan, const std::string& what) {
    ExpectIndexed(plan, what);
    EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << what;
    EXPECT_THAT(plan, Not(HasSubstr("Sort"))) << what;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ItemIndexes, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ItemIndexes, EveryListReadsAnIndexInItsOrder) {
  FillMany();
  for (const char* order : {"", "name desc", "due_date", "due_date desc", "ordinal", "ordinal desc",
                            "update_time", "update_time desc"}) {
    for (const char* program : {"", "programs/p3"}) {
      ExpectInOrder(Plan(program, "", order), std::string(program) + " by " + order);
    }
  }
  for (const char* filter :
       {"state = ISSUED", "program.category = \"categories/c2\"", "leads.unit : \"units/u7\"",
        "coordinators : \"units/u7\"", "tags : \"theme/t3\""}) {
    for (const char* order : {"due_date", "due_date desc"}) {
      ExpectInOrder(Plan("", filter, order), std::string(filter) + " by " + order);
    }
  }
  for (const char* filter : {"due_date >= 2022-03-01 AND due_date <= 2022-03-31",
                             "leads.unit : \"units/u7\" AND due_date <= 2022-12-31",
                             "tags : \"theme/t3\" AND due_date > 2022-02-01"}) {
    ExpectInOrder(Plan("", filter, "due_date"), std::string(filter) + " by due_date");
  }
}

TEST_P(ItemIndexes, EveryFilterHasAnIndex) {
  FillMany();
  for (const char* filter :
       {"state = ISSUED", "program.category = \"categories/c2\"", "program.owner = \"units/o2\"",
        "secret = true", "leads.unit : \"units/u7\"", "coordinators : \"units/u7\"",
        "tags : \"theme/t3\"", "tags : \"theme/t3\" AND leads.unit : \"units/u7\"",
        "due_date <= 2022-01-31", "baseline_due_date = 2022-03-31",
        "state = ISSUED AND tags : \"theme/t3\" AND due_date < 2022-06-30"}) {
    for (const char* order : {"", "due_date", "ordinal", "update_time desc"}) {
      ExpectIndexed(Plan("", filter, order), std::string(filter) + " by " + order);
    }
  }
}

TEST_P(ItemIndexes, ThePastIsReadByAnIndexToo) {
  FillMany();
  const int64_t at = Head().revision - 1;
  for (const char* program : {"", "programs/p3"}) {
    ExpectInOrder(Plan(program, "", "", at), std::string(program) + " in the past");
  }
  for (const char* filter : {"leads.unit : \"units/u7\"", "tags : \"theme/t3\""}) {
    ExpectIndexed(Plan("", filter, "", at), std::string(filter) + " in the past");
  }
}

}  // namespace
}  // namespace tiendo::programs::testing
