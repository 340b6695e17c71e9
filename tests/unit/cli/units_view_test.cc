// The commands of units and calendar against a server that notes what it is asked.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/app.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using units::v1::UnitMove;

class Units : public units::v1::UnitService::Service {
 public:
  grpc::Status GetTree(grpc::ServerContext*, const units::v1::GetTreeRequest* request,
                       units::v1::GetTreeResponse* tree) override {
    // Two pages.
    auto& node = *tree->add_nodes();
    const bool first = request->page_token().empty();
    node.set_depth(first ? 0 : 1);
    node.mutable_unit()->set_display_name(first ? "Đảng bộ" : "Chi bộ");
    node.mutable_unit()->set_name(first ? "units/top" : "units/cell");
    if (first) tree->set_next_page_token("next");
    return grpc::Status::OK;
  }
  grpc::Status SearchUnits(grpc::ServerContext*, const units::v1::SearchUnitsRequest* request,
                           units::v1::SearchUnitsResponse* response) override {
    query = request->query();
    auto& result = *response->add_results();
    result.mutable_unit()->set_display_name("Phòng Trẻ em");
    result.mutable_unit()->set_name("units/phong-tre-em");
    result.set_former_name("Phòng Bảo vệ trẻ em");
    response->set_total_size(3);
    return grpc::Status::OK;
  }
  grpc::Status TransferUnit(grpc::ServerContext*, const units::v1::TransferUnitRequest* request,
                            units::v1::Reorganisation* out) override {
    (request->validate_only() ? checked : written).push_back(*request);
    return Answer(request->validate_only(), out);
  }
  grpc::Status RenameUnit(grpc::ServerContext*, const units::v1::RenameUnitRequest* request,
                          units::v1::Reorganisation* out) override {
    renamed = *request;
    return Answer(request->validate_only(), out);
  }
  grpc::Status MergeUnits(grpc::ServerContext*, const units::v1::MergeUnitsRequest* request,
                          units::v1::Reorganisation* out) override {
    merged = *request;
    return Answer(request->validate_only(), out);
  }
  grpc::Status CountWorkingDays(grpc::ServerContext*, const units::v1::CountWorkingDaysRequest*,
                                units::v1::CountWorkingDaysResponse* out) override {
    out->set_working_days(4);
    return grpc::Status::OK;
  }

  std::string query;
  std::vector<units::v1::TransferUnitRequest> checked;
  std::vector<units::v1::TransferUnitRequest> written;
  units::v1::RenameUnitRequest renamed;
  units::v1::MergeUnitsRequest merged;

 private:
  static grpc::Status Answer(bool preview, units::v1::Reorganisation* out) {
    out->add_events()->set_name("units/a/events/0001");
    if (!preview) return grpc::Status::OK;
    UnitMove& move = *out->add_moves();
    move.set_unit("units/a");
    move.set_display_name("Phòng A");
    move.set_effect(UnitMove::EFFECT_MOVES);
    move.set_old_parent("units/so");
    move.set_new_parent("units/so-y-te");
    out->set_move_count(1234);
    return grpc::Status::OK;
  }
};

