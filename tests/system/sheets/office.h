// An office with its own units and programs servers, and the `tiendo` that its clerk types.
#ifndef TIENDO_TESTS_SYSTEM_SHEETS_OFFICE_H_
#define TIENDO_TESTS_SYSTEM_SHEETS_OFFICE_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"

namespace tiendo::testing {

class Office {
 public:
  // With the units, categories and programmes of the case of 2022; `with_items`: and their items
  // with all events.
  explicit Office(bool with_items);
  // With what these files of deploy/ have.
  explicit Office(const std::vector<std::string>& files);

  // Imports files of the case of 2022.
  void Import(const std::vector<std::string>& files);

  struct Said {
    int code = 0;
    std::string out;
    std::string err;
  };
  // Runs tiendo to its end; `answer` is typed at its question.
  Said Tiendo(std::vector<std::string> arguments, const std::string& answer = "");
  std::unique_ptr<ChildProcess> StartTiendo(std::vector<std::string> arguments,
                                            const std::string& answer = "");

  // Writes a file into the office's folder and returns its path.
  std::string File(const std::string& name, const std::string& content);
  std::string Path(const std::string& name) const { return dir_.File(name); }
  std::string Read(const std::string& name) const;

  std::vector<tiendo::programs::v1::Item> Items(const std::string& program);
  tiendo::programs::v1::Item Item(const std::string& name);
  std::vector<tiendo::programs::v1::ItemEvent> Events(const std::string& item);
  std::vector<tiendo::programs::v1::Target> Targets(const std::string& program);
  std::vector<tiendo::programs::v1::TargetReport> Reports(const std::string& target);

 private:
  void ImportOf(const std::string& path);  // below the source tree

  TempDir dir_;
  std::unique_ptr<ServerProcess> units_;
  std::unique_ptr<ServerProcess> programs_;
  std::unique_ptr<tiendo::programs::v1::ProgramService::Stub> stub_;
};

// Root of the source tree.
std::string SourceTree();

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SYSTEM_SHEETS_OFFICE_H_
