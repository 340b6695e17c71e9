#include "services/status/api/looks.h"

#include <set>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::status {

absl::StatusOr<Looks> Looks::Take(const FactBase& now, KnownFacts& known,
                                  std::span<const Question> questions,
                                  std::chrono::steady_clock::time_point deadline) {
  std::map<Instant, Then> then;
  for (const Question& question : questions) {
    if (!question.known_at || then.contains(*question.known_at)) continue;
    TIENDO_ASSIGN_OR_RETURN(KnownFacts::Ptr facts, known.At(*question.known_at, deadline));
    FactBase::View view = facts->Read();
    then.emplace(*question.known_at, Then{std::move(facts), std::move(view)});
  }
  return Looks(std::move(then), now.Read());
}

void Looks::Mask(std::vector<Contribution>& contributions) const {
  for (Contribution& c : contributions) {
    if (now_.IsSecret(c.item)) c.title = kSecretTitle;
  }
}

void Looks::Mask(v1::Reconciliation& reconciliation) const {
  for (v1::Reconciliation::Difference& difference : *reconciliation.mutable_differences()) {
    v1::Contribution& item = *difference.mutable_item();
    if (now_.IsSecret(item.item())) item.set_title(std::string(kSecretTitle));
  }
}

void Looks::Mask(Attention& attention) const {
  for (AttentionGroup& group : attention.groups) {
    for (AttentionEntry& entry : group.entries) {
      if (!now_.IsSecret(entry.item.item)) continue;
      entry.item.title = kSecretTitle;
      entry.next_step.reset();
    }
  }
}

void Looks::Mask(Comparison& comparison) const {
  for (ItemChange& change : comparison.changes) {
    for (std::optional<Contribution>* side : {&change.before, &change.after}) {
      if (*side && now_.IsSecret((*side)->item)) (*side)->title = kSecretTitle;
    }
  }
}

void CheckKnownTimes(std::string field, std::span<const Question> questions, size_t most,
                     errors::Violations& violations) {
  std::set<Instant> times;
  for (const Question& question : questions) {
    if (question.known_at) times.insert(*question.known_at);
  }
  if (times.size() <= most) return;
  violations.Add(std::move(field), "may name at most " + std::to_string(most) +
                                       " different times of knowledge: split the call");
}

}  // namespace tiendo::status
