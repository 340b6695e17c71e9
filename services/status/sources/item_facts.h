// Items as complete facts, put together from the resources of programs in whatever order they come.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_ITEM_FACTS_H_
#define TIENDO_SERVICES_STATUS_SOURCES_ITEM_FACTS_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "services/status/domain/facts.h"
#include "services/status/sources/decode.h"

namespace tiendo::status {

// Not synchronised. Copies share what is known of an item: one costs the entries, not what is in
// them.
class ItemFacts {
 public:
  using Names = std::set<std::string>;
  using Records = std::map<std::string, std::shared_ptr<const ItemRecord>>;

  // Each adds the items that it is about to `touched`.
  void PutProgram(ProgramFact program, Names& touched);
  void PutItem(ItemRecord item, Names& touched);
  // `name` is the event's.
  void PutEvent(const std::string& name, const programs::v1::ItemEvent& event, Names& touched);
  void Clear();

  // Items whose facts may have changed with these: with the lines before and after them.
  Names AffectedBy(const Names& touched) const;
  // nullopt while the item or its programme is still to come.
  std::optional<ItemFact> Build(const std::string& name) const;
  bool IsSecret(const std::string& name) const;
  const std::map<std::string, ProgramFact>& programs() const { return programs_; }
  // All items that have arrived.
  const Records& records() const { return items_; }

 private:
  std::optional<ItemFact> BuildLine(const std::string& name, Names& seen) const;
  void FillIn(ItemEvent::Carry& carry) const;

  std::map<std::string, ProgramFact> programs_;
  Records items_;
  // Of each item its events, by name: in the order of recording.
  std::map<std::string, std::map<std::string, std::shared_ptr<const ItemEvent>>> events_;
  std::map<std::string, Names> items_of_program_;
  std::map<std::string, Names> continued_by_;  // by the item that was carried over
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_ITEM_FACTS_H_
