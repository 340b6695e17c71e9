#include "common/rpc/reflection_index.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tiendo::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

const DescriptorPool& Pool() { return *DescriptorPool::generated_pool(); }

absl::Status NotFound(const std::string& name) {
  return errors::Make(absl::StatusCode::kNotFound, errors::reasons::kResourceNotFound,
                      "this server has nothing of that name", {{"name", name}});
}

void Collect(const FileDescriptor* file, std::vector<const FileDescriptor*>& found) {
  if (std::find(found.begin(), found.end(), file) != found.end()) return;
  found.push_back(file);
  for (int i = 0; i < file->dependency_count(); ++i) Collect(file->dependency(i), found);
}

}  // namespace

absl::StatusOr<ReflectionIndex> ReflectionIndex::Create(std::vector<std::string> services) {
  ReflectionIndex index;
  for (const std::string& name : services) {
    const ServiceDescriptor* service = Pool().FindServiceByName(name);
    if (service == nullptr) return NotFound(name);
    index.Allow(service->file());
  }
  // What `Any` in a status holds: no service mentions these types.
  index.Allow(google::rpc::ErrorInfo::descriptor()->file());
  index.Allow(google::rpc::Status::descriptor()->file());
  index.services_ = std::move(services);
  std::sort(index.services_.begin(), index.services_.end());
  return index;
}

void ReflectionIndex::Allow(const FileDescriptor* file) {
  std::vector<const FileDescriptor*> files;
  Collect(file, files);
  allowed_.insert(files.begin(), files.end());
}

bool ReflectionIndex::Allowed(const FileDescriptor* file) const {
  return file != nullptr && allowed_.contains(file);
}

ReflectionIndex::Files ReflectionIndex::WithImports(const FileDescriptor* file) const {
  std::vector<const FileDescriptor*> found;
  Collect(file, found);
  Files files;
  for (const FileDescriptor* each : found) {
    google::protobuf::FileDescriptorProto proto;
    each->CopyTo(&proto);
    files.push_back(proto.SerializeAsString());
  }
  return files;
}

absl::StatusOr<ReflectionIndex::Files> ReflectionIndex::FileByName(const std::string& name) const {
  const FileDescriptor* file = Pool().FindFileByName(name);
  if (!Allowed(file)) return NotFound(name);
  return WithImports(file);
}

absl::StatusOr<ReflectionIndex::Files> ReflectionIndex::FileContainingSymbol(
    const std::string& symbol) const {
  const FileDescriptor* file = Pool().FindFileContainingSymbol(symbol);
  if (!Allowed(file)) return NotFound(symbol);
  return WithImports(file);
}

absl::StatusOr<ReflectionIndex::Files> ReflectionIndex::FileContainingExtension(
    const std::string& type, int number) const {
  const Descriptor* message = Pool().FindMessageTypeByName(type);
  if (message == nullptr || !Allowed(message->file())) return NotFound(type);
  const FieldDescriptor* extension = Pool().FindExtensionByNumber(message, number);
  if (extension == nullptr || !Allowed(extension->file())) {
    return NotFound(type + " extension " + std::to_string(number));
  }
  return WithImports(extension->file());
}

absl::StatusOr<std::vector<int>> ReflectionIndex::ExtensionNumbers(const std::string& type) const {
  const Descriptor* message = Pool().FindMessageTypeByName(type);
  if (message == nullptr || !Allowed(message->file())) return NotFound(type);
  std::vector<const FieldDescriptor*> extensions;
  Pool().FindAllExtensions(message, &extensions);
  std::vector<int> numbers;
  for (const FieldDescriptor* extension : extensions) {
    if (Allowed(extension->file())) numbers.push_back(extension->number());
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace tiendo::rpc
