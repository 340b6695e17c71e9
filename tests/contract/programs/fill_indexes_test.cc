// A database from before the indexes of lists is migrated: every state that it ever had is listed
// as if it had been written with them.
#include "services/programs/storage/fill_indexes.h"

#include "tests/contract/programs/program_store.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;

class FillIndexesTest : public ProgramStoreTest {
 protected:
  // Takes away what migration 5 made, as if the rows had been written before it.
  void Forget() {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(writer->ExecuteScript("DELETE FROM item_keys; DELETE FROM program_keys;"
                                      "UPDATE items SET program = '', category = '', owner = '',"
                                      " baseline_due_date = '~', ordinal = 0;"
                                      "UPDATE categories SET place = 0"),
                IsOk());
  }
  std::vector<std::string> Keys(const std::string& table) {
    db::Lease lease = database_->Reader().value();
    auto rows = lease->Query<std::string, std::string, std::string, int64_t, int64_t>(
        "SELECT name, kind, value, from_revision, to_revision FROM " + table +
        " ORDER BY name, kind, value, from_revision");
    EXPECT_THAT(rows, IsOk());
    std::vector<std::string> out;
    for (const auto& [name, kind, value, from, to] : *rows) {
      out.push_back(name + " " + kind + " " + value + " " + std::to_string(from) + " " +
                    std::to_string(to));
    }
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, FillIndexesTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(FillIndexesTest, RestoresWhatTheWritesWouldHaveMade) {
  Write([&](ledger::Transaction& tx) {
    Category category{"categories/department", "Sở", CategoryKind::kItem, 7, false, {}};
    return store_.Categories(tx)->Put(category);
  });
  PutProgram("p", "department", "so");
  const std::string a = "programs/p/items/a";
  Change(a, [](Item& i) {
    i.ordinal = 4;
    i.leads = {{"units/x", {}}, {"units/y", {}}};
    i.tags = {"theme/covid-19"};
    i.due_date = i.baseline_due_date = D("2022-06-30");
  });
  Change("programs/p/items/b", [](Item& i) { i.coordinators = {"units/x"}; });
  Change(a, [](Item& i) { i.leads = {{"units/y", {}}, {"units/z", {}}}; });
  Change(a, [](Item& i) { i.due_date = D("2022-09-30"); });
  Change(a, [](Item& i) { i.leads = {{"units/x", {}}, {"units/z", {}}}; });
  Change(a, [](Item& i) {
    i.secret = true;
    i.title = "Tên thật";
  });
  const std::vector<std::string> items = Keys("item_keys");
  const std::vector<std::string> programs = Keys("program_keys");
  ASSERT_GE(items.size(), 8U);
  ASSERT_EQ(programs.size(), 1U);
  committer_.reset();
  Forget();
  {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(writer->Begin(), IsOk());
    ASSERT_THAT(FillIndexes(*writer, NewCodecs()), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
  }
  EXPECT_EQ(Keys("item_keys"), items);
  EXPECT_EQ(Keys("program_keys"), programs);
  EXPECT_THAT(Listed("program.category = \"categories/department\" AND program.owner ="
                     " \"units/so\" AND baseline_due_date = 2022-06-30 AND ordinal = 4"),
              ElementsAre("p/a"));
  db::Lease lease = database_->Reader().value();
  EXPECT_EQ(std::get<0>(*lease->QueryRow<int64_t>("SELECT place FROM categories").value()), 7);
}

}  // namespace
}  // namespace tiendo::programs::testing
