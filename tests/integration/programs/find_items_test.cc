// Finding items: ListItems by filter and order, SearchItems by title.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FindItems : public ProgramsTest {
 protected:
  void SetUp() override {
    ProgramsTest::SetUp();
    ApprovedProgram();
  }
  void Add(const std::string& id, const std::string& title, const std::string& due = "",
           const std::vector<std::string>& leads = {}, bool secret = false,
           const std::string& program = "programs/p") {
    v1::CreateItemRequest request = NewItem(id, leads);
    request.set_parent(program);
    request.mutable_item()->set_title(title);
    request.mutable_item()->set_secret(secret);
    request.mutable_item()->clear_baseline_due_date();
    if (!due.empty()) *request.mutable_item()->mutable_baseline_due_date() = Date(due);
    ASSERT_THAT(Call(&Stub::CreateItem, request), IsOk());
  }
  static v1::SearchItemsRequest Query(const std::string& query,
                                      const std::string& parent = "programs/-") {
    v1::SearchItemsRequest request;
    request.set_parent(parent);
    request.set_query(query);
    return request;
  }
  // The ids found, all pages of `page_size`.
  std::vector<std::string> Found(v1::SearchItemsRequest request, int page_size = 0) {
    std::vector<std::string> ids;
    request.set_page_size(page_size);
    do {
      auto page = Call(&Stub::SearchItems, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Item& item : page->items()) {
        ids.push_back(item.name().substr(item.name().rfind('/') + 1));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  std::vector<std::string> Found(const std::string& query) { return Found(Query(query)); }
};
INSTANTIATE_TEST_SUITE_P(Engines, FindItems, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(FindItems, WithoutDiacriticsCaseAndPlaceOfTheTone) {
  Add("a", "Báo cáo kết quả hoà giải ở cơ sở");
  Add("b", "Đề án đào tạo nghề");
  Add("c", "Kế hoạch đào tạo");
  EXPECT_THAT(Found("HÒA GIẢI"), ElementsAre("a"));
  EXPECT_THAT(Found("hoa giai"), ElementsAre("a"));
  EXPECT_THAT(Found("dao tao"), ElementsAre("b", "c"));
  EXPECT_THAT(Found("tao đe"), ElementsAre("b"));
  EXPECT_THAT(Found("ao"), IsEmpty()) << "words are found by their beginnings";
}

TEST_P(FindItems, SeesTheLastTitleAtOnce) {
  Add("a", "Kế hoạch tuyển sinh");
  EXPECT_THAT(Found("tuyen sinh"), ElementsAre("a"));
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("programs/p/items/a");
  update.mutable_item()->set_title("Kế hoạch đào tạo");
  update.mutable_update_mask()->add_paths("title");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  EXPECT_THAT(Found("tuyen sinh"), IsEmpty());
  EXPECT_THAT(Found("dao tao"), ElementsAre("a"));
  Add("b", "Lớp đào tạo");
  EXPECT_THAT(Found("dao tao"), ElementsAre("a", "b"));
}

TEST_P(FindItems, PagesBestFirst) {
  for (int i = 0; i < 7; ++i) Add("n" + std::to_string(i), "Công tác dân vận " + std::to_string(i));
  Add("z", "Công tác dân vận");
  Add("a", "Sơ kết công tác dân vận");
  const std::vector<std::string> all = Found(Query("cong tac dan van"));
  ASSERT_EQ(all.size(), 9U);
  EXPECT_EQ(all.front(), "z");
  EXPECT_EQ(all.back(), "a");
  EXPECT_EQ(Found(Query("cong tac dan van"), 1), all);
  EXPECT_EQ(Found(Query("cong tac dan van"), 4), all);
}

TEST_P(FindItems, ByParentAndFilter) {
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("q")), IsOk());
  Add("a", "Đào tạo nghề", "2022-06-30", {"phong-a"});
  Add("b", "Đào tạo lại", "2022-09-30", {"phong-b"});
  Add("c", "Đào tạo", "2022-06-30", {"phong-a"}, false, "programs/q");
  EXPECT_THAT(Found(Query("dao tao", "programs/q")), ElementsAre("c"));
  v1::SearchItemsRequest request = Query("dao tao");
  request.set_filter("leads.unit : \"units/phong-a\" AND due_date <= 2022-06-30");
  EXPECT_THAT(Found(request), ElementsAre("c", "a"));
  EXPECT_THAT(Found(request, 1), ElementsAre("c", "a"));
  request.set_filter("state = COMPLETED");
  EXPECT_THAT(Found(request), IsEmpty());
  request.set_filter("title : x");
  EXPECT_THAT(Fields(Call(&Stub::SearchItems, request)), ElementsAre("filter"));
  EXPECT_THAT(Call(&Stub::SearchItems, Query("x", "programs/none")),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(FindItems, NamesEveryViolationOfASearch) {
  v1::SearchItemsRequest request;
  request.set_parent("x");
  request.set_page_size(-1);
  request.set_filter("=");
  EXPECT_THAT(Fields(Call(&Stub::SearchItems, request)),
              ElementsAre("parent", "query", "page_size", "filter"));
  EXPECT_THAT(Fields(Call(&Stub::SearchItems, Query("–"))), ElementsAre("query"));
  request = Query("x");
  request.set_page_token("garbage");
  EXPECT_THAT(Call(&Stub::SearchItems, request), HasReason("PAGE_TOKEN_INVALID"));
  Add("a", "Báo cáo một");
  Add("b", "Báo cáo hai");
  request = Query("bao cao");
  request.set_page_size(1);
  auto page = Call(&Stub::SearchItems, request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_query("bao");
  EXPECT_THAT(Call(&Stub::SearchItems, request), HasReason("PAGE_TOKEN_MISMATCH"));
}

TEST_P(FindItems, ThePastIsSearchedAsItWas) {
  Add("a", "Kế hoạch tuyển sinh");
  const auto then = GetItem("programs/p/items/a")->update_time();
  clock_->Advance(std::chrono::hours(1));
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("programs/p/items/a");
  update.mutable_item()->set_title("Kế hoạch đào tạo");
  update.mutable_update_mask()->add_paths("title");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  v1::SearchItemsRequest request = Query("tuyen sinh");
  *request.mutable_read_time() = then;
  EXPECT_THAT(Found(request), ElementsAre("a"));
  request.set_query("dao tao");
  EXPECT_THAT(Found(request), IsEmpty());
  // Made secret since, it is not found by what it was called openly, either.
  update.mutable_item()->set_secret(true);
  update.mutable_update_mask()->clear_paths();
  update.mutable_update_mask()->add_paths("secret");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  request.set_query("tuyen sinh");
  EXPECT_THAT(Found(request), IsEmpty());
}

TEST_P(FindItems, SecretItemsAreNeverFound) {
  Add("a", "Kế hoạch đặc biệt", "", {}, true);
  Add("b", "Kế hoạch thường");
  EXPECT_THAT(Found("ke hoach"), ElementsAre("b"));
  EXPECT_THAT(Found("dac biet"), IsEmpty());
  EXPECT_THAT(Found("noi dung mat"), IsEmpty());
}

TEST_P(FindItems, ListsByFilterAndOrderInPages) {
  Add("a", "Một", "2022-06-30", {"phong-a", "phong-b"});
  Add("b", "Hai", "2022-03-31", {"phong-a"});
  Add("c", "Ba", "", {"phong-a"});
  Add("d", "Bốn", "2022-12-31", {"phong-b"});
  v1::ListItemsRequest request;
  request.set_parent("programs/-");
  request.set_filter("leads.unit : \"units/phong-a\"");
  request.set_order_by("due_date desc");
  request.set_page_size(1);
  std::vector<std::string> ids;
  std::string second_token;
  do {
    auto page = Call(&Stub::ListItems, request);
    ASSERT_THAT(page, IsOk());
    for (const v1::Item& item : page->items()) {
      ids.push_back(item.name().substr(item.name().rfind('/') + 1));
    }
    request.set_page_token(page->next_page_token());
    if (second_token.empty()) second_token = page->next_page_token();
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre("c", "a", "b"));
  request.set_page_token(second_token);
  request.set_order_by("due_date");
  EXPECT_THAT(Call(&Stub::ListItems, request), HasReason("PAGE_TOKEN_MISMATCH"));
  request.clear_page_token();
  request.set_order_by("title");
  request.set_filter("leads.unit = x AND tags : 1 AND due : 2");
  const auto wrong = Call(&Stub::ListItems, request);
  EXPECT_THAT(Fields(wrong), ElementsAre("filter", "filter", "order_by"));
}

TEST_P(FindItems, AWatchCanBeFilteredByElementsOfRepeatedFields) {
  Add("a", "Một", "", {"phong-a"});
  Add("b", "Hai", "", {"phong-b"});
  grpc::ClientContext context;
  rpc::SetTimeout(tiendo::testing::kPatience, context);
  tiendo::feed::v1::WatchChangesRequest request;
  request.set_snapshot(true);
  request.set_filter("collection = \"items\" AND leads.unit : \"units/phong-b\"");
  auto stream = stub_->WatchChanges(&context, request);
  std::string seen;
  tiendo::feed::v1::WatchChangesResponse frame;
  while (seen.empty() && stream->Read(&frame)) {
    for (const auto& change : frame.changes()) seen += change.name() + " ";
  }
  context.TryCancel();
  stream->Finish();
  EXPECT_EQ(seen, "programs/p/items/b ");
  // What is not in the resource itself cannot be watched by.
  grpc::ClientContext refused;
  rpc::SetTimeout(tiendo::testing::kPatience, refused);
  request.set_filter("program.category = \"categories/department\"");
  auto none = stub_->WatchChanges(&refused, request);
  EXPECT_FALSE(none->Read(&frame));
  EXPECT_THAT(Fields(rpc::FromGrpc(none->Finish())), ElementsAre("filter"));
}

TEST_P(FindItems, ProgrammesByYear) {
  v1::CreateProgramRequest term = NewProgram("term");
  term.mutable_program()->clear_years();
  for (int year = 2023; year <= 2025; ++year) term.mutable_program()->add_years(year);
  ASSERT_THAT(Call(&Stub::CreateProgram, term), IsOk());
  v1::ListProgramsRequest request;
  request.set_filter("years : 2024");
  auto page = Call(&Stub::ListPrograms, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->programs_size(), 1);
  EXPECT_EQ(page->programs(0).name(), "programs/term");
  request.set_filter("years : 2022 AND state = APPROVED AND owner = \"units/so\"");
  EXPECT_EQ(Call(&Stub::ListPrograms, request)->programs_size(), 1);
  request.set_filter("years = 2022");
  const auto wrong = Call(&Stub::ListPrograms, request);
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("years"));
}

}  // namespace
}  // namespace tiendo::programs::testing
