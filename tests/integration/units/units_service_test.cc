// The units service over a real channel, on both engines.
#include <google/protobuf/util/json_util.h>
#include <grpcpp/client_context.h>

#include <string>

#include "common/rpc/status_conversion.h"
#include "services/units/server.h"
#include "tests/support/engine_test.h"
#include "tests/support/service_harness.h"
#include "tests/support/status_matchers.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::units {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

v1::CreateUnitRequest NewRequest(const std::string& id, const std::string& parent = "",
                                 v1::Unit::Kind kind = v1::Unit::KIND_GRASSROOTS_CELL) {
  v1::CreateUnitRequest request;
  request.set_unit_id(id);
  v1::Unit& unit = *request.mutable_unit();
  unit.set_display_name("Đơn vị " + id);
  unit.set_side(kind >= v1::Unit::KIND_DEPARTMENT ? v1::Unit::SIDE_GOVERNMENT
                                                  : v1::Unit::SIDE_PARTY);
  unit.set_kind(kind);
  unit.set_parent(parent);
  unit.mutable_effective_from()->set_year(2020);
  unit.mutable_effective_from()->set_month(1);
  unit.mutable_effective_from()->set_day(1);
  return request;
}

class UnitsServiceTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    host::Settings settings;
    settings.database = NewOptions();
    auto harness = tiendo::testing::ServiceHarness::Start(UnitsServer(), settings);
    ASSERT_THAT(harness, IsOk());
    harness_ = *std::move(harness);
    stub_ = v1::UnitService::NewStub(harness_->channel());
  }

  absl::Status Create(const v1::CreateUnitRequest& request, v1::Unit* unit = nullptr) {
    grpc::ClientContext context;
    v1::Unit ignored;
    return rpc::FromGrpc(stub_->CreateUnit(&context, request, unit == nullptr ? &ignored : unit));
  }
  absl::Status Update(const v1::UpdateUnitRequest& request, v1::Unit* unit) {
    grpc::ClientContext context;
    return rpc::FromGrpc(stub_->UpdateUnit(&context, request, unit));
  }
  absl::Status List(const v1::ListUnitsRequest& request, v1::ListUnitsResponse* response) {
    grpc::ClientContext context;
    return rpc::FromGrpc(stub_->ListUnits(&context, request, response));
  }

  std::unique_ptr<tiendo::testing::ServiceHarness> harness_;
  std::unique_ptr<v1::UnitService::Stub> stub_;
};

TEST_P(UnitsServiceTest, CreatesAndReads) {
  v1::Unit created;
  ASSERT_THAT(Create(NewRequest("dang-bo"), &created), IsOk());
  EXPECT_EQ(created.name(), "units/dang-bo");
  EXPECT_EQ(created.etag(), "\"1\"");
  EXPECT_EQ(created.state(), v1::Unit::STATE_ACTIVE);

  grpc::ClientContext context;
  v1::GetUnitRequest get;
  get.set_name("units/dang-bo");
  v1::Unit read;
  ASSERT_TRUE(stub_->GetUnit(&context, get, &read).ok());
  EXPECT_EQ(read.SerializeAsString(), created.SerializeAsString());
  // Every answer tells its position.
  EXPECT_TRUE(context.GetServerTrailingMetadata().contains("tiendo-position"));
}

TEST_P(UnitsServiceTest, StoresTextInNfc) {
  v1::CreateUnitRequest request = NewRequest("a");
  request.mutable_unit()->set_display_name("U\u0309y ban");  // the hook as a character of its own
  v1::Unit unit;
  ASSERT_THAT(Create(request, &unit), IsOk());
  EXPECT_EQ(unit.display_name(), "Ủy ban");
}

TEST_P(UnitsServiceTest, NamesEveryBadField) {
  v1::CreateUnitRequest request = NewRequest("Bad Id", "somewhere");
  request.mutable_unit()->clear_display_name();
  request.mutable_unit()->set_kind(v1::Unit::KIND_FUND);
  request.mutable_unit()->mutable_effective_from()->set_day(32);
  request.set_request_id("no spaces please");
  absl::Status status = Create(request);
  EXPECT_THAT(status, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(status),
              UnorderedElementsAre("unit_id", "unit.display_name", "unit.parent", "unit.kind",
                                   "unit.effective_from", "request_id"));
}

