// Server reflection as a client sees it, in both versions.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include "common/rpc/server_runner.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/status_matchers.h"

namespace tiendo::rpc {
namespace {

using ::testing::ElementsAre;
using tiendo::testing::IsOk;

template <class Service, class Req, class Resp>
struct Version {
  using Stub = Service;
  using Request = Req;
  using Response = Resp;
};
using V1 =
    Version<grpc::reflection::v1::ServerReflection, grpc::reflection::v1::ServerReflectionRequest,
            grpc::reflection::v1::ServerReflectionResponse>;
using V1Alpha = Version<grpc::reflection::v1alpha::ServerReflection,
                        grpc::reflection::v1alpha::ServerReflectionRequest,
                        grpc::reflection::v1alpha::ServerReflectionResponse>;

template <class V>
class ReflectionTest : public ::testing::Test {
 protected:
  using Request = typename V::Request;
  using Response = typename V::Response;

  ReflectionTest() : policy_(TestPolicy()), service_(HandlerOptions(), WatchOptions()) {}

  void Start(ReflectionMode mode) {
    ServerRunner::Options options;
    options.public_address = "127.0.0.1:0";
    options.policy = &policy_;
    options.public_services = {{kTestService, &service_}};
    options.reflection = mode;
    auto runner = ServerRunner::Start(std::move(options));
    ASSERT_THAT(runner, IsOk());
    runner_ = *std::move(runner);
    stub_ = V::Stub::NewStub(grpc::CreateChannel(
        "127.0.0.1:" + std::to_string(runner_->public_port()), grpc::InsecureChannelCredentials()));
  }
  // Asks all on one stream.
  std::vector<Response> Ask(const std::vector<Request>& requests, grpc::Status* end = nullptr) {
    grpc::ClientContext context;
    auto stream = stub_->ServerReflectionInfo(&context);
    std::vector<Response> answers;
    Response response;
    for (const Request& request : requests) {
      if (!stream->Write(request) || !stream->Read(&response)) break;
      answers.push_back(response);
    }
    stream->WritesDone();
    grpc::Status status = stream->Finish();
    if (end != nullptr) *end = status;
    return answers;
  }

  Handlers::Options HandlerOptions() {
    Handlers::Options options;
    options.service = kTestService;
    options.policy = &policy_;
    return options;
  }
  Watches::Options WatchOptions() {
    Watches::Options options;
    options.service = kTestService;
    options.policy = &policy_;
    return options;
  }

  const Policy policy_;
  TestService service_;
  std::unique_ptr<ServerRunner> runner_;
  std::unique_ptr<typename V::Stub::Stub> stub_;
};
using Versions = ::testing::Types<V1, V1Alpha>;
TYPED_TEST_SUITE(ReflectionTest, Versions);

TYPED_TEST(ReflectionTest, AnswersEveryKindOfQuestion) {
  this->Start(ReflectionMode::kOpen);
  std::vector<typename TypeParam::Request> questions(8);
  questions[0].set_list_services("*");
  questions[1].set_file_containing_symbol("tiendo.units.v1.UnitService");
  questions[2].set_file_by_filename("tiendo/units/v1/units.proto");
  questions[3].set_file_containing_symbol("google.rpc.ErrorInfo");
  questions[4].set_file_containing_symbol("tiendo.admin.v1.AdminService");
  questions[5].set_all_extension_numbers_of_type("tiendo.units.v1.Unit");
  questions[6].mutable_file_containing_extension()->set_containing_type("tiendo.units.v1.Unit");
  // questions[7] asks nothing.
  grpc::Status end;
  const auto answers = this->Ask(questions, &end);
  EXPECT_TRUE(end.ok()) << end.error_message();
  ASSERT_EQ(answers.size(), questions.size());
  std::vector<std::string> names;
  for (const auto& service : answers[0].list_services_response().service()) {
    names.push_back(service.name());
  }
  EXPECT_THAT(
      names, ElementsAre("grpc.health.v1.Health", kReflectionV1, kReflectionV1Alpha, kTestService));
  for (int i : {1, 2}) {
    const auto& files = answers[static_cast<size_t>(i)].file_descriptor_response();
    ASSERT_GT(files.file_descriptor_proto_size(), 1);  // with its imports
    google::protobuf::FileDescriptorProto file;
    ASSERT_TRUE(file.ParseFromString(files.file_descriptor_proto(0)));
    EXPECT_EQ(file.name(), "tiendo/units/v1/units.proto");
  }
  EXPECT_TRUE(answers[3].has_file_descriptor_response());
  EXPECT_EQ(answers[4].error_response().error_code(), 5);  // of another port
  EXPECT_EQ(answers[5].all_extension_numbers_response().base_type_name(), "tiendo.units.v1.Unit");
  EXPECT_EQ(answers[6].error_response().error_code(), 5);
  EXPECT_EQ(answers[7].error_response().error_code(), 3);
  EXPECT_EQ(answers[1].original_request().file_containing_symbol(), kTestService);
}

TYPED_TEST(ReflectionTest, OffMeansNotThere) {
  this->Start(ReflectionMode::kOff);
  grpc::Status end;
  EXPECT_TRUE(this->Ask({typename TypeParam::Request()}, &end).empty());
  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TYPED_TEST(ReflectionTest, AuthenticatedMeansNobodyYet) {
  this->Start(ReflectionMode::kAuthenticated);
  grpc::Status end;
  EXPECT_TRUE(this->Ask({typename TypeParam::Request()}, &end).empty());
  EXPECT_EQ(end.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TYPED_TEST(ReflectionTest, AnOpenStreamDoesNotHoldTheStop) {
  this->Start(ReflectionMode::kOpen);
  grpc::ClientContext context;
  auto stream = this->stub_->ServerReflectionInfo(&context);
  typename TypeParam::Request request;
  request.set_list_services("");
  typename TypeParam::Response response;
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  const auto begin = std::chrono::steady_clock::now();
  this->runner_->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_FALSE(stream->Read(&response));
  stream->Finish();
}

}  // namespace
}  // namespace tiendo::rpc
