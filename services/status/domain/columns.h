// The columns of a row of figures, and rows as values.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_COLUMNS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_COLUMNS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiendo::status {

enum class Column : uint8_t {
  kPlan,
  kDueToDate,
  kDoneTotal,
  kDoneOfDue,
  kDoneAhead,
  kDoneNoDue,
  kDoneOnTime,
  kDoneLate,
  kOverdueOpen,
  kDueTodayOpen,
  kInProgress,
  kNoDueDate,
  kRemaining,
  kAdded,
  kWithdrawn,
  kCarriedIn,
  kNotUpdated,
  // Not columns of the published table:
  kOriginal,     // in the programme from its approval: makes plan = original + carried_in + added -
                 // withdrawn an identity that can be checked
  kUnowned,      // in plan without a lead, counted at the programme's owner
  kDueSoon,      // open and due within N working days; 0 unless asked for
  kNotConcrete,  // open, without milestones (chưa cụ thể hóa)
  kUnownedOpen,  // open, without a lead
};
inline constexpr int kColumnCount = 22;

// Counts of items. Additive, except across categories, which are never summed.
struct Figures {
  int32_t plan = 0;            // in the programme on D, not withdrawn
  int32_t due_to_date = 0;     // in plan, due <= D (or <= due_by)
  int32_t done_total = 0;      // in plan, done on D
  int32_t done_of_due = 0;     // done, due <= D (or <= due_by)
  int32_t done_ahead = 0;      // done, due > D (or > due_by)
  int32_t done_no_due = 0;     // done, without due date
  int32_t done_on_time = 0;    // done by the due date
  int32_t done_late = 0;       // done after it
  int32_t overdue_open = 0;    // open, due < D
  int32_t due_today_open = 0;  // open, due = D
  int32_t in_progress = 0;     // open, due >= D
  int32_t no_due_date = 0;     // open or done
  int32_t remaining = 0;       // plan - done_total
  int32_t added = 0;           // gross, as the two below
  int32_t withdrawn = 0;
  int32_t carried_in = 0;
  int32_t not_updated = 0;  // open, no news for more than N calendar days
  int32_t original = 0;
  int32_t unowned = 0;
  int32_t due_soon = 0;
  int32_t not_concrete = 0;
  int32_t unowned_open = 0;

  int32_t Get(Column column) const;
  void Add(Column column, int32_t n);
  Figures& operator+=(const Figures& other);
  Figures& operator-=(const Figures& other);
  bool operator==(const Figures&) const = default;
};

struct ColumnInfo {
  Column column;
  std::string_view name;     // "due_to_date"
  std::string_view name_vi;  // "đến hạn"
  int32_t Figures::*field;
};
// All columns, in the order of Column.
std::span<const ColumnInfo> AllColumns();
const ColumnInfo& InfoOf(Column column);

struct ChildRow {
  std::string unit;  // direct child in force on D
  Figures figures;
  bool operator==(const ChildRow&) const = default;
};

// One category of one scope. total = own + the children's - joint, column by column.
struct CategoryRow {
  std::string category;
  Figures total;
  Figures
      own;  // a lead at the scope itself or, on the Party side, at a unit that it leads directly
  Figures joint;  // counted in more than one of own and the children: what the sum has too much
  std::vector<ChildRow> children;  // by unit id; empty when not asked for
  // Items of the category with a lead that the tree does not know (yet). Of the whole population,
  // not of the scope; such an item still counts at its known leads.
  Figures unattributed;
  bool operator==(const CategoryRow&) const = default;
};

// Empty when the figures do not contradict themselves, otherwise the identity that fails, with both
// sides. With `due_by` the due columns and the open ones are measured at two different days, and
// the identity between them does not apply.
std::string FailedIdentity(const Figures& figures, bool with_due_by);
// The same for every part of the row, and that the parts sum up.
std::string FailedIdentity(const CategoryRow& row, bool with_due_by, bool with_children);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_COLUMNS_H_
