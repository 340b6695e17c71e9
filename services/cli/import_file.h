// Import files: JSON of the API's own messages. Everything is read and checked before anything is
// sent. The format is described in services/cli/README.md.
#ifndef TIENDO_SERVICES_CLI_IMPORT_FILE_H_
#define TIENDO_SERVICES_CLI_IMPORT_FILE_H_

#include <google/protobuf/message.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/methods.h"

namespace tiendo::cli {

// One request, ready to be sent; its request_id is not set in `message` yet.
struct ImportRequest {
  std::string file;  // relative to the folder that was given
  int number = 0;    // within the file, from 1
  Method method{};
  std::unique_ptr<google::protobuf::Message> message;
  std::string request_id;
};

struct ImportProblem {
  std::string file;
  int number = 0;  // 0: the file as a whole
  std::string reason;
};

struct ImportPlan {
  std::vector<ImportRequest> requests;
  std::vector<ImportProblem> problems;
};

// Reads a file, or the *.json files of a folder in lexical order of their names. NOT_FOUND when
// there is nothing to read; what is wrong inside the files is in `problems`, all of it.
absl::StatusOr<ImportPlan> LoadImport(const std::filesystem::path& path);

// The id under which a request is sent: a hash of file name, method and body, and of how often the
// same body stood in the file before. So it survives another layout of the file, rows put in before
// it, another machine; and a changed row is another request. A UUID of version 8.
std::string ImportRequestId(const std::string& file, const Method& method,
                            const google::protobuf::Message& message, int occurrence);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_IMPORT_FILE_H_
