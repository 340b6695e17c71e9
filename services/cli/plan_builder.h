// Makes a SheetPlan of what came of each row, of whatever kind.
#ifndef TIENDO_SERVICES_CLI_PLAN_BUILDER_H_
#define TIENDO_SERVICES_CLI_PLAN_BUILDER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/cli/sheet_plan.h"

namespace tiendo::cli {

// What a row is about.
struct Subject {
  int row = 0;
  std::string parent;  // of a creation in a batch, "programs/p"; empty: the batch has none
  std::string name;
  std::string title;     // as changes show it
  int64_t revision = 0;  // of what is recorded; 0: nothing is
};

class PlanBuilder {
 public:
  // `service`: "tiendo.programs.v1.ProgramService"; `batch`: the method that makes several, empty
  // where there is none.
  PlanBuilder(std::string file, std::string service, std::string batch)
      : file_(std::move(file)), service_(std::move(service)), batch_(std::move(batch)) {}

  size_t problems() const { return plan_.problems.size(); }
  void AddProblem(sheets::Problem problem) { plan_.problems.push_back(std::move(problem)); }
  // Nothing is sent for a row with problems.
  void Add(const Subject& subject, RowOutcome outcome);

  SheetPlan Take(int not_in_sheet);

 private:
  // Creations that wait to be sent together.
  struct Batch {
    std::unique_ptr<google::protobuf::Message> message;
    std::vector<int> rows;
  };

  void AddStep(const Subject& subject, RowStep step);
  void AddToBatch(const Subject& subject, const google::protobuf::Message& creation);
  void Flush(Batch& batch);
  void Push(RowStep::Kind kind, const std::string& method, std::vector<int> rows, int64_t revision,
            std::unique_ptr<google::protobuf::Message> message);

  const std::string file_;
  const std::string service_;
  const std::string batch_;
  std::map<std::string, Batch> batches_;  // by parent
  std::map<RowStep::Kind, std::vector<ImportRequest>> requests_;
  std::map<RowStep::Kind, std::vector<std::vector<int>>> rows_;
  SheetPlan plan_;
};

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PLAN_BUILDER_H_
