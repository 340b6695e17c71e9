// PreviewWrites: what it shows is what the writes then do, and nothing of it is kept.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/feed/tokens.h"
#include "common/rpc/call.h"
#include "common/rpc/retry.h"
#include "tests/integration/programs/duties_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using tiendo::feed::v1::Change;
using tiendo::feed::v1::WatchChangesRequest;
using tiendo::feed::v1::WatchChangesResponse;

class PreviewTest : public DutiesTest {
 protected:
  template <typename... Writes>
  static v1::PreviewWritesRequest Of(const Writes&... writes) {
    v1::PreviewWritesRequest request;
    (request.add_writes()->PackFrom(writes), ...);
    return request;
  }
  template <typename... Writes>
  absl::StatusOr<v1::PreviewWritesResponse> Preview(const Writes&... writes) {
    return Call(&Stub::PreviewWrites, Of(writes...));
  }

  static int64_t RevisionOf(const grpc::ClientContext& context) {
    const auto& trailer = context.GetServerTrailingMetadata();
    const auto found = trailer.find(rpc::kPositionMetadata);
    if (found == trailer.end()) return -1;
    const auto positions = feed::DecodePositions({found->second.data(), found->second.size()});
    return positions.ok() && positions->size() == 1 ? positions->front().revision : -1;
  }
  // The head's revision, and where a watch of what follows it begins.
  int64_t Head() {
    grpc::ClientContext context;
    v1::ListProgramsResponse page;
    EXPECT_THAT(rpc::FromGrpc(stub_->ListPrograms(&context, {}, &page)), IsOk());
    token_ = page.resume_token();
    return RevisionOf(context);
  }
  // The changes since Head() was asked, as many as that.
  std::vector<Change> Watched(int count) {
    grpc::ClientContext context;
    rpc::SetTimeout(tiendo::testing::kPatience, context);
    WatchChangesRequest request;
    request.set_resume_token(token_);
    auto stream = stub_->WatchChanges(&context, request);
    std::vector<Change> out;
    WatchChangesResponse frame;
    while (static_cast<int>(out.size()) < count && stream->Read(&frame)) {
      out.insert(out.end(), frame.changes().begin(), frame.changes().end());
    }
    context.TryCancel();
    stream->Finish();
    return out;
  }

  // Previews again and again while others write, all of which must succeed.
  static constexpr int kOthers = 4;
  static constexpr int kItemsOfEach = 20;
  static constexpr int kOthersItems = kOthers * kItemsOfEach;
  void WhileOthersWrite(const std::function<void()>& preview) {
    std::atomic<int> writing = kOthers;
    std::vector<std::thread> writers;
    for (int w = 0; w < kOthers; ++w) {
      writers.emplace_back([&, w] {
        for (int i = 0; i < kItemsOfEach; ++i) {
          const std::string id = "w" + std::to_string(w) + "-" + std::to_string(i);
          EXPECT_THAT(Call(&Stub::CreateItem, NewItem(id)), IsOk());
        }
        --writing;
      });
    }
    do {
      preview();
    } while (writing > 0);
    for (std::thread& writer : writers) writer.join();
  }

