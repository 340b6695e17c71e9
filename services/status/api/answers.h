// Answers from the facts: figures as messages.
#ifndef TIENDO_SERVICES_STATUS_API_ANSWERS_H_
#define TIENDO_SERVICES_STATUS_API_ANSWERS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/log/log.h"
#include "services/status/api/question.h"
#include "services/status/domain/commitments.h"
#include "services/status/sources/fact_base.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status {

// Thread-safe.
class Answers {
 public:
  Answers(const Rules& rules, std::shared_ptr<log::Logger> log)
      : rules_(rules), log_(std::move(log)) {}

  const Rules& rules() const { return rules_; }

  // Everything of the answer but its freshness. Errors: SCOPE_NOT_FOUND, SCOPE_NOT_IN_FORCE,
  // NOT_LOADED.
  absl::StatusOr<v1::Status> Compute(const FactBase::View& facts, const Question& question) const;

  // The items behind one number. Errors as above.
  absl::StatusOr<std::vector<Contribution>> ItemsBehind(const FactBase::View& facts,
                                                        const Question& question,
                                                        const std::string& category,
                                                        Column column) const;

  // `today` bounds the days that are searched.
  absl::StatusOr<v1::Reconciliation> Reconcile(const FactBase::View& facts,
                                               const Question& question, const v1::Claim& claim,
                                               Day today) const;

  // What a planned reorganisation would move. Errors as of Compute.
  absl::StatusOr<v1::PreviewReorganisationResponse> Preview(const FactBase::View& facts,
                                                            const Reorganisation& change) const;

 private:
  absl::StatusOr<std::vector<CategoryRow>> Rows(const FactBase::View& facts, const UnitTree& tree,
                                                const Question& question) const;
  void EncodeRow(const FactBase::View& facts, const Question& question, const CategoryRow& row,
                 v1::CategoryFigures& out) const;
  void EncodeFigures(const Figures& figures, const Question& question,
                     v1::CategoryFigures& out) const;
  absl::Status EncodeSupervision(const FactBase::View& facts, const UnitTree& tree,
                                 const Question& question, v1::SupervisionFigures& out) const;

  const Rules rules_;
  const std::shared_ptr<log::Logger> log_;
};

v1::Contribution ToProto(const Contribution& contribution);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_ANSWERS_H_
