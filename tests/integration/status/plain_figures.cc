#include "tests/integration/status/plain_figures.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/status/domain/due_soon.h"
#include "services/status/domain/sentence.h"

namespace tiendo::status {
namespace {

// What the words of a row depend on beside its counts.
struct Asked {
  SentenceQuery sentence;
  bool due_soon = false;
};

void ExpectShare(const v1::Percentage& got, int32_t n, int32_t d, Rounding rounding,
                 const std::string& text) {
  const std::optional<int64_t> points = BasisPoints(n, d, rounding);
  EXPECT_EQ(got.has_basis_points(), points.has_value()) << n << '/' << d;
  EXPECT_EQ(got.basis_points(), points.value_or(0)) << n << '/' << d;
  EXPECT_EQ(got.text(), text);
}

void ExpectFigures(const v1::CategoryFigures& got, const Figures& want, const Asked& asked,
                   const std::string& part) {
  const Rounding rounding = asked.sentence.rounding;
  EXPECT_EQ(got.integrity_error_id(), "") << part;
  ExpectColumns(got.columns(), want, asked.due_soon, part);
  EXPECT_EQ(got.triple(), TripleText(want)) << part;
  ExpectShare(got.done_of_due_to_date(), want.done_total, want.due_to_date, rounding,
              ShareOfDueText(want.done_total, want.due_to_date, rounding));
  ExpectShare(got.done_of_plan(), want.done_total, want.plan, rounding,
              ShareOfPlanText(want.done_total, want.plan, rounding));
  ExpectShare(got.due_done(), want.done_of_due, want.due_to_date, rounding,
              ShareOfDueText(want.done_of_due, want.due_to_date, rounding));
  EXPECT_EQ(got.sentence_vi(), SentenceVi(want, asked.sentence)) << part;
  EXPECT_EQ(got.explanation_vi(), ExplanationVi(want)) << part;
}

// The row of a category; null with a failure when there is none.
template <typename Rows>
const v1::CategoryFigures* Find(const Rows& rows, const std::string& category) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const v1::CategoryFigures& figures) {
    return figures.category() == category;
  });
  if (row != rows.end()) return &*row;
  ADD_FAILURE() << "no row of " << category;
  return nullptr;
}

void ExpectRow(const v1::Status& got, const CategoryRow& want, const Query& query,
               const Asked& asked) {
  SCOPED_TRACE(want.category);
  const v1::CategoryFigures* row = Find(got.categories(), want.category);
  if (row == nullptr) return;
  ExpectFigures(*row, want.total, asked, "total");
  EXPECT_EQ(row->unowned(), want.total.unowned);
  ExpectColumns(row->unattributed(), want.unattributed, asked.due_soon, "unattributed");
  EXPECT_EQ(row->has_own(), query.children);
  EXPECT_EQ(row->has_joint(), query.children);
  if (!query.children) return;
  ExpectColumns(row->own(), want.own, asked.due_soon, "own");
  ExpectColumns(row->joint(), want.joint, asked.due_soon, "joint");
  ASSERT_EQ(static_cast<size_t>(got.children_size()), want.children.size());
  for (size_t i = 0; i < want.children.size(); ++i) {
    const v1::ChildStatus& child = got.children(static_cast<int>(i));
    EXPECT_EQ(child.unit(), want.children[i].unit);
    const v1::CategoryFigures* part = Find(child.categories(), want.category);
    if (part == nullptr) continue;
    ExpectFigures(*part, want.children[i].figures, asked, want.children[i].unit);
  }
}

}  // namespace

void ExpectColumns(const v1::Columns& got, const Figures& want, bool due_soon,
                   const std::string& part) {
  const google::protobuf::Descriptor& message = *v1::Columns::descriptor();
  for (int i = 0; i < message.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.field(i);
    const auto columns = AllColumns();
    const auto column = std::find_if(columns.begin(), columns.end(), [&](const ColumnInfo& info) {
      return info.name == field.name();
    });
    ASSERT_TRUE(column != columns.end()) << field.name() << " is no column of the domain";
    const bool told = column->column != Column::kDueSoon || due_soon;
    EXPECT_EQ(got.GetReflection()->HasField(got, &field), told) << part << ' ' << field.name();
    EXPECT_EQ(got.GetReflection()->GetInt32(got, &field), told ? want.Get(column->column) : 0)
        << part << ' ' << field.name();
  }
}

void ExpectSameRefusal(const absl::Status& got, const absl::Status& want) {
  EXPECT_EQ(got.code(), want.code()) << got;
  EXPECT_EQ(errors::Reason(got), errors::Reason(want));
}

v1::GetStatusRequest RequestOf(const Query& query, Rounding rounding) {
  v1::GetStatusRequest request;
  request.set_scope(query.scope);
  *request.mutable_as_of() = api::ToProto(query.as_of);
  request.set_year(query.year);
  if (query.due_by) *request.mutable_due_by() = api::ToProto(*query.due_by);
  request.set_basis(query.basis == Basis::kBaseline ? v1::BASIS_BASELINE : v1::BASIS_IN_FORCE);
  request.set_rounding(rounding == Rounding::kHalfUp ? v1::ROUNDING_HALF_UP
                                                     : v1::ROUNDING_TRUNCATE);
  request.set_view(query.children ? v1::VIEW_FULL : v1::VIEW_BASIC);
  request.set_tag(query.tag);
  request.set_not_updated_days(query.not_updated_days);
  request.set_due_soon_days(query.due_soon_days.value_or(0));
  return request;
}

void ExpectPlainFigures(const absl::StatusOr<v1::Status>& got, const PlainFacts& facts,
                        const Query& query, Rounding rounding, std::vector<CategoryRow>* rows) {
  const WorkingDaysLeft working_days(facts.calendar != nullptr
                                         ? facts.calendar
                                         : std::make_shared<const calendar::WorkingCalendar>());
  Query plain = query;
  plain.working_days = working_days;
  const UnitTree tree(*facts.units, query.as_of);
  const absl::StatusOr<Answer> want = Compute(tree, PointersTo(facts.items), plain);
  if (rows != nullptr) rows->clear();
  if (!want.ok()) return ExpectSameRefusal(got.status(), want.status());
  ASSERT_TRUE(got.ok()) << got.status();
  const Asked asked{{query.year, query.as_of, query.due_by, rounding},
                    query.due_soon_days.has_value()};
  ASSERT_EQ(static_cast<size_t>(got->categories_size()), want->rows.size());
  if (!query.children) {
    EXPECT_EQ(got->children_size(), 0);
  }
  for (const CategoryRow& row : want->rows) ExpectRow(*got, row, query, asked);
  const std::set<int> missing =
      want->due_soon_complete ? std::set<int>() : working_days.missing_years();
  EXPECT_EQ(
      std::set<int>(got->missing_calendar_years().begin(), got->missing_calendar_years().end()),
      missing);
  if (rows != nullptr) *rows = want->rows;
}

}  // namespace tiendo::status
