#include "services/status/domain/unit_history.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace tiendo::status {
namespace {

const std::string& HeirName(const UnitFact& ended) {
  return ended.successors.empty() ? ended.parent : ended.successors.front();
}

}  // namespace

UnitHistory::UnitHistory(std::vector<UnitFact> facts) : facts_(std::move(facts)) {
  std::sort(facts_.begin(), facts_.end(), [](const UnitFact& a, const UnitFact& b) {
    return std::tie(a.id, a.effective_from) < std::tie(b.id, b.effective_from);
  });
  std::set<Day> days;
  for (const UnitFact& fact : facts_) {
    periods_[fact.id].push_back(&fact);
    days.insert(fact.effective_from);
    if (fact.effective_to) days.insert(*fact.effective_to);
  }
  change_days_.assign(days.begin(), days.end());
}

const UnitFact* UnitHistory::LatestPeriod(std::string_view id, Day day) const {
  const auto found = periods_.find(id);
  if (found == periods_.end()) return nullptr;
  const UnitFact* latest = nullptr;
  for (const UnitFact* period : found->second) {
    if (period->effective_from <= day) latest = period;
  }
  return latest;
}

const UnitFact* UnitHistory::FirstPeriod(std::string_view id) const {
  const auto found = periods_.find(id);
  return found == periods_.end() ? nullptr : found->second.front();
}

const UnitFact* UnitHistory::InForce(std::string_view id, Day day) const {
  const UnitFact* period = LatestPeriod(id, day);
  if (period == nullptr || (period->effective_to && *period->effective_to <= day)) return nullptr;
  return period;
}

std::optional<std::string> UnitHistory::HeirOn(std::string_view id, Day day) const {
  std::set<std::string, std::less<>> seen;
  std::string current(id);
  while (seen.insert(current).second) {
    if (InForce(current, day) != nullptr) return current;
    const UnitFact* ended = LatestPeriod(current, day);
    if (ended == nullptr) return std::nullopt;
    current = HeirName(*ended);
  }
  return std::nullopt;  // units that name each other as successors: nobody is left
}

std::optional<std::string> UnitHistory::SuperiorOn(std::string_view id, Day day) const {
  const UnitFact* period = InForce(id, day);
  std::set<std::string, std::less<>> seen;
  while (period != nullptr && seen.insert(period->parent).second) {
    const std::optional<std::string> superior = HeirOn(period->parent, day);
    if (!superior || *superior != id) return superior;
    period = LatestPeriod(period->parent, day);
  }
  return std::nullopt;
}

bool UnitHistory::Inherits(std::string_view heir, std::string_view unit) const {
  if (heir.empty()) return false;
  std::set<std::string, std::less<>> seen;
  std::string current(unit);
  while (seen.insert(current).second) {
    const auto found = periods_.find(current);
    if (found == periods_.end() || !found->second.back()->effective_to) return false;
    current = HeirName(*found->second.back());
    if (current == heir) return true;
  }
  return false;
}

std::optional<Day> UnitHistory::EndOf(std::string_view id) const {
  const auto found = periods_.find(id);
  return found == periods_.end() ? std::nullopt : found->second.back()->effective_to;
}

}  // namespace tiendo::status
