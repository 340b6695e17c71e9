#include "tests/fault/check/final_state.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tiendo::fault {
namespace {

std::string Show(const LedgerChange& change) {
  return change.service + "@" + std::to_string(change.revision) + " " + change.name;
}

void CheckOrder(const Ledger& ledger, Report& report) {
  int64_t last_time = 0;
  for (size_t i = 0; i < ledger.revisions.size(); ++i) {
    const std::vector<LedgerChange>& changes = ledger.revisions[i];
    if (changes.empty()) {
      report.Violation("ledger.dense",
                       ledger.head.service + " has no revision " + std::to_string(i + 1));
      continue;
    }
    int ordinal = changes.front().ordinal;
    for (const LedgerChange& change : changes) {
      if (change.ordinal != ordinal++) {
        report.Violation("ledger.dense",
                         Show(change) + " has ordinal " + std::to_string(change.ordinal));
      }
      if (change.time_us != changes.front().time_us ||
          change.request_id != changes.front().request_id) {
        report.Violation("ledger.atomic",
                         Show(change) + " shares its revision with another commit");
      }
    }
    if (changes.front().time_us <= last_time) {
      report.Violation("ledger.time", Show(changes.front()) + " is not later than the one before");
    }
    last_time = changes.front().time_us;
  }
  if (ledger.head.revision != static_cast<int64_t>(ledger.revisions.size())) {
    report.Violation("ledger.dense", ledger.head.service + " has its head at " +
                                         std::to_string(ledger.head.revision) + " and " +
                                         std::to_string(ledger.revisions.size()) + " revisions");
  }
}

void CheckVersions(const Ledger& ledger, Report& report) {
  std::unordered_map<std::string, int64_t> last;
  for (const auto& changes : ledger.revisions) {
    for (const LedgerChange& change : changes) {
      int64_t& before = last[change.name];
      if (change.previous != before || change.created != (before == 0)) {
        report.Violation("ledger.linked", Show(change) + " follows " +
                                              std::to_string(change.previous) + ", not " +
                                              std::to_string(before));
      }
      before = change.revision;
    }
  }
}

}  // namespace

const std::vector<LedgerChange>& Ledger::At(int64_t revision) const {
  static const std::vector<LedgerChange> none;
  if (revision < 1 || revision > static_cast<int64_t>(revisions.size())) return none;
  return revisions[static_cast<size_t>(revision - 1)];
}

int64_t Ledger::VersionAt(const std::string& name, int64_t revision) const {
  auto it = versions_.find(name);
  if (it == versions_.end()) return 0;
  auto after = std::upper_bound(it->second.begin(), it->second.end(), revision);
  return after == it->second.begin() ? 0 : *std::prev(after);
}

const LedgerChange* Ledger::Version(const std::string& name, int64_t revision) const {
  for (const LedgerChange& change : At(revision)) {
    if (change.name == name) return &change;
  }
  return nullptr;
}

std::optional<int64_t> Ledger::EarliestAfter(int64_t revision) const {
  const auto at = static_cast<size_t>(std::max<int64_t>(revision, 0));
  if (at >= earliest_after_.size()) return std::nullopt;
  return earliest_after_[at];
}

const std::set<int64_t>& Ledger::EffectsOf(const std::string& method, const std::string& id) const {
  static const std::set<int64_t> none;
  auto it = effects_.find({method, id});
  return it == effects_.end() ? none : it->second;
}

void Ledger::Index() {
  for (const auto& changes : revisions) {
    for (const LedgerChange& change : changes) {
      std::vector<int64_t>& versions = versions_[change.name];
      if (versions.empty() || versions.back() != change.revision) {
        versions.push_back(change.revision);
      }
      effects_[{change.method, change.request_id}].insert(change.revision);
    }
  }
  // Not only of the next revision: whether times rise is another check's question.
  earliest_after_.resize(revisions.size());
  int64_t earliest = std::numeric_limits<int64_t>::max();
  for (size_t i = revisions.size(); i-- > 0;) {
    for (const LedgerChange& change : revisions[i]) earliest = std::min(earliest, change.time_us);
    earliest_after_[i] = earliest;
  }
}

void FinalState::Add(const Record& record) {
  if (const auto* head = std::get_if<LedgerHead>(&record)) ledgers_[head->service].head = *head;
  if (const auto* row = std::get_if<RequestRow>(&record)) {
    ledgers_[row->service].requests.push_back(*row);
  }
  if (const auto* change = std::get_if<LedgerChange>(&record)) {
    auto& revisions = ledgers_[change->service].revisions;
    const size_t revision = static_cast<size_t>(std::max<int64_t>(change->revision, 1));
    if (revisions.size() < revision) revisions.resize(revision);
    revisions[revision - 1].push_back(*change);
  }
}

void FinalState::Index() {
  for (auto& [service, ledger] : ledgers_) ledger.Index();
}

const Ledger* FinalState::Find(const std::string& service) const {
  auto it = ledgers_.find(service);
  return it == ledgers_.end() ? nullptr : &it->second;
}

bool Matches(const std::vector<Term>& filter, const LedgerChange& change) {
  return std::ranges::all_of(filter, [&](const Term& term) {
    if (term.field == "collection") return change.collection == term.value;
    auto it = change.fields.find(term.field);
    return it != change.fields.end() && it->second == term.value;
  });
}

void CheckLedger(const Ledger& ledger, Report& report) {
  if (!ledger.head.chain_error.empty()) {
    report.Violation("ledger.chain", ledger.head.service + ": " + ledger.head.chain_error);
  }
  CheckOrder(ledger, report);
  CheckVersions(ledger, report);
  for (const auto& [request, revisions] : ledger.effects()) {
    if (revisions.size() > 1) {
      report.Violation("request.once", request.first + " " + request.second + " took effect at " +
                                           std::to_string(*revisions.begin()) + " and " +
                                           std::to_string(*revisions.rbegin()));
    }
  }
  // Stored in the transaction of its effect: neither is there without the other.
  std::set<std::pair<std::string, std::string>> remembered;
  for (const RequestRow& row : ledger.requests) {
    remembered.insert({row.method, row.request_id});
    const std::set<int64_t>& effects = ledger.EffectsOf(row.method, row.request_id);
    if (!effects.contains(row.revision) && row.revision > 0 && !effects.empty()) {
      report.Violation("request.stored", row.request_id + " is remembered for revision " +
                                             std::to_string(row.revision) + ", its effect is at " +
                                             std::to_string(*effects.begin()));
    }
    if (effects.empty()) {
      report.Violation("request.stored", row.request_id + " is remembered without an effect");
    }
  }
  for (const auto& [request, revisions] : ledger.effects()) {
    if (!remembered.contains(request)) {
      report.Violation("request.stored",
                       request.first + " " + request.second + " took effect and is not remembered");
    }
  }
  report.Count("revisions", ledger.head.revision);
}

}  // namespace tiendo::fault
