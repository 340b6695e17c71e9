// The units service over a real channel, on both engines.
#ifndef TIENDO_TESTS_INTEGRATION_UNITS_FIXTURE_H_
#define TIENDO_TESTS_INTEGRATION_UNITS_FIXTURE_H_

#include <grpcpp/client_context.h>

#include <memory>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "common/rpc/status_conversion.h"
#include "services/units/server.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_harness.h"
#include "tests/support/status_matchers.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::units {

using tiendo::testing::Fields;

inline google::type::Date Date(const std::string& iso) {
  return api::ToProto(calendar::ParseIsoDay(iso).value());
}

class UnitsFixture : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    host::Settings settings;
    settings.database = NewOptions();
    auto harness = tiendo::testing::ServiceHarness::Start(UnitsServer(), settings);
    ASSERT_THAT(harness, tiendo::testing::IsOk());
    harness_ = *std::move(harness);
    stub_ = v1::UnitService::NewStub(harness_->channel());
  }

  using Stub = v1::UnitService::Stub;
  // One call: Call(&Stub::GetUnit, request, &response).
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const std::type_identity_t<Request>& request, Response* response) {
    grpc::ClientContext context;
    response->Clear();
    return rpc::FromGrpc((*stub_.*method)(&context, request, response));
  }

  // dang-bo ─ chi-bo-a ─ to-a1, chi-bo-b; so (led by dang-bo) ─ phong-1 (led by chi-bo-a), phong-2.
  void CreateTrees() {
    v1::BatchCreateUnitsRequest batch;
    auto add = [&batch](const std::string& id, v1::Unit::Kind kind, const std::string& parent,
                        const std::string& led_by = "") {
      v1::CreateUnitRequest& one = *batch.add_requests();
      one.set_unit_id(id);
      one.mutable_unit()->set_display_name("Đơn vị " + id);
      one.mutable_unit()->set_kind(kind);
      one.mutable_unit()->set_side(kind >= v1::Unit::KIND_DEPARTMENT ? v1::Unit::SIDE_GOVERNMENT
                                                                     : v1::Unit::SIDE_PARTY);
      if (!parent.empty()) one.mutable_unit()->set_parent("units/" + parent);
      if (!led_by.empty()) one.mutable_unit()->set_led_by("units/" + led_by);
      *one.mutable_unit()->mutable_effective_from() = Date("2020-01-01");
    };
    add("dang-bo", v1::Unit::KIND_PARTY_COMMITTEE_ABOVE_GRASSROOTS, "");
    add("chi-bo-a", v1::Unit::KIND_GRASSROOTS_CELL, "dang-bo");
    add("to-a1", v1::Unit::KIND_SUBORDINATE_CELL, "chi-bo-a");
    add("chi-bo-b", v1::Unit::KIND_GRASSROOTS_CELL, "dang-bo");
    add("so", v1::Unit::KIND_DEPARTMENT, "", "dang-bo");
    add("phong-1", v1::Unit::KIND_DIVISION, "so", "chi-bo-a");
    add("phong-2", v1::Unit::KIND_DIVISION, "so");
    v1::BatchCreateUnitsResponse response;
    ASSERT_THAT(Call(&Stub::BatchCreateUnits, batch, &response), tiendo::testing::IsOk());
  }

  static v1::TransferUnitRequest Transfer(const std::string& id, const std::string& parent,
                                          const std::string& day) {
    v1::TransferUnitRequest request;
    request.set_name("units/" + id);
    request.set_parent(parent.empty() ? "" : "units/" + parent);
    *request.mutable_effective_date() = Date(day);
    request.mutable_legal_basis()->set_number("MẪU-01/QĐ");
    return request;
  }

  // "." per depth, id, "*" for led.
  std::vector<std::string> Tree(v1::GetTreeRequest request) {
    std::vector<std::string> out;
    do {
      v1::GetTreeResponse page;
      EXPECT_THAT(Call(&Stub::GetTree, request, &page), tiendo::testing::IsOk());
      for (const v1::TreeNode& n : page.nodes()) {
        out.push_back(std::string(static_cast<size_t>(n.depth()), '.') + n.unit().name().substr(6) +
                      (n.led() ? "*" : ""));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return out;
  }
  std::vector<std::string> TreeOn(const std::string& day, const std::string& root = "") {
    v1::GetTreeRequest request;
    request.set_root(root);
    *request.mutable_as_of() = Date(day);
    return Tree(request);
  }

  std::unique_ptr<tiendo::testing::ServiceHarness> harness_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace tiendo::units

#endif  // TIENDO_TESTS_INTEGRATION_UNITS_FIXTURE_H_
