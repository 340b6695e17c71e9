#include "services/cli/state_flag.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/errors/error.h"

namespace tiendo::cli {
namespace {

constexpr std::string_view kPrefix = "STATE_";

// Without prefix and without the one that is never set.
std::vector<std::string> NamesOf(const google::protobuf::EnumDescriptor& states) {
  std::vector<std::string> names;
  for (int i = 0; i < states.value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor& value = *states.value(i);
    if (value.number() != 0) names.push_back(value.name().substr(kPrefix.size()));
  }
  return names;
}

}  // namespace

std::string StateWords(const google::protobuf::EnumDescriptor& states) {
  std::string words;
  for (const std::string& name : NamesOf(states)) {
    words += (words.empty() ? "" : ", ") + absl::AsciiStrToLower(name);
  }
  return words;
}

absl::StatusOr<std::string> StateOf(const google::protobuf::EnumDescriptor& states,
                                    const std::string& text) {
  std::string name = absl::AsciiStrToUpper(text);
  std::ranges::replace(name, '-', '_');
  const std::vector<std::string> names = NamesOf(states);
  if (std::ranges::find(names, name) != names.end()) return name;
  return errors::InvalidField("--state",
                              '"' + text + "\" is no state; there are " + StateWords(states));
}

}  // namespace tiendo::cli
