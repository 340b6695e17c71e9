// Listing 100,000 items: a page near the end beside the first one, in every order, and a search.
#include <grpcpp/client_context.h>

#include <chrono>
#include <cstdio>

#include "common/api/fields.h"
#include "services/programs/server.h"
#include "services/units/server.h"
#include "tests/bench/bench.h"
#include "tests/support/service_harness.h"
#include "tests/support/temp_dir.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
namespace v1 = programs::v1;
constexpr int kItems = 100'000;
constexpr int kBatch = 1000;
constexpr int kPage = 100;
constexpr int kDeep = 90'000;
constexpr int kRounds = 101;

double Milliseconds(SteadyClock::duration d) {
  return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(d).count();
}

// A bench whose calls fail measures nothing.
void MustBeOk(const grpc::Status& status) {
  if (status.ok()) return;
  std::printf("%s\n", status.error_message().c_str());
  std::fflush(stdout);
  std::abort();
}

const char* const kVerbs[] = {"Báo cáo", "Kế hoạch", "Đề án", "Tờ trình", "Quyết định"};
const char* const kFields[] = {"giải quyết việc làm", "bảo trợ xã hội", "đào tạo nghề",
                               "an toàn lao động",    "giảm nghèo",     "bình đẳng giới",
                               "phòng chống tệ nạn",  "trẻ em",         "người có công",
                               "quản lý nhà nước"};

void CreateUnits(units::v1::UnitService::Stub& stub) {
  units::v1::BatchCreateUnitsRequest batch;
  auto add = [&batch](const std::string& id) {
    units::v1::CreateUnitRequest& request = *batch.add_requests();
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name("Đơn vị mẫu " + id);
    request.mutable_unit()->set_side(units::v1::Unit::SIDE_GOVERNMENT);
    request.mutable_unit()->set_kind(units::v1::Unit::KIND_DIVISION);
    *request.mutable_unit()->mutable_effective_from() =
        api::ToProto(calendar::ParseIsoDay("2015-01-01").value());
  };
  add("so");
  for (int i = 0; i < 40; ++i) add("phong-" + std::to_string(i));
  grpc::ClientContext context;
  units::v1::BatchCreateUnitsResponse created;
  MustBeOk(stub.BatchCreateUnits(&context, batch, &created));
}

void Fill(v1::ProgramService::Stub& stub, int programs) {
  {
    grpc::ClientContext context;
    v1::CreateCategoryRequest request;
    request.set_category_id("department");
    request.mutable_category()->set_display_name("Chương trình công tác của Sở");
    request.mutable_category()->set_kind(v1::Category::KIND_ITEM);
    v1::Category category;
    MustBeOk(stub.CreateCategory(&context, request, &category));
  }
  for (int p = 0; p < programs; ++p) {
    grpc::ClientContext context;
    v1::CreateProgramRequest request;
    request.set_program_id("p" + std::to_string(p));
    request.mutable_program()->set_title("Chương trình mẫu " + std::to_string(p));
    request.mutable_program()->add_years(2022);
    request.mutable_program()->set_category("categories/department");
    request.mutable_program()->set_owner("units/so");
    v1::Program program;
    MustBeOk(stub.CreateProgram(&context, request, &program));
  }
  for (int begin = 0; begin < kItems; begin += kBatch) {
    v1::BatchCreateItemsRequest batch;
    batch.set_parent("programs/p" + std::to_string(begin / kBatch % programs));
    for (int i = begin; i < begin + kBatch; ++i) {
      v1::CreateItemRequest& request = *batch.add_requests();
      request.set_parent(batch.parent());
      request.set_item_id("i" + std::to_string(i));
      v1::Item& item = *request.mutable_item();
      item.set_ordinal(i % kItems);
      item.set_title(std::string(kVerbs[i % 5]) + " " + kFields[i / 5 % 10] + " số " +
                     std::to_string(i));
      item.add_leads()->set_unit("units/phong-" + std::to_string(i % 40));
      item.add_tags(i % 3 == 0 ? "theme/covid-19" : "work-area/xay-dung-chinh-quyen");
      *item.mutable_baseline_due_date() = api::ToProto(calendar::ParseIsoDay("2022-01-01").value() +
                                                       std::chrono::days(i * 7 % 365));
    }
    grpc::ClientContext context;
    v1::BatchCreateItemsResponse created;
    MustBeOk(stub.BatchCreateItems(&context, batch, &created));
  }
}

double TimeOf(v1::ProgramService::Stub& stub, const v1::ListItemsRequest& request) {
  grpc::ClientContext context;
  v1::ListItemsResponse page;
  const auto start = SteadyClock::now();
  MustBeOk(stub.ListItems(&context, request, &page));
  if (page.items_size() != request.page_size()) std::abort();
  return Milliseconds(SteadyClock::now() - start);
}

