#include "common/api/enum_names.h"

namespace tiendo::api {

std::string WithoutPrefix(std::string_view value_name) {
  return std::string(value_name.substr(value_name.find('_') + 1));
}

std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& e) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  const size_t prefix = e.value(0)->name().size() - kUnspecified.size();
  std::vector<std::string> out;
  for (int i = 1; i < e.value_count(); ++i) out.push_back(e.value(i)->name().substr(prefix));
  return out;
}

}  // namespace tiendo::api
