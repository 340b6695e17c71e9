// The facts that the questions of one call are answered from.
#ifndef TIENDO_SERVICES_STATUS_API_LOOKS_H_
#define TIENDO_SERVICES_STATUS_API_LOOKS_H_

#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/api/question.h"
#include "services/status/domain/attention.h"
#include "services/status/domain/comparison.h"
#include "services/status/domain/contributions.h"
#include "services/status/sources/fact_base.h"
#include "services/status/sources/known_facts.h"

namespace tiendo::status {

// One look at the present facts for all questions without a time of knowledge, so that their
// answers fit each other, and one per time of knowledge.
class Looks {
 public:
  // Waits for the facts of earlier times; the present ones are looked at last. Errors: those of
  // KnownFacts::At.
  static absl::StatusOr<Looks> Take(const FactBase& now, KnownFacts& known,
                                    std::span<const Question> questions,
                                    std::chrono::steady_clock::time_point deadline);

  const FactBase::View& Of(const Question& question) const {
    return question.known_at ? then_.at(*question.known_at).view : now_;
  }
  const FactBase::View& now() const { return now_; }

  // Masks the titles of items that have become secret since they were recorded.
  void Mask(std::vector<Contribution>& contributions) const;
  void Mask(v1::Reconciliation& reconciliation) const;
  void Mask(Attention& attention) const;
  void Mask(Comparison& comparison) const;

 private:
  struct Then {
    KnownFacts::Ptr facts;
    FactBase::View view;
  };
  Looks(std::map<Instant, Then> then, FactBase::View now)
      : then_(std::move(then)), now_(std::move(now)) {}

  std::map<Instant, Then> then_;
  FactBase::View now_;
};

// A violation at `field` when the questions name more than `most` times of knowledge.
void CheckKnownTimes(std::string field, std::span<const Question> questions, size_t most,
                     errors::Violations& violations);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_LOOKS_H_
