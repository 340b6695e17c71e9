// Questions put to the plain functions of the domain and to the service: everything in the answer
// that is made of counts is the same.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_PLAIN_FIGURES_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_PLAIN_FIGURES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/working_days.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/rounding.h"
#include "services/status/domain/unit_history.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status {

// What the plain function is given.
struct PlainFacts {
  std::unique_ptr<const UnitHistory> units;
  std::vector<ItemFact> items;
  std::shared_ptr<const calendar::WorkingCalendar> calendar;  // null: no year has been entered
};

// Every column of the message, by the name that it has in the domain too; `due_soon` when it was
// asked for. `part` says in a failure what the columns are of.
void ExpectColumns(const v1::Columns& got, const Figures& want, bool due_soon,
                   const std::string& part);

// The question as it goes over the wire. Without positions and times of knowledge, and without
// `working_days`, which the service has of its own.
v1::GetStatusRequest RequestOf(const Query& query, Rounding rounding);

// Holds an answer of GetStatus against Compute: the refusal and its reason, or each row with all
// its columns, shares and sentences, its parts and its children. `rows` (may be null) receives what
// the plain function said, nothing when it refuses.
void ExpectPlainFigures(const absl::StatusOr<v1::Status>& got, const PlainFacts& facts,
                        const Query& query, Rounding rounding,
                        std::vector<CategoryRow>* rows = nullptr);

// Two refusals are of the same code and reason.
void ExpectSameRefusal(const absl::Status& got, const absl::Status& want);

}  // namespace tiendo::status

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_PLAIN_FIGURES_H_