TEST_P(UnitsServiceTest, RefusesLinksThatCannotBe) {
  ASSERT_THAT(Create(NewRequest("party")), IsOk());
  v1::CreateUnitRequest request = NewRequest("so", "units/party", v1::Unit::KIND_DEPARTMENT);
  request.mutable_unit()->set_led_by("units/nobody");
  EXPECT_THAT(Fields(Create(request)), UnorderedElementsAre("unit.parent", "unit.led_by"));
  v1::CreateUnitRequest early = NewRequest("cell", "units/party");
  early.mutable_unit()->mutable_effective_from()->set_year(2019);
  EXPECT_THAT(Fields(Create(early)), ElementsAre("unit.parent"));
  EXPECT_THAT(Create(NewRequest("party")), HasReason("RESOURCE_EXISTS"));
}

TEST_P(UnitsServiceTest, BatchIsAllOrNone) {
  v1::BatchCreateUnitsRequest batch;
  // The child stands before its parent: order does not matter.
  *batch.add_requests() = NewRequest("child", "units/top");
  *batch.add_requests() = NewRequest("top");
  *batch.add_requests() = NewRequest("lost", "units/nowhere");
  grpc::ClientContext context;
  v1::BatchCreateUnitsResponse response;
  absl::Status status = rpc::FromGrpc(stub_->BatchCreateUnits(&context, batch, &response));
  EXPECT_THAT(Fields(status), ElementsAre("requests[2].unit.parent"));
  v1::ListUnitsResponse list;
  ASSERT_THAT(List({}, &list), IsOk());
  EXPECT_EQ(list.units_size(), 0);

  batch.mutable_requests()->RemoveLast();
  grpc::ClientContext second;
  ASSERT_TRUE(stub_->BatchCreateUnits(&second, batch, &response).ok());
  ASSERT_EQ(response.units_size(), 2);
  EXPECT_EQ(response.units(0).revision(), response.units(1).revision());

  // Missing ones are named.
  v1::BatchGetUnitsRequest get;
  get.add_names("units/top");
  get.add_names("units/none");
  grpc::ClientContext third;
  v1::BatchGetUnitsResponse got;
  status = rpc::FromGrpc(stub_->BatchGetUnits(&third, get, &got));
  EXPECT_THAT(status, StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(errors::GetDetails(status)->metadata["name"], "units/none");
}

TEST_P(UnitsServiceTest, UpdatesWhatTheMaskNames) {
  ASSERT_THAT(Create(NewRequest("a")), IsOk());
  v1::UpdateUnitRequest update;
  update.mutable_unit()->set_name("units/a");
  update.mutable_unit()->set_display_name("Tên mới");
  update.mutable_unit()->set_code("not in the mask");
  update.mutable_update_mask()->add_paths("display_name");
  update.mutable_unit()->set_etag("\"1\"");
  v1::Unit unit;
  ASSERT_THAT(Update(update, &unit), IsOk());
  EXPECT_EQ(unit.display_name(), "Tên mới");
  EXPECT_EQ(unit.code(), "");
  EXPECT_EQ(unit.etag(), "\"2\"");

  // The state it was read at is gone.
  update.mutable_unit()->set_display_name("Tên khác");
  absl::Status status = Update(update, &unit);
  EXPECT_THAT(status, StatusIs(StatusCode::kAborted));
  EXPECT_THAT(status, HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(errors::GetDetails(status)->metadata["current"], "\"2\"");

  // What changes nothing makes no revision.
  update.mutable_unit()->clear_etag();
  update.mutable_unit()->set_display_name("Tên mới");
  ASSERT_THAT(Update(update, &unit), IsOk());
  EXPECT_EQ(unit.revision(), 2);

  update.mutable_update_mask()->add_paths("kind");
  update.mutable_update_mask()->add_paths("colour");
  EXPECT_THAT(Fields(Update(update, &unit)),
              ElementsAre("update_mask.paths[1]", "update_mask.paths[2]"));
}

TEST_P(UnitsServiceTest, RefusesACycle) {
  ASSERT_THAT(Create(NewRequest("a")), IsOk());
  ASSERT_THAT(Create(NewRequest("b", "units/a")), IsOk());
  v1::UpdateUnitRequest update;
  update.mutable_unit()->set_name("units/a");
  update.mutable_unit()->set_parent("units/b");
  update.mutable_update_mask()->add_paths("parent");
  v1::Unit unit;
  EXPECT_THAT(Fields(Update(update, &unit)), ElementsAre("unit.parent"));
}

TEST_P(UnitsServiceTest, RequestIdMakesARepeatSafe) {
  v1::CreateUnitRequest request = NewRequest("a");
  request.set_request_id("11111111-2222-4333-8444-555555555555");
  v1::Unit first;
  v1::Unit second;
  ASSERT_THAT(Create(request, &first), IsOk());
  ASSERT_THAT(Create(request, &second), IsOk());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.mutable_unit()->set_code("X");
  EXPECT_THAT(Create(request), HasReason("REQUEST_ID_REUSED"));
}

TEST_P(UnitsServiceTest, ValidateOnlyWritesNothing) {
  v1::CreateUnitRequest request = NewRequest("a");
  request.set_validate_only(true);
  EXPECT_THAT(Create(request), IsOk());
  v1::ListUnitsResponse list;
  ASSERT_THAT(List({}, &list), IsOk());
  EXPECT_EQ(list.units_size(), 0);
}

TEST_P(UnitsServiceTest, PagesFilterAndReadThePast) {
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(Create(NewRequest(id)), IsOk());
  ASSERT_THAT(Create(NewRequest("so", "", v1::Unit::KIND_DEPARTMENT)), IsOk());
  v1::ListUnitsRequest request;
  request.set_page_size(2);
  request.set_filter("side = PARTY");
  v1::ListUnitsResponse page;
  ASSERT_THAT(List(request, &page), IsOk());
  ASSERT_EQ(page.units_size(), 2);
  ASSERT_NE(page.next_page_token(), "");
  request.set_page_token(page.next_page_token());
  ASSERT_THAT(List(request, &page), IsOk());
  ASSERT_GE(page.units_size(), 1);
  EXPECT_EQ(page.units(page.units_size() - 1).name(), "units/c");
  EXPECT_EQ(page.next_page_token(), "");

  request.set_filter("side = GOVERNMENT");
  EXPECT_THAT(List(request, &page), HasReason("PAGE_TOKEN_MISMATCH"));
  request.set_page_token("garbage");
  EXPECT_THAT(List(request, &page), HasReason("PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  request.set_page_size(-1);
  request.set_filter("colour = RED");
  EXPECT_THAT(Fields(List(request, &page)), UnorderedElementsAre("page_size", "filter"));

  // As recorded when only the first unit was there.
  v1::GetUnitRequest get;
  get.set_name("units/a");
  grpc::ClientContext context;
  v1::Unit a;
  ASSERT_TRUE(stub_->GetUnit(&context, get, &a).ok());
  v1::ListUnitsRequest past;
  *past.mutable_read_time() = a.create_time();
  v1::ListUnitsResponse then;
  ASSERT_THAT(List(past, &then), IsOk());
  EXPECT_EQ(then.units_size(), 1);
}

TEST_P(UnitsServiceTest, TreeLinksBothSides) {
  v1::BatchCreateUnitsRequest batch;
  *batch.add_requests() =
      NewRequest("dang-bo", "", v1::Unit::KIND_PARTY_COMMITTEE_ABOVE_GRASSROOTS);
  *batch.add_requests() = NewRequest("chi-bo", "units/dang-bo");
  *batch.add_requests() = NewRequest("so", "", v1::Unit::KIND_DEPARTMENT);
  *batch.add_requests() = NewRequest("phong", "units/so", v1::Unit::KIND_DIVISION);
  *batch.add_requests() = NewRequest("truong", "units/so", v1::Unit::KIND_SERVICE_UNIT);
  batch.mutable_requests(2)->mutable_unit()->set_led_by("units/dang-bo");
  batch.mutable_requests(4)->mutable_unit()->set_led_by("units/chi-bo");
  grpc::ClientContext context;
  v1::BatchCreateUnitsResponse response;
  ASSERT_THAT(rpc::FromGrpc(stub_->BatchCreateUnits(&context, batch, &response)), IsOk());

  auto tree = [this](const std::string& root) {
    v1::GetTreeRequest request;
    request.set_root(root);
    grpc::ClientContext c;
    v1::GetTreeResponse nodes;
    EXPECT_TRUE(stub_->GetTree(&c, request, &nodes).ok());
    std::vector<std::string> out;
    for (const v1::TreeNode& n : nodes.nodes()) {
      out.push_back(std::string(static_cast<size_t>(n.depth()), '.') + n.unit().name().substr(6) +
                    (n.led() ? "*" : ""));
    }
    return out;
  };
  EXPECT_THAT(tree(""), ElementsAre("dang-bo", ".chi-bo", "..truong*", ".so*", "..phong"));
  EXPECT_THAT(tree("units/so"), ElementsAre("so", ".phong", ".truong"));
}

INSTANTIATE_TEST_SUITE_P(Engines, UnitsServiceTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::units
