#include "services/cli/context.h"

#include <google/protobuf/util/json_util.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages with an Any of an unknown type; none of ours has one.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  return json;
}

std::string UnitName(const std::string& given) {
  return given.empty() || given.find('/') != std::string::npos ? given : "units/" + given;
}

bool Confirmed(Context& context, bool yes) {
  if (yes) return true;
  context.err << "Ghi? [y/N] " << std::flush;
  std::string answer;
  // Nothing was typed, so neither was the end of the line.
  if (!std::getline(context.in, answer)) context.err << '\n';
  // Terminals may leave a carriage return; only ASCII letters are folded.
  answer = absl::AsciiStrToLower(absl::StripAsciiWhitespace(answer));
  for (const char* yes_word : {"y", "yes", "c", "có", "cÓ"}) {
    if (answer == yes_word) return true;
  }
  return false;
}

absl::StatusOr<std::string> ResolveScope(Context& context, const std::string& given) {
  if (!given.empty()) return UnitName(given);
  std::vector<std::string> tops;
  units::v1::GetTreeRequest request;
  do {
    units::v1::GetTreeResponse tree;
    TIENDO_RETURN_IF_ERROR(
        context.caller.CallByName("tiendo.units.v1.UnitService/GetTree", request, tree));
    for (const units::v1::TreeNode& node : tree.nodes()) {
      if (node.depth() == 0 && node.unit().side() == units::v1::Unit::SIDE_PARTY) {
        tops.push_back(node.unit().name());
      }
    }
    request.set_page_token(tree.next_page_token());
  } while (!request.page_token().empty() && tops.size() < 2);
  if (tops.size() == 1) return tops[0];
  std::string message =
      tops.empty() ? "chưa có đơn vị nào ở bên Đảng" : "có nhiều đơn vị cao nhất:";
  for (const std::string& top : tops) message += ' ' + top;
  return errors::Make(absl::StatusCode::kFailedPrecondition, "",
                      message + "; chọn phạm vi bằng --scope hoặc TIENDO_SCOPE");
}

}  // namespace tiendo::cli
