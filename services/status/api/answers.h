// Answers from the facts: figures as messages.
#ifndef TIENDO_SERVICES_STATUS_API_ANSWERS_H_
#define TIENDO_SERVICES_STATUS_API_ANSWERS_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/log/log.h"
#include "common/metrics/registry.h"
#include "services/status/api/question.h"
#include "services/status/domain/attention.h"
#include "services/status/domain/commitments.h"
#include "services/status/domain/comparison.h"
#include "services/status/domain/statistics.h"
#include "services/status/sources/fact_base.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status {

// A question for what needs attention, checked and completed.
struct AttentionQuestion {
  Question question;
  std::set<AttentionKind> kinds;
  std::set<SubjectKind> subjects;
  std::string category;  // empty: all
  std::optional<Day> compare_to;

  std::string Key() const;
};

// A question for the statistics of supervision.
struct StatisticsQuestion {
  Question question;
  std::optional<Day> from;
};

// Two questions that differ in their day and time of knowledge only.
struct ComparisonQuestion {
  Question before;
  Question after;

  std::string Key() const;
};

// A page of what needs attention: rows after one sort key.
struct AttentionPage {
  std::string after;  // "" on the first page
  int32_t rows = 0;
};

// Thread-safe.
class Answers {
 public:
  // `integrity_errors` counts answers whose counts contradict each other; outlives this.
  Answers(const Rules& rules, std::shared_ptr<log::Logger> log, metrics::Counter& integrity_errors)
      : rules_(rules), log_(std::move(log)), integrity_errors_(integrity_errors) {}

  const Rules& rules() const { return rules_; }

  // Everything of the answer but its freshness. Errors: SCOPE_NOT_FOUND, SCOPE_NOT_IN_FORCE,
  // NOT_LOADED.
  absl::StatusOr<v1::Status> Compute(const FactBase::View& facts, const Question& question) const;

  // The items behind one number. Errors as above.
  absl::StatusOr<std::vector<Contribution>> ItemsBehind(const FactBase::View& facts,
                                                        const Question& question,
                                                        const std::string& category,
                                                        Column column) const;

  // What needs attention, with the years whose holidays were missed. Errors as above.
  struct AttentionAnswer {
    Attention attention;
    std::set<int> missing_years;
  };
  absl::StatusOr<AttentionAnswer> AttentionFor(const FactBase::View& facts,
                                               const AttentionQuestion& question) const;
  // Everything of the response but its freshness and the token; the sort key of the page's last row
  // when there are more.
  std::optional<std::string> EncodeAttention(const FactBase::View& facts,
                                             const AttentionQuestion& question,
                                             const AttentionAnswer& answer,
                                             const AttentionPage& page,
                                             v1::ListAttentionResponse& out) const;

  // Everything of the answer but its freshness. Errors as above.
  absl::StatusOr<v1::SupervisionStatistics> StatisticsFor(const FactBase::View& facts,
                                                          const StatisticsQuestion& asked) const;

  // Both sides, each from its own facts. Errors as above, of either.
  absl::StatusOr<Comparison> CompareFor(const FactBase::View& then, const FactBase::View& now,
                                        const ComparisonQuestion& question) const;
  // Everything of the response but its changes and its freshness.
  void EncodeComparison(const FactBase::View& now, const ComparisonQuestion& question,
                        const Comparison& comparison, v1::CompareStatusResponse& out) const;

  // `today` bounds the days that are searched.
  absl::StatusOr<v1::Reconciliation> Reconcile(const FactBase::View& facts,
                                               const Question& question, const v1::Claim& claim,
                                               Day today) const;

  // What a planned reorganisation would move. Errors as of Compute.
  absl::StatusOr<v1::PreviewReorganisationResponse> Preview(const FactBase::View& facts,
                                                            const Reorganisation& change) const;

 private:
  struct Rows {
    std::vector<CategoryRow> rows;
    std::set<int> missing_years;
  };
  // By the index where it has the answer.
  bool IsIndexed(const Question& question) const;
  absl::StatusOr<Rows> RowsOf(const FactBase::View& facts, const UnitTree& tree,
                              const Question& question) const;
  // Counts and logs that counts contradict each other, with the fields that say which; the id that
  // the answer carries in their place.
  std::string NoteContradiction(std::string_view message, log::Fields fields) const;
  void EncodeRow(const FactBase::View& facts, const Question& question, const CategoryRow& row,
                 v1::CategoryFigures& out) const;
  void EncodeFigures(const Figures& figures, const Question& question,
                     v1::CategoryFigures& out) const;
  // target_answers.cc
  absl::Status EncodeTargets(const FactBase::View& facts, const UnitTree& tree,
                             const Question& question, v1::Status& out) const;
  absl::Status EncodeDuties(const FactBase::View& facts, const UnitTree& tree,
                            const Question& question, v1::Status& out) const;
  absl::Status EncodeSupervision(const FactBase::View& facts, const UnitTree& tree,
                                 const Question& question, v1::SupervisionFigures& out) const;
  void EncodeRecommendations(const FactBase::View& facts, const UnitTree& tree,
                             const Question& question, v1::SupervisionFigures& out) const;
  absl::Status EncodeDossiers(const FactBase::View& facts, const UnitTree& tree,
                              const Question& question, v1::SupervisionFigures& out) const;
  // statistics.cc
  absl::Status EncodeReminders(const FactBase::View& facts, const UnitTree& tree,
                               const Question& question, v1::ReminderFigures& out) const;

  const Rules rules_;
  const std::shared_ptr<log::Logger> log_;
  metrics::Counter& integrity_errors_;
};

v1::Contribution ToProto(const Contribution& contribution);
v1::Columns EncodeColumns(const Figures& figures, const Question& question);
// The name of a unit on a day: the last one that it had by then, else its id.
std::string UnitTitle(const UnitHistory& units, const std::string& unit, Day day);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_ANSWERS_H_