class UnitsViewTest : public ::testing::Test {
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
  int Tiendo(std::vector<const char*> arguments, const std::string& answer = "") {
    arguments.insert(arguments.begin(), {"tiendo", "--units", address_.c_str()});
    std::istringstream in(answer);
    out_.str("");
    err_.str("");
    return RunApp(static_cast<int>(arguments.size()), arguments.data(),
                  {.in = in, .out = out_, .err = err_});
  }
  Units service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(UnitsViewTest, ATransferIsCheckedShownAskedAndWritten) {
  const std::vector<const char*> command = {
      "units", "transfer", "a", "--parent", "so-y-te", "--on", "01/03/2025", "--document", "1/QĐ"};
  EXPECT_EQ(Tiendo(command, "n\n"), 1);
  EXPECT_EQ(service_.checked.size(), 1U);
  EXPECT_THAT(service_.written, IsEmpty());
  EXPECT_THAT(err_.str(), HasSubstr("Phòng A (units/a)"));
  EXPECT_THAT(err_.str(), HasSubstr("units/so → units/so-y-te"));
  EXPECT_THAT(err_.str(), HasSubstr("… và 1194 đơn vị khác"));
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_EQ(Tiendo(command, "y\n"), 0);
  ASSERT_EQ(service_.written.size(), 1U);
  const units::v1::TransferUnitRequest& written = service_.written[0];
  EXPECT_EQ(written.name(), "units/a");
  EXPECT_EQ(written.parent(), "units/so-y-te");
  EXPECT_FALSE(written.has_led_by());
  EXPECT_EQ(written.effective_date().month(), 3);
  EXPECT_EQ(written.legal_basis().number(), "1/QĐ");
  EXPECT_FALSE(written.request_id().empty());
  EXPECT_THAT(out_.str(), HasSubstr("units/a/events/0001"));
}

TEST_F(UnitsViewTest, WhatIsNotGivenStaysAsItIs) {
  EXPECT_EQ(Tiendo({"units", "rename", "a", "--to", "Tên mới", "--code", "", "--on", "2025-03-01",
                    "--document", "1/QĐ", "--yes"}),
            0);
  EXPECT_EQ(service_.renamed.display_name(), "Tên mới");
  EXPECT_TRUE(service_.renamed.has_code()) << "emptied";
  EXPECT_FALSE(service_.renamed.has_short_name());
  EXPECT_EQ(Tiendo({"units", "transfer", "a", "--top", "--inherit-leader", "--on", "2025-03-01",
                    "--document", "1/QĐ", "--yes"}),
            0);
  EXPECT_TRUE(service_.written.back().has_parent());
  EXPECT_EQ(service_.written.back().parent(), "");
  EXPECT_TRUE(service_.written.back().has_led_by());
}

TEST_F(UnitsViewTest, SeveralUnitsMergeIntoOne) {
  EXPECT_EQ(Tiendo({"units", "merge", "a", "units/b", "--into", "c", "--on", "2025-03-01",
                    "--document", "1/QĐ", "--yes"}),
            0);
  EXPECT_THAT(service_.merged.names(), ::testing::ElementsAre("units/a", "units/b"));
  EXPECT_EQ(service_.merged.into().name(), "units/c");
  EXPECT_EQ(Tiendo({"units", "merge", "a", "--on", "2025-03-01", "--document", "1/QĐ"}), 2);
}

TEST_F(UnitsViewTest, SearchJoinsWordsAndTellsFormerNames) {
  EXPECT_EQ(Tiendo({"units", "search", "tre", "em"}), 0);
  EXPECT_EQ(service_.query, "tre em");
  EXPECT_THAT(out_.str(), HasSubstr("tên cũ: Phòng Bảo vệ trẻ em"));
  EXPECT_THAT(out_.str(), HasSubstr("… và 2 đơn vị khác"));
}

TEST_F(UnitsViewTest, ATreeIsReadToItsLastPage) {
  EXPECT_EQ(Tiendo({"units", "tree", "--as-of", "2022-06-30"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("units/top"));
  EXPECT_THAT(out_.str(), HasSubstr("└─ Chi bộ"));
  EXPECT_EQ(Tiendo({"--json", "units", "tree"}), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("\"nextPageToken\": \"next\"")));
}

TEST_F(UnitsViewTest, CountsWorkingDays) {
  EXPECT_EQ(Tiendo({"calendar", "count", "2025-04-25", "05/05/2025"}), 0);
  EXPECT_THAT(out_.str(),
              HasSubstr("4 ngày làm việc, sau ngày 25/04/2025 đến hết ngày 05/05/2025"));
}

}  // namespace
}  // namespace tiendo::cli
