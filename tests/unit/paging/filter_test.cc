#include "common/paging/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors/error.h"

namespace tiendo::paging {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<FilterField>& Fields() {
  static const auto* const kFields = new std::vector<FilterField>{
      {"title", FieldType::kString},          {"lead.unit", FieldType::kString},
      {"number", FieldType::kNumber},         {"due_date", FieldType::kDate},
      {"secret", FieldType::kBool},           {"state", FieldType::kEnum, {"OPEN", "DONE"}},
      {"tags", FieldType::kString, {}, true}, {"years", FieldType::kNumber, {}, true}};
  return *kFields;
}

std::vector<Term> Terms(std::string_view text) {
  absl::StatusOr<Filter> filter = ParseFilter(text, Fields());
  EXPECT_TRUE(filter.ok()) << filter.status();
  return filter.ok() ? filter->terms : std::vector<Term>{};
}

// The sentences of the violations of `text`.
std::vector<std::string> Problems(std::string_view text) {
  absl::StatusOr<Filter> filter = ParseFilter(text, Fields());
  if (filter.ok()) return {"accepted"};
  EXPECT_EQ(filter.status().code(), absl::StatusCode::kInvalidArgument);
  errors::Details details = errors::GetDetails(filter.status()).value();
  std::vector<std::string> out;
  for (const errors::FieldViolation& v : details.violations) {
    EXPECT_EQ(v.field, "filter");
    out.push_back(v.description);
  }
  return out;
}

std::string Problem(std::string_view text) { return Problems(text).at(0); }

TEST(Filter, ParsesAConjunction) {
  EXPECT_THAT(Terms("lead.unit = \"units/so ldtbxh\" AND state!=DONE AND due_date<=2022-06-30 AND "
                    "number > -07 AND secret = false AND title : 'việc làm'"),
              ElementsAre(Term{"lead.unit", Op::kEqual, "units/so ldtbxh"},
                          Term{"state", Op::kNotEqual, "DONE"},
                          Term{"due_date", Op::kLessOrEqual, "2022-06-30"},
                          Term{"number", Op::kGreater, "-7"}, Term{"secret", Op::kEqual, "false"},
                          Term{"title", Op::kHas, "việc làm"}));
}

TEST(Filter, RepeatedFieldsAreAskedForAnElement) {
  EXPECT_THAT(
      Terms("tags : \"theme/covid-19\" AND years : 02022"),
      ElementsAre(Term{"tags", Op::kHas, "theme/covid-19"}, Term{"years", Op::kHas, "2022"}));
  EXPECT_THAT(Problem("tags = x"), HasSubstr("use one of : (one of its elements is the value)"));
  EXPECT_THAT(Problem("years > 2022"), HasSubstr("years does not take the operator >"));
  EXPECT_THAT(Problem("years : x"), HasSubstr("whole number"));
}

TEST(Filter, BlankHasNoTerms) {
  EXPECT_THAT(Terms(""), IsEmpty());
  EXPECT_THAT(Terms(" \t\n"), IsEmpty());
}

TEST(Filter, BareWordsAndStringsAreTheSame) {
  EXPECT_EQ(Terms("title=units/a-1"), Terms("title = \"units/a-1\""));
  EXPECT_EQ(Terms("due_date >= 2022-06-30"), Terms("due_date>='2022-06-30'"));
}

TEST(Filter, EscapesAndReservedWordsInStrings) {
  EXPECT_THAT(Terms(R"(title = "a\"b\\c\n\t\'")"),
              ElementsAre(Term{"title", Op::kEqual, "a\"b\\c\n\t'"}));
  EXPECT_THAT(Terms("title = 'say \"x\" OR (y)'"),
              ElementsAre(Term{"title", Op::kEqual, "say \"x\" OR (y)"}));
  EXPECT_THAT(Terms("title = \"AND\" AND title : \"\""),
              ElementsAre(Term{"title", Op::kEqual, "AND"}, Term{"title", Op::kHas, ""}));
}

TEST(Filter, RefusesWhatIsNotSupportedAndSaysWhatIs) {
  for (const char* text :
       {"title=a OR title=b", "NOT title=a", "-title=a", "(title=a)", "title=a AND (number=1)",
        "f(title)=a", "title", "OR", "AND title=a", "\"title\"=a", "title==a"}) {
    EXPECT_THAT(Problem(text), HasSubstr("joined by AND")) << text;
  }
  EXPECT_THAT(Problem("title=a OR title=b"), HasSubstr("OR is not supported"));
  EXPECT_THAT(Problem("NOT title=a"), HasSubstr("negation"));
}

TEST(Filter, RefusesBrokenText) {
  EXPECT_THAT(Problem("title=a AND"), HasSubstr("a condition is missing"));
  EXPECT_THAT(Problem("title=a number=1"), HasSubstr("\"number\" stands where AND would"));
  EXPECT_THAT(Problem("title=a and number=1"), HasSubstr("joined by AND"));
  EXPECT_THAT(Problem("title="), HasSubstr("not followed by a value"));
  EXPECT_THAT(Problem("title= AND number=1"), HasSubstr("not followed by a value"));
  EXPECT_THAT(Problem("title=\"a"), HasSubstr("does not end"));
  EXPECT_THAT(Problem("title=\"a\\"), HasSubstr("does not end"));
  EXPECT_THAT(Problem(R"(title="\x")"), HasSubstr("unknown escape"));
}

TEST(Filter, EveryWrongTermIsNamed) {
  EXPECT_THAT(
      Problems("owner=x AND number=1.5 AND due_date<2022-02-30 AND secret=yes AND state=OPENED AND "
               "title<a AND number:1 AND number=99999999999999999999"),
      ElementsAre(
          HasSubstr("unknown field \"owner\": filter by one of title, lead.unit, number, due_date, "
                    "secret, state"),
          HasSubstr("number takes a whole number"), HasSubstr("no such day"),
          HasSubstr("secret takes true or false"), HasSubstr("state takes one of OPEN, DONE"),
          HasSubstr("title does not take the operator <: use one of =, !=, :"),
          HasSubstr("number does not take the operator :"), HasSubstr("whole number")));
}

TEST(Filter, Limits) {
  EXPECT_THAT(Problem("title=" + std::string(1020, 'a')), HasSubstr("1024 characters"));
  // 1,024 characters of three bytes each are within the limit.
  std::string text = "title=";
  for (int i = 0; i < 1018; ++i) text += "ế";
  EXPECT_EQ(Terms(text).size(), 1u);
  std::string ten = "number=0";
  for (int i = 1; i < 10; ++i) ten += " AND number=" + std::to_string(i);
  EXPECT_EQ(Terms(ten).size(), 10u);
  EXPECT_THAT(Problem(ten + " AND number=10"), HasSubstr("more than 10 conditions"));
}

TEST(Filter, CanonicalIgnoresOrderSpacesQuotesAndRepetition) {
  auto canonical = [](std::string_view text) { return ParseFilter(text, Fields())->Canonical(); };
  EXPECT_EQ(canonical("number=1 AND title='a b'"), canonical("title = \"a b\"  AND number = 01"));
  EXPECT_EQ(canonical("number=1 AND number=1"), "number=\"1\"");
  EXPECT_NE(canonical("title='a\" AND title=\"b'"), canonical("title=a AND title=b"));
  EXPECT_EQ(canonical(""), "");
  // It reads back as the same filter.
  std::string text = canonical(R"(title:"a\\\"b" AND state=OPEN)");
  EXPECT_EQ(canonical(text), text);
}

}  // namespace
}  // namespace tiendo::paging
