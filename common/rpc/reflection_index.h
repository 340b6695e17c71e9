// What server reflection may tell about one server: its services and what they are made of.
#ifndef TIENDO_COMMON_RPC_REFLECTION_INDEX_H_
#define TIENDO_COMMON_RPC_REFLECTION_INDEX_H_

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::rpc {

// Immutable. NOT_FOUND for whatever is not part of this server, although the process knows it: a
// public port tells nothing of the admin verbs.
class ReflectionIndex {
 public:
  // `services`: full names. Beside their files and what these import, the types of error details
  // (google/rpc/error_details.proto) can be resolved.
  static absl::StatusOr<ReflectionIndex> Create(std::vector<std::string> services);

  const std::vector<std::string>& services() const { return services_; }
  // Serialised FileDescriptorProtos: the file and everything it imports, itself first.
  using Files = std::vector<std::string>;
  absl::StatusOr<Files> FileByName(const std::string& name) const;
  absl::StatusOr<Files> FileContainingSymbol(const std::string& symbol) const;
  absl::StatusOr<Files> FileContainingExtension(const std::string& type, int number) const;
  absl::StatusOr<std::vector<int>> ExtensionNumbers(const std::string& type) const;

 private:
  ReflectionIndex() = default;
  void Allow(const google::protobuf::FileDescriptor* file);
  bool Allowed(const google::protobuf::FileDescriptor* file) const;
  Files WithImports(const google::protobuf::FileDescriptor* file) const;

  std::vector<std::string> services_;
  std::set<const google::protobuf::FileDescriptor*> allowed_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_REFLECTION_INDEX_H_
