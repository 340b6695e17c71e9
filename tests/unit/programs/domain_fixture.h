// The domain of programs on repositories in memory.
#ifndef TIENDO_TESTS_UNIT_PROGRAMS_DOMAIN_FIXTURE_H_
#define TIENDO_TESTS_UNIT_PROGRAMS_DOMAIN_FIXTURE_H_

#include <string>
#include <vector>

#include "services/programs/domain/category.h"
#include "services/programs/domain/item_verbs.h"
#include "services/programs/domain/items.h"
#include "tests/fakes/fake_repository.h"

namespace tiendo::programs::testing {

inline Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

inline constexpr char kItem[] = "programs/p/items/i";

struct Fakes {
  tiendo::testing::FakeRepository<Category> categories;
  tiendo::testing::FakeRepository<Program> programs;
  tiendo::testing::FakeRepository<Item> items;
  tiendo::testing::FakeRepository<ItemEvent> events;

  ItemStores stores() { return {programs, items, events}; }

  // "programs/p", approved on 2022-01-10.
  void AddProgram(ProgramState state = ProgramState::kApproved) {
    Program program;
    program.name = "programs/p";
    program.state = state;
    if (state == ProgramState::kApproved) program.approval_date = D("2022-01-10");
    programs.Put(program).IgnoreError();
  }
  // kItem as a draft, due on 2022-06-30.
  void AddDraft(const std::vector<std::string>& leads) {
    Item item;
    item.name = kItem;
    item.title = "Nội dung mẫu 01";
    for (const std::string& lead : leads) item.leads.push_back({lead, std::nullopt});
    item.baseline_due_date = item.due_date = D("2022-06-30");
    items.Put(item).IgnoreError();
  }
  // The same, issued on 2022-01-15.
  void AddIssued(const std::vector<std::string>& leads) {
    AddProgram();
    AddDraft(leads);
    IssueItem(stores(), Input("2022-01-15")).IgnoreError();
  }
  std::vector<ItemEvent> Events() { return EventsOf(events, kItem).value(); }

  static VerbInput Input(const std::string& date) {
    VerbInput input;
    input.name = kItem;
    input.date = D(date);
    return input;
  }
  static Completion Completed(const std::string& date, const std::string& lead = "") {
    Completion input;
    input.name = kItem;
    input.date = D(date);
    input.lead = lead;
    input.units_revision = 7;
    return input;
  }
  // An empty `due` removes it.
  static Extension Extended(const std::string& date, const std::string& due) {
    Extension input;
    input.name = kItem;
    input.date = D(date);
    if (!due.empty()) input.new_due_date = D(due);
    input.approver = "Giám đốc Sở";
    input.reason = "chờ ý kiến";
    return input;
  }
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_UNIT_PROGRAMS_DOMAIN_FIXTURE_H_
