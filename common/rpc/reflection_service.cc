#include "common/rpc/reflection_service.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <mutex>
#include <set>
#include <utility>

#include "common/rpc/call.h"
#include "common/rpc/reflection_index.h"
#include "common/rpc/status_conversion.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace tiendo::rpc {
namespace {

// Names of the two versions, which are the same but for their package.
struct V1 {
  using Service = grpc::reflection::v1::ServerReflection;
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
};
struct V1Alpha {
  using Service = grpc::reflection::v1alpha::ServerReflection;
  using Request = grpc::reflection::v1alpha::ServerReflectionRequest;
  using Response = grpc::reflection::v1alpha::ServerReflectionResponse;
};

// The answer to one question.
template <class Version>
class Answer {
 public:
  using Request = typename Version::Request;
  using Response = typename Version::Response;

  static void Fill(const ReflectionIndex& index, const Request& request, Response& response) {
    response.Clear();
    response.set_valid_host(request.host());
    *response.mutable_original_request() = request;
    switch (request.message_request_case()) {
      case Request::kFileByFilename:
        return SetFiles(index.FileByName(request.file_by_filename()), response);
      case Request::kFileContainingSymbol:
        return SetFiles(index.FileContainingSymbol(request.file_containing_symbol()), response);
      case Request::kFileContainingExtension:
        return SetFiles(
            index.FileContainingExtension(request.file_containing_extension().containing_type(),
                                          request.file_containing_extension().extension_number()),
            response);
      case Request::kAllExtensionNumbersOfType:
        return SetNumbers(index, request.all_extension_numbers_of_type(), response);
      case Request::kListServices:
        for (const std::string& name : index.services()) {
          response.mutable_list_services_response()->add_service()->set_name(name);
        }
        return;
      case Request::MESSAGE_REQUEST_NOT_SET:
        break;
    }
    SetError(absl::InvalidArgumentError("the request asks nothing"), response);
  }

 private:
  static void SetFiles(const absl::StatusOr<ReflectionIndex::Files>& files, Response& response) {
    if (!files.ok()) return SetError(files.status(), response);
    for (const std::string& file : *files) {
      response.mutable_file_descriptor_response()->add_file_descriptor_proto(file);
    }
  }

  static void SetNumbers(const ReflectionIndex& index, const std::string& type,
                         Response& response) {
    absl::StatusOr<std::vector<int>> numbers = index.ExtensionNumbers(type);
    if (!numbers.ok()) return SetError(numbers.status(), response);
    auto* answer = response.mutable_all_extension_numbers_response();
    answer->set_base_type_name(type);
    answer->mutable_extension_number()->Add(numbers->begin(), numbers->end());
  }

  static void SetError(const absl::Status& status, Response& response) {
    response.mutable_error_response()->set_error_code(static_cast<int>(status.code()));
    response.mutable_error_response()->set_error_message(std::string(status.message()));
  }
};

template <class Version>
class Reflection final : public Version::Service::CallbackService {
 public:
  using Request = typename Version::Request;
  using Response = typename Version::Response;

  Reflection(const ReflectionIndex& index, const Policy& policy) : index_(index), policy_(policy) {}

  grpc::ServerBidiReactor<Request, Response>* ServerReflectionInfo(
      grpc::CallbackServerContext* context) override {
    const Incoming incoming =
        Describe(*context, Version::Service::service_full_name(), "ServerReflectionInfo");
    auto* stream = new Stream(*this, *context);
    stream->Start(Admit(incoming, policy_));
    return stream;
  }

  void Stop() {
    std::lock_guard lock(mutex_);
    for (grpc::CallbackServerContext* context : open_) context->TryCancel();
  }

 private:
  // Reads, answers, reads: one operation at a time.
  class Stream final : public grpc::ServerBidiReactor<Request, Response> {
   public:
    Stream(Reflection& service, grpc::CallbackServerContext& context)
        : service_(service), context_(context) {}
    void Start(const absl::Status& admitted) {
      {
        std::lock_guard lock(service_.mutex_);
        service_.open_.insert(&context_);
      }
      if (admitted.ok()) {
        this->StartRead(&request_);
      } else {
        this->Finish(ToGrpc(admitted));
      }
    }

   private:
    void OnReadDone(bool ok) override {
      if (!ok) return this->Finish(grpc::Status::OK);
      Answer<Version>::Fill(service_.index_, request_, response_);
      this->StartWrite(&response_);
    }
    void OnWriteDone(bool ok) override {
      if (!ok) return this->Finish(grpc::Status::CANCELLED);
      this->StartRead(&request_);
    }
    void OnDone() override {
      {
        std::lock_guard lock(service_.mutex_);
        service_.open_.erase(&context_);
      }
      delete this;
    }

    Reflection& service_;
    grpc::CallbackServerContext& context_;
    Request request_;
    Response response_;
  };

  const ReflectionIndex& index_;
  const Policy& policy_;
  std::mutex mutex_;
  std::set<grpc::CallbackServerContext*> open_;
};

class BothVersions final : public ReflectionService {
 public:
  BothVersions(ReflectionIndex index, const Policy& policy)
      : index_(std::move(index)), v1_(index_, policy), v1alpha_(index_, policy) {}

  grpc::Service* v1() override { return &v1_; }
  grpc::Service* v1alpha() override { return &v1alpha_; }
  void Stop() override {
    v1_.Stop();
    v1alpha_.Stop();
  }

 private:
  const ReflectionIndex index_;
  Reflection<V1> v1_;
  Reflection<V1Alpha> v1alpha_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ReflectionService>> ReflectionService::Create(
    std::vector<std::string> services, const Policy* policy) {
  absl::StatusOr<ReflectionIndex> index = ReflectionIndex::Create(std::move(services));
  if (!index.ok()) return std::move(index).status();
  return std::make_unique<BothVersions>(*std::move(index), *policy);
}

}  // namespace tiendo::rpc
