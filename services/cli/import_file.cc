#include "services/cli/import_file.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/text/id.h"
#include "services/cli/request_id.h"

namespace tiendo::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

std::string Deterministic(const Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

absl::StatusOr<std::vector<std::filesystem::path>> FilesOf(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    if (std::filesystem::is_regular_file(path, error)) return std::vector{path};
    return errors::Make(absl::StatusCode::kNotFound, errors::reasons::kResourceNotFound,
                        "không có thư mục hay tệp " + path.string());
  }
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  if (error || files.empty()) {
    return errors::Make(absl::StatusCode::kNotFound, errors::reasons::kResourceNotFound,
                        error ? "không đọc được thư mục " + path.string() + ": " + error.message()
                              : "thư mục " + path.string() + " không có tệp *.json nào");
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Reads one file into the plan.
class FileReader {
 public:
  FileReader(std::string file, ImportPlan& plan) : file_(std::move(file)), plan_(plan) {}

  void Read(const std::filesystem::path& path) {
    const size_t problems_before = plan_.problems.size();
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) return Problem(0, "không đọc được tệp");
    json root;
    try {
      root = json::parse(text.str());
    } catch (const json::exception& e) {  // The only way nlohmann tells line and column.
      return Problem(0, std::string("không phải JSON: ") + e.what());
    }
    if (!root.is_array()) root = json::array({std::move(root)});
    for (const json& group : root) ReadGroup(group);
    if (number_ == 0 && plan_.problems.size() == problems_before) {
      Problem(0, "tệp không có yêu cầu nào");
    }
  }

 private:
  void Problem(int number, std::string reason) {
    plan_.problems.push_back({file_, number, std::move(reason)});
  }

  void ReadGroup(const json& group) {
    if (!group.is_object()) return Problem(0, "cần đối tượng {\"method\": …, \"requests\": […]}");
    for (const auto& [key, value] : group.items()) {
      if (key != "method" && key != "requests") Problem(0, "khóa lạ \"" + key + "\"");
    }
    const auto method = group.find("method");
    const auto requests = group.find("requests");
    if (method == group.end() || !method->is_string()) {
      return Problem(0, "thiếu \"method\", ví dụ \"tiendo.units.v1.UnitService/CreateUnit\"");
    }
    if (requests == group.end() || !requests->is_array()) {
      return Problem(0, "thiếu mảng \"requests\"");
    }
    absl::StatusOr<Method> found = FindMethod(method->get<std::string>());
    if (!found.ok()) {
      number_ += static_cast<int>(requests->size());
      return Problem(0, "method: " + errors::GetDetails(found.status())->violations[0].description);
    }
    if (!IsWrite(*found)) {
      number_ += static_cast<int>(requests->size());
      return Problem(0, "method: " + found->Path() + " không phải lệnh ghi");
    }
    for (const json& request : *requests) ReadRequest(*found, request);
  }

  void ReadRequest(const Method& method, const json& body) {
    const int number = ++number_;
    std::unique_ptr<Message> message = NewMessage(*method.descriptor->input_type());
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = false;
    const auto parsed =
        google::protobuf::util::JsonStringToMessage(body.dump(), message.get(), options);
    if (!parsed.ok()) {
      return Problem(number, method.descriptor->input_type()->name() + ": " +
                                 std::string(parsed.message().data(), parsed.message().size()));
    }
    CheckOurFields(number, *message);
    CheckIds(number, method, *message);
    const int occurrence = occurrences_[method.Path() + Deterministic(*message)]++;
    std::string id = ImportRequestId(file_, method, *message, occurrence);
    plan_.requests.push_back({file_, number, method, std::move(message), std::move(id)});
  }

  // request_id and validate_only belong to the import; an etag would be of another database.
  void CheckOurFields(int number, const Message& message) {
    for (const char* name : {"request_id", "validate_only", "etag"}) {
      const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
      if (field != nullptr && message.GetReflection()->HasField(message, field)) {
        Problem(number, std::string(name) + ": do lệnh import đặt, không ghi trong tệp");
      }
    }
  }

  void CheckIds(int number, const Method& method, const Message& message) {
    for (const Creation& creation : CreationsOf(method, message)) {
      const std::string id = creation.name.substr(creation.name.rfind('/') + 1);
      if (!text::ValidId(id)) {
        Problem(number, "id \"" + id + "\": " + std::string(text::kIdRule));
      }
    }
  }

  const std::string file_;
  ImportPlan& plan_;
  int number_ = 0;
  std::map<std::string, int> occurrences_;
};

// Two rows that create the same name can never both be right.
void CheckDuplicates(ImportPlan& plan) {
  std::map<std::string, const ImportRequest*> seen;
  for (const ImportRequest& request : plan.requests) {
    for (const Creation& creation : CreationsOf(request.method, *request.message)) {
      auto [it, added] = seen.emplace(creation.name, &request);
      if (added) continue;
      plan.problems.push_back({request.file, request.number,
                               creation.name + " đã có ở " + it->second->file + " yêu cầu " +
                                   std::to_string(it->second->number)});
    }
  }
}

}  // namespace

std::string ImportRequestId(const std::string& file, const Method& method, const Message& message,
                            int occurrence) {
  std::string input = "tiendo import";
  for (const std::string& part :
       {file, method.Path(), std::to_string(occurrence), Deterministic(message)}) {
    input += '\0';
    input += part;
  }
  return RequestIdOf(input);
}

absl::StatusOr<ImportPlan> LoadImport(const std::filesystem::path& path) {
  absl::StatusOr<std::vector<std::filesystem::path>> files = FilesOf(path);
  if (!files.ok()) return files.status();
  ImportPlan plan;
  for (const std::filesystem::path& file : *files) {
    FileReader(file.filename().string(), plan).Read(file);
  }
  CheckDuplicates(plan);
  return plan;
}

}  // namespace tiendo::cli