  // A change in words, without the times of the commits.
  static std::string Text(Change change) {
    std::string type;
    google::protobuf::Any::ParseAnyTypeUrl(change.resource().type_url(), &type);
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
    if (descriptor == nullptr) return "unknown type " + type;
    const std::unique_ptr<google::protobuf::Message> resource(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
    if (!change.resource().UnpackTo(resource.get())) return "no " + type;
    for (const char* time : {"create_time", "update_time", "void_time"}) {
      const auto* field = descriptor->FindFieldByName(time);
      if (field != nullptr) resource->GetReflection()->ClearField(resource.get(), field);
    }
    change.clear_commit_time();
    change.clear_resource();
    return change.ShortDebugString() + " " + type + " " + resource->ShortDebugString();
  }
  template <typename Changes>
  static std::vector<std::string> Texts(const Changes& changes) {
    std::vector<std::string> out;
    for (const Change& change : changes) out.push_back(Text(change));
    return out;
  }
  template <typename Message>
  static Message Resource(const Change& change) {
    Message message;
    EXPECT_TRUE(change.resource().UnpackTo(&message)) << change.ShortDebugString();
    return message;
  }

  std::string token_;
};
INSTANTIATE_TEST_SUITE_P(Engines, PreviewTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(PreviewTest, ShowsAnExtensionAndKeepsNothing) {
  WaitForUnits(3);
  IssuedItem({"phong-a"});
  const v1::ExtendItemRequest extension = Extension("2022-06-20", "2022-12-31");
  const std::string item = GetItem()->SerializeAsString();
  const int64_t item_revision = GetItem()->revision();
  const std::string events = Events()->SerializeAsString();
  const int64_t head = Head();

  auto preview = Preview(extension);
  ASSERT_THAT(preview, IsOk());
  ASSERT_EQ(preview->changes_size(), 2);
  const Change& changed = preview->changes(0);
  EXPECT_EQ(changed.name(), kItem);
  EXPECT_EQ(changed.kind(), Change::KIND_UPDATED);
  EXPECT_EQ(changed.revision(), head + 1);
  EXPECT_EQ(changed.previous_revision(), item_revision);
  EXPECT_EQ(changed.method(), "tiendo.programs.v1.ProgramService/ExtendItem");
  EXPECT_FALSE(changed.has_commit_time());
  EXPECT_EQ(Iso(true, Resource<v1::Item>(changed).due_date()), "2022-12-31");
  const Change& event = preview->changes(1);
  EXPECT_EQ(event.name(), std::string(kItem) + "/events/0002");
  EXPECT_EQ(event.kind(), Change::KIND_CREATED);
  EXPECT_EQ(event.previous_revision(), 0);
  EXPECT_EQ(Resource<v1::ItemEvent>(event).reason(), "chờ ý kiến");

  EXPECT_EQ(GetItem()->SerializeAsString(), item);
  EXPECT_EQ(Events()->SerializeAsString(), events);
  EXPECT_EQ(Head(), head);
  auto again = Preview(extension);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(Texts(again->changes()), Texts(preview->changes()));

  ASSERT_THAT(Call(&Stub::ExtendItem, extension), IsOk());
  const std::vector<Change> made = Watched(2);
  EXPECT_EQ(Texts(made), Texts(preview->changes()));
}

// All of a life, each write upon those before it, one of them without any effect.
TEST_P(PreviewTest, ShowsWhatTenWritesThenDo) {
  // Events tell at which revision of units they were made; all of them at the last.
  WaitForUnits(3);
  ApprovedProgram();
  const v1::CreateItemRequest create = NewItem("i", {"phong-a"});
  v1::UpdateCategoryRequest same;
  same.mutable_category()->set_name("categories/department");
  same.mutable_category()->set_display_name(NewCategory("department").category().display_name());
  same.mutable_update_mask()->add_paths("display_name");
  const auto acceptance = Verb<v1::AcceptItemRequest>("2022-02-01");
  const v1::AddMilestonesRequest milestones = Milestones("2022-02-02", {"m1"});
  const v1::ExtendItemRequest extension = Extension("2022-06-20", "2022-12-31");
  const v1::ReportCompletionRequest completion = Completion("2022-07-01", "phong-a");
  const v1::AppraiseCompletionRequest returned = Appraisal("2022-07-05", false, "phong-a");
  const v1::CarryOverItemRequest carried = CarryOver("2022-07-10", "i2");
  const v1::VoidEventRequest voided = Voiding(7);
  const int64_t head = Head();

  auto preview = Preview(create, same, Issue("2022-01-15"), acceptance, milestones, extension,
                         completion, returned, carried, voided);
  ASSERT_THAT(preview, IsOk());
  ASSERT_FALSE(preview->changes().empty());
  EXPECT_EQ(preview->changes(0).revision(), head + 1);
  EXPECT_EQ(preview->changes().rbegin()->revision(), head + 9);
  EXPECT_THAT(GetItem(), HasReason("RESOURCE_NOT_FOUND"));
  ASSERT_EQ(Head(), head);

  ASSERT_THAT(Call(&Stub::CreateItem, create), IsOk());
  ASSERT_THAT(Call(&Stub::UpdateCategory, same), IsOk());
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
  ASSERT_THAT(Call(&Stub::AcceptItem, acceptance), IsOk());
  ASSERT_THAT(Call(&Stub::AddMilestones, milestones), IsOk());
  ASSERT_THAT(Call(&Stub::ExtendItem, extension), IsOk());
  ASSERT_THAT(Call(&Stub::ReportCompletion, completion), IsOk());
  ASSERT_THAT(Call(&Stub::AppraiseCompletion, returned), IsOk());
  ASSERT_THAT(Call(&Stub::CarryOverItem, carried), IsOk());
  ASSERT_THAT(Call(&Stub::VoidEvent, voided), IsOk());
  EXPECT_EQ(Texts(Watched(preview->changes_size())), Texts(preview->changes()));
}

TEST_P(PreviewTest, IsEmptyWhenNothingWouldChange) {
  ApprovedProgram();
  v1::UpdateCategoryRequest same;
  same.mutable_category()->set_name("categories/department");
  same.mutable_category()->set_display_name(NewCategory("department").category().display_name());
  same.mutable_update_mask()->add_paths("display_name");
  auto preview = Preview(same);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->changes_size(), 0);
}

TEST_P(PreviewTest, ShowsADistributionToAHundredUnits) {
  DutyProgram();
  ASSERT_THAT(Call(&Stub::ApproveProgram, Approval("p")), IsOk());
  constexpr int kUnits = 100;
  for (int i = 3; i < kUnits; ++i) CreateUnit("phong-" + std::to_string(i));
  WaitForUnits(kUnits);
  Head();
  auto preview = Preview(NewDuty(), IssueOf(), Distribution("2022-06", "2022-06-01"));
  ASSERT_THAT(preview, IsOk());
  int assignments = 0;
  for (const Change& change : preview->changes()) {
    assignments += change.name().starts_with(std::string(kDuty) + "/assignments/") ? 1 : 0;
  }
  EXPECT_EQ(assignments, kUnits);
  v1::GetDutyRequest get;
  get.set_name(kDuty);
  EXPECT_THAT(Call(&Stub::GetDuty, get), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GetAssignment(), HasReason("RESOURCE_NOT_FOUND"));

  ASSERT_THAT(Call(&Stub::CreateDuty, NewDuty()), IsOk());
  ASSERT_THAT(Call(&Stub::IssueDuty, IssueOf()), IsOk());
  ASSERT_THAT(Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01")), IsOk());
  EXPECT_EQ(Texts(Watched(preview->changes_size())), Texts(preview->changes()));
}

TEST_P(PreviewTest, NamesTheFirstThatFails) {
  IssuedItem({"phong-a"});
  const std::string item = GetItem()->SerializeAsString();
  const int64_t head = Head();

  // By state: said in the transaction.
  auto state = Preview(NewItem("x"), Issue("2022-01-15"), NewItem("x"));
  EXPECT_THAT(state, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(state, HasReason("ITEM_STATE"));
  EXPECT_EQ(Metadata(state, "write"), "1");
  EXPECT_EQ(Metadata(state, "verb"), "IssueItem") << "its own metadata are there too";
  v1::ExtendItemRequest old = Extension("2022-06-20", "2022-12-31");
  old.set_etag("\"1\"");
  auto etag = Preview(NewItem("x"), old);
  EXPECT_THAT(etag, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(etag, HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(Metadata(etag, "write"), "1");
  auto exists = Preview(NewItem("x"), NewItem("y"), NewItem("x"));
  EXPECT_THAT(exists, HasReason("RESOURCE_EXISTS"));
  EXPECT_EQ(Metadata(exists, "write"), "2");

  // By what is asked for: all violations of that write, as the write names them.
  v1::ExtendItemRequest bad = Extension("2022-06-20", "2022-12-31");
  bad.clear_new_due_date();
  bad.clear_approver();
  v1::CreateItemRequest untitled = NewItem("y");
  untitled.mutable_item()->clear_title();
  auto invalid = Preview(NewItem("x"), bad, untitled);
  EXPECT_THAT(invalid, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(invalid, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(invalid), ElementsAre("approver", "new_due_date"));
  EXPECT_EQ(Metadata(invalid, "write"), "1");
  EXPECT_EQ(Metadata(Preview(untitled, bad), "write"), "0");

  // By what the units service knows.
  auto unknown = Preview(NewItem("x"), NewItem("y", {"nobody"}));
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("item.leads[0].unit"));
  EXPECT_EQ(Metadata(unknown, "write"), "1");

  EXPECT_EQ(GetItem()->SerializeAsString(), item);
  EXPECT_THAT(GetItem("programs/p/items/x"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Head(), head);
}

TEST_P(PreviewTest, SaysWhenTheUnitsCannotBeAsked) {
  WaitForUnits(3);
  ApprovedProgram();
  units_->Stop();
  programs_->Stop();
  config_->units_timeout = std::chrono::milliseconds(200);
  StartPrograms();
  auto unknown = Preview(NewItem("x", {"phong-a"}), NewItem("y", {"nobody"}));
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(unknown, HasReason("PEER_UNAVAILABLE"));
  EXPECT_EQ(Metadata(unknown, "write"), "1");
  EXPECT_THAT(Preview(NewItem("x", {"phong-a"})), IsOk());
}

TEST_P(PreviewTest, RefusesWhatIsNoWriteOfThisService) {
  IssuedItem({"phong-a"});
  auto none = Preview();
  EXPECT_THAT(none, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(none, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(none), ElementsAre("writes"));

  v1::ExtendItemRequest named = Extension("2022-06-20", "2022-12-31");
  named.set_request_id("r-1");
  named.set_validate_only(true);
  v1::GetItemRequest read;
  read.set_name(kItem);
  v1::PreviewWritesRequest request = Of(read, units::v1::CreateUnitRequest(), named, Of(read));
  request.add_writes()->set_type_url("type.googleapis.com/nothing.v1.Request");
  request.add_writes()->PackFrom(named);
  request.mutable_writes(5)->set_value("\xff");
  auto refused = Call(&Stub::PreviewWrites, request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(refused),
              ElementsAre("writes[0]", "writes[1]", "writes[2].request_id",
                          "writes[2].validate_only", "writes[3]", "writes[4]", "writes[5]"));
  EXPECT_EQ(Metadata(refused, "write"), "") << "no write was looked at yet";

  v1::PreviewWritesRequest many;
  for (int i = 0; i < 11; ++i) {
    many.add_writes()->PackFrom(NewItem("x" + std::to_string(i)));
  }
  EXPECT_THAT(Fields(Call(&Stub::PreviewWrites, many)), ElementsAre("writes"));
  many.mutable_writes()->RemoveLast();
  EXPECT_THAT(Call(&Stub::PreviewWrites, many), IsOk());
}

TEST_P(PreviewTest, TellsNoSecret) {
  IssuedItem({"phong-a"}, /*secret=*/true);
  v1::ExtendItemRequest extension = Extension("2022-06-20", "2022-12-31");
  extension.set_reason("Lý do thật");
  v1::CreateItemRequest create = NewItem("x");
  create.mutable_item()->set_title("Tên thật");
  create.mutable_item()->set_product("Sản phẩm thật");
  create.mutable_item()->set_secret(true);
  v1::CreateItemRequest open = NewItem("y");
  open.mutable_item()->set_title("Nội dung thường");
  v1::UpdateItemRequest hide;
  hide.mutable_item()->set_name("programs/p/items/y");
  hide.mutable_item()->set_secret(true);
  hide.mutable_update_mask()->add_paths("secret");
  auto preview = Preview(extension, create, open, hide);
  ASSERT_THAT(preview, IsOk());
  const std::string shown = preview->SerializeAsString();
  EXPECT_THAT(shown, HasSubstr("(nội dung mật)"));
  EXPECT_THAT(shown, Not(HasSubstr("thật")));
  EXPECT_THAT(shown, Not(HasSubstr("Nội dung mẫu i")));
  EXPECT_EQ(Resource<v1::Item>(*preview->changes().rbegin()).title(), "(nội dung mật)");
  EXPECT_THAT(GetItem("programs/p/items/x"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(PreviewTest, MayBeRepeatedAndTellsTheHead) {
  ApprovedProgram();
  const int64_t head = Head();
  // The client's library says itself that an attempt is not the first, unless it makes only one.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  const auto stub = v1::ProgramService::NewStub(grpc::CreateCustomChannel(
      programs_->address(), grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext write;
  write.AddMetadata(rpc::kPreviousAttemptsMetadata, "1");
  v1::Item item;
  EXPECT_THAT(rpc::FromGrpc(stub->CreateItem(&write, NewItem("x"), &item)),
              HasReason("REPEAT_WITHOUT_REQUEST_ID"));
  grpc::ClientContext preview;
  preview.AddMetadata(rpc::kPreviousAttemptsMetadata, "1");
  v1::PreviewWritesResponse response;
  EXPECT_THAT(rpc::FromGrpc(stub->PreviewWrites(&preview, Of(NewItem("x")), &response)), IsOk());
  EXPECT_EQ(response.changes_size(), 1);
  EXPECT_EQ(RevisionOf(preview), head);
}

TEST_P(PreviewTest, AnAnswerThatIsTooLargeIsRefused) {
  ApprovedProgram();
  v1::BatchCreateItemsRequest batch;
  batch.set_parent("programs/p");
  for (int i = 0; i < 100; ++i) *batch.add_requests() = NewItem("x" + std::to_string(i));
  programs_->Stop();
  // The request fits, the changes are larger.
  settings_.max_message_bytes = 16 << 10;
  ASSERT_LT(Of(batch).ByteSizeLong(), 16u << 10);
  StartPrograms();
  auto refused = Preview(batch);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused, HasReason("MESSAGE_TOO_LARGE"));
  EXPECT_EQ(Metadata(refused, "limit"), "16384");
  EXPECT_THAT(Preview(NewItem("x")), IsOk());
}

TEST_P(PreviewTest, DisturbsNoWriteBesideIt) {
  ApprovedProgram();
  const int64_t before = Head();
  WhileOthersWrite([&] {
    grpc::ClientContext context;
    rpc::SetTimeout(tiendo::testing::kPatience, context);
    v1::PreviewWritesResponse response;
    EXPECT_THAT(rpc::FromGrpc(stub_->PreviewWrites(&context, Of(NewItem("i"), Issue("2022-01-15")),
                                                   &response)),
                IsOk());
    ASSERT_EQ(response.changes_size(), 3);
    EXPECT_EQ(response.changes(0).revision(), RevisionOf(context) + 1);
    EXPECT_EQ(response.changes(2).revision(), RevisionOf(context) + 2);
  });
  // Every write has one revision, and no preview has any.
  EXPECT_EQ(Head(), before + kOthersItems);
  EXPECT_THAT(GetItem(), HasReason("RESOURCE_NOT_FOUND"));
}

// In the same batches as the writes beside it, which go on after what it leaves behind is undone.
TEST_P(PreviewTest, AFailingOneDisturbsNoWriteBesideIt) {
  ApprovedProgram();
  const int64_t before = Head();
  v1::BatchCreateItemsRequest batch;
  batch.set_parent("programs/p");
  *batch.add_requests() = NewItem("j");
  *batch.add_requests() = NewItem("i");
  WhileOthersWrite([&] {
    const auto exists = Preview(NewItem("i"), Issue("2022-01-15"), batch);
    EXPECT_THAT(exists, HasReason("RESOURCE_EXISTS"));
    EXPECT_EQ(Metadata(exists, "write"), "2");
    const auto state = Preview(NewItem("i"), Issue("2022-01-15"), Issue("2022-01-16"));
    EXPECT_THAT(state, HasReason("ITEM_STATE"));
    EXPECT_EQ(Metadata(state, "write"), "2");
  });
  EXPECT_EQ(Head(), before + kOthersItems);
  EXPECT_THAT(GetItem(), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GetItem("programs/p/items/j"), HasReason("RESOURCE_NOT_FOUND"));
  // Nothing of it stands in the way of the writes themselves.
  EXPECT_THAT(Call(&Stub::BatchCreateItems, batch), IsOk());
  EXPECT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
}

}  // namespace
}  // namespace tiendo::programs::testing
