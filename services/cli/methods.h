// What the descriptors of the four services tell about their methods: the import sends any write by
// its name and derives the rest (which resource it makes, how that is read back) from the shapes of
// AIP-131..136, so a new verb needs no line here.
#ifndef TIENDO_SERVICES_CLI_METHODS_H_
#define TIENDO_SERVICES_CLI_METHODS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::cli {

enum class Service { kUnits, kPrograms, kSupervision, kStatus };
inline constexpr std::array kServices = {Service::kUnits, Service::kPrograms, Service::kSupervision,
                                         Service::kStatus};

// "units": the name of the flag and of the column.
std::string_view ShortName(Service service);
const google::protobuf::ServiceDescriptor& DescriptorOf(Service service);
// "tiendo.units.v1.UnitService".
std::string FullName(Service service);

struct Method {
  Service service;
  const google::protobuf::MethodDescriptor* descriptor;

  // "tiendo.units.v1.UnitService/CreateUnit".
  std::string Path() const;
};

// Finds "tiendo.units.v1.UnitService/CreateUnit"; INVALID_ARGUMENT with what would be right.
absl::StatusOr<Method> FindMethod(std::string_view path);

// True for a unary method whose request has a request_id: every mutation has one, no read has.
bool IsWrite(const Method& method);

std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// A resource that a request would create. `resource` and `request` (the Create request itself, also
// inside a batch) point into the message it was found in.
struct Creation {
  std::string name;
  const google::protobuf::Message* resource;
  const google::protobuf::Message* request;
};

// The resources that `request` creates, in its order; empty for other verbs.
std::vector<Creation> CreationsOf(const Method& method, const google::protobuf::Message& request);

// The Get method for resources of `type`; nullptr when there is none.
const google::protobuf::MethodDescriptor* GetterOf(Service service,
                                                   const google::protobuf::Descriptor& type);

// Value of a singular string field; "" when the message has no such field.
std::string StringField(const google::protobuf::Message& message, const std::string& field);
// Sets a field that may not exist in this message; false then.
bool SetString(google::protobuf::Message& message, const std::string& field, std::string value);
bool SetBool(google::protobuf::Message& message, const std::string& field, bool value);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_METHODS_H_
