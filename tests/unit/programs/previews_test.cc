// Which requests a preview takes, and that each leads to the steps of its own verb.
#include "services/programs/api/previews.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "common/calendar/time_zone.h"
#include "common/rpc/writes.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::programs {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using ::testing::ElementsAre;
using testing::Fields;
using testing::HasReason;
using testing::IsOk;

const ServiceDescriptor& Service() {
  return *v1::Program::descriptor()->file()->FindServiceByName("ProgramService");
}

bool Writes(const MethodDescriptor& method) {
  return method.input_type()->FindFieldByName("validate_only") != nullptr;
}

v1::PreviewWritesRequest EmptyRequestOf(const MethodDescriptor& method) {
  const std::unique_ptr<Message> write(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  v1::PreviewWritesRequest request;
  request.add_writes()->PackFrom(*write);
  return request;
}

// What the steps say of the request alone, which is before they ask anybody else.
absl::Status FirstChecks(const rpc::BoundWrite& steps) {
  absl::Status status = steps.validate();
  if (status.ok() && steps.prepare) status = steps.prepare(rpc::Call());
  return status;
}

// Behind the service there is only what day it is: no verb takes an empty request, and each says so
// before it asks for more.
TEST(Previews, KnowEveryVerbThatWrites) {
  const testing::ManualClock clock;
  const auto zone = calendar::BusinessZone::Create("Asia/Ho_Chi_Minh");
  ASSERT_THAT(zone, IsOk());
  ProgramsService::Parts parts;
  parts.clock = &clock;
  parts.zone = &*zone;
  Previews previews(parts);
  std::set<const google::protobuf::Descriptor*> requests;
  for (int i = 0; i < Service().method_count(); ++i) {
    const MethodDescriptor& method = *Service().method(i);
    if (!Writes(method)) continue;
    EXPECT_TRUE(requests.insert(method.input_type()).second)
        << method.name() << " shares its request with another verb: it does not tell which";
    auto bound = previews.Bind(EmptyRequestOf(method));
    ASSERT_THAT(bound, IsOk()) << method.name() << " has no row";
    ASSERT_EQ(bound->size(), 1u);
    const Previews::Write& write = bound->front();
    EXPECT_EQ(write.verb(), method.name());
    EXPECT_EQ(write.request->GetDescriptor(), method.input_type());
    EXPECT_EQ(write.response->GetDescriptor(), method.output_type());
    EXPECT_THAT(FirstChecks(write.steps()), HasReason("INVALID_REQUEST")) << method.name();
  }
  EXPECT_FALSE(requests.empty());
}

TEST(Previews, TakeNothingElse) {
  Previews previews(ProgramsService::Parts{});
  for (int i = 0; i < Service().method_count(); ++i) {
    const MethodDescriptor& method = *Service().method(i);
    if (Writes(method)) continue;
    auto bound = previews.Bind(EmptyRequestOf(method));
    EXPECT_THAT(bound, HasReason("INVALID_REQUEST")) << method.name();
    EXPECT_THAT(Fields(bound), ElementsAre("writes[0]")) << method.name();
  }
}

TEST(Previews, BindEachWriteToItsOwnMessages) {
  Previews previews(ProgramsService::Parts{});
  v1::CreateTagRequest good;
  good.set_tag_id("covid-19");
  good.mutable_tag()->set_kind(v1::Tag::KIND_THEME);
  good.mutable_tag()->set_display_name("Phòng, chống dịch");
  v1::PreviewWritesRequest request;
  request.add_writes()->PackFrom(good);
  request.add_writes()->PackFrom(v1::CreateTagRequest());
  auto bound = previews.Bind(request);
  ASSERT_THAT(bound, IsOk());
  ASSERT_EQ(bound->size(), 2u);
  EXPECT_THAT((*bound)[0].steps().validate(), IsOk());
  EXPECT_THAT((*bound)[1].steps().validate(), HasReason("INVALID_REQUEST"));
}

TEST(Previews, NameEveryViolation) {
  Previews previews(ProgramsService::Parts{});
  v1::PreviewWritesRequest request;
  EXPECT_THAT(Fields(previews.Bind(request)), ElementsAre("writes"));

  request.add_writes();
  request.add_writes()->set_type_url("type.googleapis.com/tiendo.programs.v1.NothingRequest");
  request.add_writes()->set_type_url("ExtendItemRequest");
  google::protobuf::Any& garbled = *request.add_writes();
  garbled.PackFrom(v1::ExtendItemRequest());
  garbled.set_value("\xff");
  v1::ExtendItemRequest kept;
  kept.set_request_id("r-1");
  kept.set_validate_only(true);
  request.add_writes()->PackFrom(kept);
  request.add_writes()->PackFrom(v1::ExtendItemRequest());  // its own fields are its verb's matter
  EXPECT_THAT(Fields(previews.Bind(request)),
              ElementsAre("writes[0]", "writes[1]", "writes[2]", "writes[3]",
                          "writes[4].request_id", "writes[4].validate_only"));

  request.clear_writes();
  for (int i = 0; i < 10; ++i) request.add_writes()->PackFrom(v1::ExtendItemRequest());
  EXPECT_THAT(previews.Bind(request), IsOk());
  request.add_writes()->PackFrom(v1::ExtendItemRequest());
  EXPECT_THAT(Fields(previews.Bind(request)), ElementsAre("writes"));
}

}  // namespace
}  // namespace tiendo::programs
