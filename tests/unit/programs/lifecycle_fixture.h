// Verbs on one item, and what they come to on a day.
#ifndef TIENDO_TESTS_UNIT_PROGRAMS_LIFECYCLE_FIXTURE_H_
#define TIENDO_TESTS_UNIT_PROGRAMS_LIFECYCLE_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors/error.h"
#include "services/programs/domain/lifecycle.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {

using ::testing::ElementsAre;
using ::testing::Optional;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

class LifecycleTest : public ::testing::Test {
 protected:
  void Complete(const std::string& day, const std::string& lead = "") {
    ASSERT_THAT(ReportCompletion(fakes_.stores(), Fakes::Completed(day, lead)), IsOk());
  }
  void Return(const std::string& day, const std::string& lead = "") {
    ASSERT_THAT(AppraiseCompletion(fakes_.stores(), Fakes::Appraised(day, false, lead)), IsOk());
  }
  void Extend(const std::string& day, const std::string& due) {
    ASSERT_THAT(ExtendItem(fakes_.stores(), Fakes::Extended(day, due)), IsOk());
  }
  void Reassign(const std::string& day, const std::vector<std::string>& leads) {
    ASSERT_THAT(ReassignItem(fakes_.stores(), Fakes::Reassigned(day, leads)), IsOk());
  }
  void Void(int number) { ASSERT_THAT(VoidEvent(fakes_.stores(), Fakes::Void(number)), IsOk()); }
  Item Stored() { return fakes_.Stored(); }
  // At the end of a day, by what is recorded now.
  Present On(const std::string& day) { return Replay(EntryOf(Stored()), fakes_.Events(), D(day)); }
  static std::string Field(const absl::StatusOr<Item>& result) {
    auto details = errors::GetDetails(result.status());
    return details && !details->violations.empty() ? details->violations[0].field : "";
  }
  Fakes fakes_;
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_UNIT_PROGRAMS_LIFECYCLE_FIXTURE_H_
