// Programmes for the status tests that are about more than items.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_PROGRAMS_OF_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_PROGRAMS_OF_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/integration/status/suite.h"
#include "tests/support/wait.h"

namespace tiendo::status {

// A category of the kind, and a programme of 2022 in it that is approved on 10/01.
inline void CreateProgramOf(tiendo::testing::Suite& suite, programs::v1::Category::Kind kind,
                            const std::string& category, const std::string& id) {
  using Stub = programs::v1::ProgramService::Stub;
  programs::v1::CreateCategoryRequest new_category;
  new_category.set_category_id(category);
  new_category.mutable_category()->set_display_name(category);
  new_category.mutable_category()->set_kind(kind);
  suite.Write(&Stub::CreateCategory, new_category);
  programs::v1::CreateProgramRequest program;
  program.set_program_id(id);
  program.mutable_program()->set_title("Chương trình mẫu " + id);
  program.mutable_program()->add_years(2022);
  program.mutable_program()->set_category("categories/" + category);
  program.mutable_program()->set_owner("units/dang-bo");
  suite.Write(&Stub::CreateProgram, program);
  programs::v1::ApproveProgramRequest approve;
  approve.set_name("programs/" + id);
  *approve.mutable_approval_date() = tiendo::testing::DateOf("2022-01-10");
  approve.mutable_document()->set_number("MẪU-01");
  suite.Write(&Stub::ApproveProgram, approve);
}

// Distributes June of a duty on 01/06, once programs has heard of all `cells`; the position.
inline std::string DistributeJune(tiendo::testing::Suite& suite, const std::string& duty,
                                  int cells) {
  programs::v1::DistributeDutyRequest distribute;
  distribute.set_name(duty);
  distribute.set_period("2022-06");
  *distribute.mutable_assign_date() = tiendo::testing::DateOf("2022-06-01");
  distribute.set_validate_only(true);
  EXPECT_TRUE(tiendo::testing::WaitUntil([&] {
    grpc::ClientContext context;
    programs::v1::DistributeDutyResponse preview;
    return suite.programs().DistributeDuty(&context, distribute, &preview).ok() &&
           preview.assignments_size() == cells;
  }));
  distribute.set_validate_only(false);
  return suite.Write(&programs::v1::ProgramService::Stub::DistributeDuty, distribute);
}

}  // namespace tiendo::status

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_PROGRAMS_OF_H_
