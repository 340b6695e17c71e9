#include "services/cli/plan_builder.h"

#include <iterator>
#include <utility>

namespace tiendo::cli {
namespace {

using google::protobuf::Message;

// Far below what a batch may have, so that long texts stay within the size of a message.
constexpr size_t kBatch = 200;

// "IssueItem" of an IssueItemRequest.
std::string MethodOf(const Message& request) {
  const std::string& type = request.GetDescriptor()->name();
  return type.substr(0, type.size() - std::string_view("Request").size());
}

}  // namespace

void PlanBuilder::Add(const Subject& subject, RowOutcome outcome) {
  const bool exists = subject.revision != 0;
  if (!outcome.problems.empty()) {
    std::move(outcome.problems.begin(), outcome.problems.end(), std::back_inserter(plan_.problems));
    return;
  }
  if (exists && outcome.steps.empty()) ++plan_.unchanged;
  if (!outcome.changes.empty()) {
    plan_.changes.push_back({subject.row, subject.name, subject.title, std::move(outcome.changes)});
  }
  for (RowStep& step : outcome.steps) AddStep(subject, std::move(step));
}

void PlanBuilder::AddStep(const Subject& subject, RowStep step) {
  ++plan_.counts[step.kind];
  if (step.kind == RowStep::Kind::kCreate && !batch_.empty()) {
    return AddToBatch(subject, *step.message);
  }
  const std::string method = MethodOf(*step.message);
  Push(step.kind, method, {subject.row}, subject.revision, std::move(step.message));
}

void PlanBuilder::AddToBatch(const Subject& subject, const Message& creation) {
  Batch& batch = batches_[subject.parent];
  if (batch.message == nullptr) {
    const Method method = *FindMethod(service_ + '/' + batch_);
    batch.message = NewMessage(*method.descriptor->input_type());
    SetString(*batch.message, "parent", subject.parent);
  }
  const auto* requests = batch.message->GetDescriptor()->FindFieldByName("requests");
  batch.message->GetReflection()->AddMessage(batch.message.get(), requests)->CopyFrom(creation);
  batch.rows.push_back(subject.row);
  if (batch.rows.size() == kBatch) Flush(batch);
}

void PlanBuilder::Flush(Batch& batch) {
  if (batch.message == nullptr) return;
  Push(RowStep::Kind::kCreate, batch_, std::move(batch.rows), 0, std::move(batch.message));
  batch = {};
}

// A step that is sent again for the same state of its resource is the same request; one that the
// same row asks for after that has changed (a result that was returned) is another.
void PlanBuilder::Push(RowStep::Kind kind, const std::string& method_name, std::vector<int> rows,
                       int64_t revision, std::unique_ptr<Message> message) {
  const Method method = *FindMethod(service_ + '/' + method_name);
  std::string id = ImportRequestId(file_ + '@' + std::to_string(revision), method, *message, 0);
  requests_[kind].push_back({file_, 0, method, std::move(message), std::move(id)});
  rows_[kind].push_back(std::move(rows));
}

SheetPlan PlanBuilder::Take(int not_in_sheet) {
  for (auto& [parent, batch] : batches_) Flush(batch);
  for (auto& [kind, requests] : requests_) {  // in the order of the kinds
    std::move(requests.begin(), requests.end(), std::back_inserter(plan_.requests));
    std::move(rows_[kind].begin(), rows_[kind].end(), std::back_inserter(plan_.rows));
  }
  for (size_t i = 0; i < plan_.requests.size(); ++i) {
    plan_.requests[i].number = static_cast<int>(i) + 1;
  }
  plan_.not_in_sheet = not_in_sheet;
  return std::move(plan_);
}

}  // namespace tiendo::cli
