#include "common/api/enum_names.h"

namespace tiendo::api {

std::string WithoutPrefix(std::string_view value_name) {
  return std::string(value_name.substr(value_name.find('_') + 1));
}

std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& e) {
  std::vector<std::string> out;
  for (int i = 1; i < e.value_count(); ++i) out.push_back(WithoutPrefix(e.value(i)->name()));
  return out;
}

}  // namespace tiendo::api
