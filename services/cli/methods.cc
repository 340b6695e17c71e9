#include "services/cli/methods.h"

#include <cctype>

#include "common/errors/error.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/status/v1/status.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Through a message of the file, so that the generated file is linked in and registered.
const FileDescriptor& FileOf(Service service) {
  switch (service) {
    case Service::kUnits:
      return *units::v1::Unit::descriptor()->file();
    case Service::kPrograms:
      return *programs::v1::Program::descriptor()->file();
    case Service::kSupervision:
      return *supervision::v1::PlanRequirement::descriptor()->file();
    case Service::kStatus:
      break;
  }
  return *status::v1::Status::descriptor()->file();
}

bool StartsWith(const std::string& text, std::string_view prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// "PlanRequirement" -> "plan_requirement".
std::string SnakeCase(std::string_view camel) {
  std::string snake;
  for (char c : camel) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isupper(u) && !snake.empty()) snake += '_';
    snake += static_cast<char>(std::tolower(u));
  }
  return snake;
}

const FieldDescriptor* SingularField(const Message& message, const std::string& name,
                                     FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->cpp_type() == type ? field : nullptr;
}

// The collection id of a resource type is the name of the repeated field of its List response.
std::string CollectionOf(const ServiceDescriptor& service, const Descriptor& resource) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    if (!StartsWith(method.name(), "List")) continue;
    for (int f = 0; f < method.output_type()->field_count(); ++f) {
      const FieldDescriptor& field = *method.output_type()->field(f);
      if (field.is_repeated() && field.message_type() == &resource) return field.name();
    }
  }
  return "";
}

// The Create method that takes `request`; nullptr for other messages.
const MethodDescriptor* CreateMethodOf(const ServiceDescriptor& service,
                                       const Descriptor& request) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    if (method.input_type() == &request && StartsWith(method.name(), "Create")) return &method;
  }
  return nullptr;
}

void AddCreation(const ServiceDescriptor& service, const Message& request,
                 std::vector<Creation>& creations) {
  const MethodDescriptor* method = CreateMethodOf(service, *request.GetDescriptor());
  if (method == nullptr) return;
  const std::string kind = SnakeCase(std::string_view(method->name()).substr(6));
  const FieldDescriptor* field = SingularField(request, kind, FieldDescriptor::CPPTYPE_MESSAGE);
  if (field == nullptr) return;
  std::string name = StringField(request, "parent");
  if (!name.empty()) name += '/';
  name += CollectionOf(service, *method->output_type()) + '/' + StringField(request, kind + "_id");
  creations.push_back(
      {std::move(name), &request.GetReflection()->GetMessage(request, field), &request});
}

}  // namespace

std::string_view ShortName(Service service) {
  switch (service) {
    case Service::kUnits:
      return "units";
    case Service::kPrograms:
      return "programs";
    case Service::kSupervision:
      return "supervision";
    case Service::kStatus:
      break;
  }
  return "status";
}

const ServiceDescriptor& DescriptorOf(Service service) { return *FileOf(service).service(0); }

std::string FullName(Service service) { return DescriptorOf(service).full_name(); }

std::string Method::Path() const {
  return descriptor->service()->full_name() + '/' + descriptor->name();
}

absl::StatusOr<Method> FindMethod(std::string_view path) {
  const size_t slash = path.find('/');
  const std::string service_name(path.substr(0, slash));
  std::string known;
  for (Service service : kServices) {
    const ServiceDescriptor& descriptor = DescriptorOf(service);
    known += (known.empty() ? "" : ", ") + descriptor.full_name();
    if (descriptor.full_name() != service_name) continue;
    if (slash == std::string_view::npos) break;
    const MethodDescriptor* method =
        descriptor.FindMethodByName(std::string(path.substr(slash + 1)));
    if (method != nullptr) return Method{service, method};
    return errors::InvalidField(
        "method", service_name + " has no method \"" + std::string(path.substr(slash + 1)) + "\"");
  }
  return errors::InvalidField(
      "method",
      "\"" + std::string(path) + "\" is not <service>/<method> with a service of " + known);
}

bool IsWrite(const Method& method) {
  const MethodDescriptor& d = *method.descriptor;
  return !d.client_streaming() && !d.server_streaming() &&
         d.input_type()->FindFieldByName("request_id") != nullptr;
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::vector<Creation> CreationsOf(const Method& method, const Message& request) {
  std::vector<Creation> creations;
  const ServiceDescriptor& service = *method.descriptor->service();
  const FieldDescriptor* batch = request.GetDescriptor()->FindFieldByName("requests");
  if (batch == nullptr || !batch->is_repeated()) {
    AddCreation(service, request, creations);
    return creations;
  }
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  for (int i = 0; i < reflection.FieldSize(request, batch); ++i) {
    AddCreation(service, reflection.GetRepeatedMessage(request, batch, i), creations);
  }
  return creations;
}

const MethodDescriptor* GetterOf(Service service, const Descriptor& type) {
  const ServiceDescriptor& descriptor = DescriptorOf(service);
  for (int i = 0; i < descriptor.method_count(); ++i) {
    const MethodDescriptor& method = *descriptor.method(i);
    if (method.output_type() == &type && StartsWith(method.name(), "Get")) return &method;
  }
  return nullptr;
}

std::string StringField(const Message& message, const std::string& field) {
  const FieldDescriptor* f = SingularField(message, field, FieldDescriptor::CPPTYPE_STRING);
  return f == nullptr ? "" : message.GetReflection()->GetString(message, f);
}

bool SetString(Message& message, const std::string& field, std::string value) {
  const FieldDescriptor* f = SingularField(message, field, FieldDescriptor::CPPTYPE_STRING);
  if (f == nullptr) return false;
  message.GetReflection()->SetString(&message, f, std::move(value));
  return true;
}

bool SetBool(Message& message, const std::string& field, bool value) {
  const FieldDescriptor* f = SingularField(message, field, FieldDescriptor::CPPTYPE_BOOL);
  if (f == nullptr) return false;
  message.GetReflection()->SetBool(&message, f, value);
  return true;
}

}  // namespace tiendo::cli
