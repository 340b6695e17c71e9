// The commands items, programs and vocabulary against a server that notes what it is asked.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/app.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace v1 = programs::v1;

v1::Item NewItem(const std::string& id) {
  v1::Item item;
  item.set_name("programs/so-2022/items/" + id);
  item.set_title("Nội dung mẫu " + id);
  item.set_ordinal(7);
  item.add_leads()->set_unit("units/van-phong-so");
  item.mutable_due_date()->set_year(2022);
  item.mutable_due_date()->set_month(6);
  item.mutable_due_date()->set_day(30);
  item.set_state(v1::Item::STATE_ISSUED);
  return item;
}

class Programs : public v1::ProgramService::Service {
 public:
  grpc::Status ListItems(grpc::ServerContext*, const v1::ListItemsRequest* request,
                         v1::ListItemsResponse* out) override {
    listed = *request;
    // Two pages and more.
    *out->add_items() = NewItem(request->page_token().empty() ? "01" : "02");
    out->set_next_page_token("more");
    return grpc::Status::OK;
  }
  grpc::Status SearchItems(grpc::ServerContext*, const v1::SearchItemsRequest* request,
                           v1::SearchItemsResponse* out) override {
    searched = *request;
    if (request->query() != "none") *out->add_items() = NewItem("18");
    return grpc::Status::OK;
  }
  grpc::Status ListPrograms(grpc::ServerContext*, const v1::ListProgramsRequest* request,
                            v1::ListProgramsResponse* out) override {
    programs = *request;
    v1::Program& program = *out->add_programs();
    program.set_name("programs/so-2022");
    program.set_title("Chương trình công tác năm 2022 của Sở");
    program.add_years(2022);
    program.set_state(v1::Program::STATE_APPROVED);
    return grpc::Status::OK;
  }
  grpc::Status ListCategories(grpc::ServerContext*, const v1::ListCategoriesRequest*,
                              v1::ListCategoriesResponse* out) override {
    v1::Category& category = *out->add_categories();
    category.set_name("categories/department");
    category.set_display_name("Chương trình công tác của Sở");
    category.set_kind(v1::Category::KIND_ITEM);
    return grpc::Status::OK;
  }
  grpc::Status ListTags(grpc::ServerContext*, const v1::ListTagsRequest* request,
                        v1::ListTagsResponse* out) override {
    tags = *request;
    v1::Tag& tag = *out->add_tags();
    tag.set_kind(v1::Tag::KIND_THEME);
    tag.set_display_name("Phòng, chống dịch COVID-19");
    tag.set_value("theme/covid-19");
    tag.set_retired(true);
    return grpc::Status::OK;
  }
  grpc::Status ListPeriods(grpc::ServerContext*, const v1::ListPeriodsRequest* request,
                           v1::ListPeriodsResponse* out) override {
    periods = *request;
    v1::Period& period = *out->add_periods();
    period.set_name("periods/2022-h1");
    period.set_display_name("6 tháng đầu năm 2022");
    period.set_kind(v1::Period::KIND_HALF_YEAR);
    *period.mutable_cut_off_date() = NewItem("x").due_date();
    return grpc::Status::OK;
  }

  v1::ListItemsRequest listed;
  v1::SearchItemsRequest searched;
  v1::ListProgramsRequest programs;
  v1::ListTagsRequest tags;
  v1::ListPeriodsRequest periods;
};

class ItemsViewTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  void TearDown() override { server_->Shutdown(); }
  int Tiendo(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), {"tiendo", "--programs", address_.c_str()});
    std::istringstream in;
    out_.str("");
    err_.str("");
    return RunApp(static_cast<int>(arguments.size()), arguments.data(),
                  {.in = in, .out = out_, .err = err_});
  }
  Programs service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ItemsViewTest, AListIsAskedForByWordsOfTheClerk) {
  EXPECT_EQ(Tiendo({"items",
                    "list",
                    "--program",
                    "so-2022",
                    "--lead",
                    "van-phong-so",
                    "--tag",
                    "theme/covid-19",
                    "--category",
                    "department",
                    "--state",
                    "issued",
                    "--due-from",
                    "01/06/2022",
                    "--due-to",
                    "2022-06-30",
                    "--secret",
                    "--filter",
                    "ordinal > 3",
                    "--order-by",
                    "due_date desc",
                    "--limit",
                    "2"}),
            0)
      << err_.str();
  EXPECT_EQ(service_.listed.parent(), "programs/so-2022");
  EXPECT_EQ(service_.listed.order_by(), "due_date desc");
  EXPECT_EQ(service_.listed.filter(),
            "leads.unit : \"units/van-phong-so\" AND tags : \"theme/covid-19\" AND"
            " program.category = \"categories/department\" AND state = ISSUED AND due_date >="
            " 2022-06-01 AND due_date <= 2022-06-30 AND secret = true AND ordinal > 3");
  EXPECT_THAT(out_.str(), HasSubstr("Nội dung mẫu 01"));
  EXPECT_THAT(out_.str(), HasSubstr("Nội dung mẫu 02")) << "the second page";
  EXPECT_THAT(out_.str(), HasSubstr("30/06/2022"));
  EXPECT_THAT(out_.str(), HasSubstr("đã giao"));
  EXPECT_THAT(out_.str(), HasSubstr("còn nữa"));
  EXPECT_EQ(Tiendo({"items", "list", "--due-to", "31/06/2022"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--due-to"));
}

TEST_F(ItemsViewTest, ASearchTakesItsWordsTogether) {
  EXPECT_EQ(Tiendo({"items", "search", "viec", "lam", "--lead", "phong-a"}), 0) << err_.str();
  EXPECT_EQ(service_.searched.query(), "viec lam");
  EXPECT_EQ(service_.searched.parent(), "programs/-");
  EXPECT_EQ(service_.searched.filter(), "leads.unit : \"units/phong-a\"");
  EXPECT_THAT(out_.str(), HasSubstr("Nội dung mẫu 18"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("còn nữa")));
  EXPECT_EQ(Tiendo({"items", "search", "none"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Không có nội dung nào"));
  EXPECT_EQ(Tiendo({"items", "search", "x", "--json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"programs/so-2022/items/18\""));
  EXPECT_EQ(Tiendo({"items", "search"}), 2);
}

TEST_F(ItemsViewTest, ProgrammesByYear) {
  EXPECT_EQ(Tiendo({"programs", "list", "--year", "2022", "--owner", "so", "--state", "approved"}),
            0)
      << err_.str();
  EXPECT_EQ(service_.programs.filter(),
            "years : 2022 AND owner = \"units/so\" AND state = APPROVED");
  EXPECT_THAT(out_.str(), HasSubstr("đã phê duyệt"));
}

TEST_F(ItemsViewTest, TheVocabularyInItsWords) {
  EXPECT_EQ(Tiendo({"vocabulary", "tags", "--kind", "theme", "--retired"}), 0) << err_.str();
  EXPECT_EQ(service_.tags.filter(), "kind = THEME");
  EXPECT_EQ(service_.tags.order_by(), "order");
  EXPECT_THAT(out_.str(), HasSubstr("chủ đề"));
  EXPECT_THAT(out_.str(), HasSubstr("thôi dùng"));
  EXPECT_EQ(Tiendo({"vocabulary", "tags"}), 0);
  EXPECT_EQ(service_.tags.filter(), "retired = false");
  EXPECT_EQ(Tiendo({"vocabulary", "periods", "--year", "2022"}), 0) << err_.str();
  EXPECT_EQ(service_.periods.filter(),
            "start_date <= 2022-12-31 AND end_date >= 2022-01-01 AND retired = false");
  EXPECT_THAT(out_.str(), HasSubstr("30/06/2022"));
  EXPECT_EQ(Tiendo({"vocabulary", "categories", "--json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("categories/department"));
  EXPECT_EQ(Tiendo({"vocabulary", "tags", "--kind", "x"}), 2);
}

}  // namespace
}  // namespace tiendo::cli
