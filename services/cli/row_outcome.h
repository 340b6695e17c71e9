// What an import would do about one row of a table, of whatever kind.
#ifndef TIENDO_SERVICES_CLI_ROW_OUTCOME_H_
#define TIENDO_SERVICES_CLI_ROW_OUTCOME_H_

#include <google/protobuf/message.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/calendar/day.h"
#include "common/decimal/decimal.h"
#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/table.h"

namespace tiendo::cli {

// One request, in the order in which the kinds are sent.
struct RowStep {
  enum class Kind {
    kCreate,
    kUpdate,
    kIssue,     // into the programme: of a target assigned
    kExtend,    // of a target adjusted
    kComplete,  // a result; of a target a report
    kWithdraw,
  };
  Kind kind;
  std::unique_ptr<google::protobuf::Message> message;
};

struct FieldChange {
  std::string field;  // as the header of the sheet calls it
  std::string before;
  std::string after;
};

struct RowOutcome {
  std::vector<RowStep> steps;
  std::vector<FieldChange> changes;  // of what exists
  std::vector<sheets::Problem> problems;
};

// Collects an outcome while a row is compared.
class OutcomeWriter {
 public:
  // `exists`: what the row is about is recorded, so that changes are worth telling.
  OutcomeWriter(int row, const sheets::Header& header, bool exists)
      : row_(row), header_(header), exists_(exists) {}

  template <typename Request>
  Request& AddStep(RowStep::Kind kind) {
    auto message = std::make_unique<Request>();
    Request& request = *message;
    out_.steps.push_back({kind, std::move(message)});
    return request;
  }
  void AddStep(RowStep::Kind kind, std::unique_ptr<google::protobuf::Message> message) {
    out_.steps.push_back({kind, std::move(message)});
  }
  void Problem(sheets::Column column, std::string value, std::string reason) {
    out_.problems.push_back({row_, PlaceOf(header_, column), std::move(value), std::move(reason)});
  }
  void Change(sheets::Column column, std::string before, std::string after) {
    if (!exists_) return;
    out_.changes.push_back(
        {std::string(sheets::HeaderOf(column)), std::move(before), std::move(after)});
  }
  // Whether the table says something of the column that is not so.
  bool Differs(sheets::Column column, bool same) const { return header_.Has(column) && !same; }

  RowOutcome Take() { return std::move(out_); }

 private:
  const int row_;
  const sheets::Header& header_;
  const bool exists_;
  RowOutcome out_;
};

// Values in problems and changes.
std::string Shown(const std::optional<calendar::Day>& day);
std::string Shown(const std::optional<decimal::Decimal>& number);
std::string Shown(const std::string& text);
std::string Shown(const std::vector<std::string>& list);

std::vector<std::string> Sorted(std::vector<std::string> list);

// A document of the sheet says nothing about the parts that it leaves out.
bool Agrees(const sheets::Document& wanted, const sheets::Document& recorded);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ROW_OUTCOME_H_
