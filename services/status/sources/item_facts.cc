#include "services/status/sources/item_facts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tiendo::status {

void ItemFacts::PutProgram(ProgramFact program, Names& touched) {
  const auto items = items_of_program_.find(program.name);
  if (items != items_of_program_.end()) {
    touched.insert(items->second.begin(), items->second.end());
  }
  std::string name = program.name;
  programs_[std::move(name)] = std::move(program);
}

void ItemFacts::PutItem(ItemRecord item, Names& touched) {
  const std::string name = item.fact.name;
  items_of_program_[item.fact.program].insert(name);
  const auto before = items_.find(name);
  if (before != items_.end() && !before->second->carried_from.empty()) {
    continued_by_[before->second->carried_from].erase(name);
    touched.insert(before->second->carried_from);
  }
  if (!item.carried_from.empty()) continued_by_[item.carried_from].insert(name);
  items_[name] = std::make_shared<const ItemRecord>(std::move(item));
  touched.insert(name);
}

void ItemFacts::PutEvent(const std::string& name, const programs::v1::ItemEvent& event,
                         Names& touched) {
  const std::string item = name.substr(0, name.rfind("/events/"));
  if (std::optional<ItemEvent> fact = ToFact(event)) {
    events_[item][name] = std::make_shared<const ItemEvent>(*std::move(fact));
  }
  touched.insert(item);
}

void ItemFacts::Clear() { *this = ItemFacts(); }

ItemFacts::Names ItemFacts::AffectedBy(const Names& touched) const {
  Names out;
  Names followed;
  std::vector<std::string> open(touched.begin(), touched.end());
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    if (!followed.insert(name).second) continue;
    out.insert(name);
    // The line before it has to know when this one begins.
    const auto item = items_.find(name);
    if (item != items_.end() && !item->second->carried_from.empty()) {
      out.insert(item->second->carried_from);
    }
    const auto next = continued_by_.find(name);
    if (next != continued_by_.end()) {
      open.insert(open.end(), next->second.begin(), next->second.end());
    }
  }
  return out;
}

std::optional<ItemFact> ItemFacts::Build(const std::string& name) const {
  Names seen;
  return BuildLine(name, seen);
}

std::optional<ItemFact> ItemFacts::BuildLine(const std::string& name, Names& seen) const {
  const auto record = items_.find(name);
  if (record == items_.end() || !seen.insert(name).second) return std::nullopt;
  const auto program = programs_.find(record->second->fact.program);
  if (program == programs_.end()) return std::nullopt;
  ItemFact item = record->second->fact;
  item.category = program->second.category;
  item.years = program->second.years;
  item.program_owner = program->second.owner;
  item.program_approval = program->second.approval;
  const auto events = events_.find(name);
  if (events != events_.end()) {
    for (const auto& [event_name, event] : events->second) {
      item.events.push_back(*event);
      if (event->kind == ItemEvent::Kind::kCarriedOver) FillIn(item.events.back().carry);
    }
  }
  if (!record->second->carried_from.empty()) {
    if (std::optional<ItemFact> before = BuildLine(record->second->carried_from, seen)) {
      item.carried_from.push_back(*std::move(before));
    }
  }
  return item;
}

void ItemFacts::FillIn(ItemEvent::Carry& carry) const {
  const auto line = items_.find(carry.item);
  if (line == items_.end()) return;
  const auto program = programs_.find(line->second->fact.program);
  if (program == programs_.end()) return;
  carry.years = program->second.years;
  const std::optional<Day>& approval = line->second->fact.approval;
  if (approval && program->second.approval) {
    carry.enters = std::max(*approval, *program->second.approval);
  }
}

bool ItemFacts::IsSecret(const std::string& name) const {
  const auto item = items_.find(name);
  return item != items_.end() && item->second->fact.secret;
}

}  // namespace tiendo::status