// The request for the page that begins after `deep` items.
v1::ListItemsRequest After(v1::ProgramService::Stub& stub, v1::ListItemsRequest request, int deep) {
  request.set_page_size(1000);
  for (int read = 0; read < deep; read += request.page_size()) {
    grpc::ClientContext context;
    v1::ListItemsResponse page;
    MustBeOk(stub.ListItems(&context, request, &page));
    request.set_page_token(page.next_page_token());
  }
  request.set_page_size(kPage);
  return request;
}

void Compare(v1::ProgramService::Stub& stub, const char* what, const std::string& parent,
             const std::string& filter, const std::string& order_by, int deep) {
  v1::ListItemsRequest first;
  first.set_parent(parent);
  first.set_filter(filter);
  first.set_order_by(order_by);
  first.set_page_size(kPage);
  const v1::ListItemsRequest last = After(stub, first, deep);
  Sample near;
  Sample far;
  Sample ratio;
  for (int i = 0; i < kRounds; ++i) {
    const double a = TimeOf(stub, first);
    const double b = TimeOf(stub, last);
    near.Add(a);
    far.Add(b);
    ratio.Add(b / a);
  }
  std::printf("  %-44s first %6.2f ms, after %6d %6.2f ms, ratio %.2f\n", what, near.Quantile(0.5),
              deep, far.Quantile(0.5), ratio.Quantile(0.5));
}

void Search(v1::ProgramService::Stub& stub, const char* query, const std::string& filter) {
  Sample took;
  for (int i = 0; i < kRounds; ++i) {
    v1::SearchItemsRequest request;
    request.set_parent("programs/-");
    request.set_query(query);
    request.set_filter(filter);
    grpc::ClientContext context;
    v1::SearchItemsResponse page;
    const auto start = SteadyClock::now();
    MustBeOk(stub.SearchItems(&context, request, &page));
    took.Add(Milliseconds(SteadyClock::now() - start));
  }
  std::printf("  search \"%s\"%s%s: p50 %.1f ms, p99 %.1f ms\n", query,
              filter.empty() ? "" : " and ", filter.c_str(), took.Quantile(0.5),
              took.Quantile(0.99));
}

}  // namespace

void BenchListing() {
  testing::TempDir dir;
  host::Settings units_settings;
  units_settings.database.url = "sqlite:" + dir.File("units.db");
  auto units = testing::ServiceHarness::Start(units::UnitsServer(), units_settings);
  if (!units.ok()) std::abort();
  CreateUnits(*units::v1::UnitService::NewStub((*units)->channel()));
  auto config = std::make_shared<programs::Config>();
  config->units = (*units)->address();
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("programs.db");
  auto started = testing::ServiceHarness::Start(programs::ProgramsServer(config), settings);
  if (!started.ok()) std::abort();
  auto stub = v1::ProgramService::NewStub((*started)->channel());

  const auto start = SteadyClock::now();
  Fill(*stub, 10);
  std::printf("%d items in 10 programmes, written in %.1f s; pages of %d, median of %d rounds\n",
              kItems, Milliseconds(SteadyClock::now() - start) / 1000, kPage, kRounds);
  const std::string all = "programs/-";
  Compare(*stub, "by name", all, "", "", kDeep);
  Compare(*stub, "by due_date", all, "", "due_date", kDeep);
  Compare(*stub, "by due_date desc", all, "", "due_date desc", kDeep);
  Compare(*stub, "by ordinal", all, "", "ordinal", kDeep);
  Compare(*stub, "by update_time desc", all, "", "update_time desc", kDeep);
  Compare(*stub, "one programme by due_date", "programs/p3", "", "due_date", 9000);
  Compare(*stub, "state = DRAFT by name", all, "state = DRAFT", "", kDeep);
  Compare(*stub, "state = DRAFT by due_date", all, "state = DRAFT", "due_date", kDeep);
  Compare(*stub, "program.category by due_date", all,
          "program.category = \"categories/department\"", "due_date", kDeep);
  Compare(*stub, "a tag by name", all, "tags : \"theme/covid-19\"", "", 30'000);
  Compare(*stub, "a tag by due_date", all, "tags : \"theme/covid-19\"", "due_date", 30'000);
  Compare(*stub, "a lead by due_date", all, "leads.unit : \"units/phong-7\"", "due_date", 2000);
  Search(*stub, "giam ngheo 17", "");
  Search(*stub, "bao cao", "");
  Search(*stub, "bao cao", "leads.unit : \"units/phong-5\"");
  std::printf("\n");
}

}  // namespace tiendo::bench
