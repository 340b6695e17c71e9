// Duties over gRPC, given to the divisions so, phong-a and phong-b.
#ifndef TIENDO_TESTS_INTEGRATION_PROGRAMS_DUTIES_FIXTURE_H_
#define TIENDO_TESTS_INTEGRATION_PROGRAMS_DUTIES_FIXTURE_H_

#include <optional>
#include <string>

#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {

inline constexpr char kDuty[] = "programs/p/duties/d";
inline constexpr char kAssignment[] = "programs/p/duties/d/assignments/phong-a-2022-06";

class DutiesTest : public ProgramsTest {
 protected:
  // A draft programme that counts duties, "programs/p".
  void DutyProgram() {
    v1::CreateCategoryRequest category = NewCategory("party-duty");
    category.mutable_category()->set_kind(v1::Category::KIND_DUTY);
    ASSERT_THAT(Call(&Stub::CreateCategory, category), IsOk());
    v1::CreateProgramRequest program = NewProgram("p");
    program.mutable_program()->set_category("categories/party-duty");
    ASSERT_THAT(Call(&Stub::CreateProgram, program), IsOk());
  }
  // kDuty: monthly, two sets by the 25th, issued on 2022-01-15; the units are there.
  void IssuedDuty() {
    DutyProgram();
    ASSERT_THAT(Call(&Stub::ApproveProgram, Approval("p")), IsOk());
    ASSERT_THAT(Call(&Stub::CreateDuty, NewDuty()), IsOk());
    ASSERT_THAT(Call(&Stub::IssueDuty, IssueOf()), IsOk());
    WaitForUnits(3);
  }
  void DistributedDuty() {
    IssuedDuty();
    ASSERT_THAT(Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01")), IsOk());
  }

  static v1::CreateDutyRequest NewDuty(const std::string& id = "d") {
    v1::CreateDutyRequest request;
    request.set_parent("programs/p");
    request.set_duty_id(id);
    v1::Duty& duty = *request.mutable_duty();
    duty.set_title("Báo cáo dư luận xã hội hằng tháng");
    duty.set_cadence(v1::Duty::CADENCE_MONTHLY);
    duty.mutable_deadline_rule()->set_day_of_month(25);
    duty.mutable_population()->add_unit_kinds("DIVISION");
    duty.mutable_demand()->set_sets(2);
    return request;
  }
  static v1::IssueDutyRequest IssueOf(const std::string& name = kDuty) {
    v1::IssueDutyRequest request;
    request.set_name(name);
    *request.mutable_issue_date() = Date("2022-01-15");
    request.mutable_document()->set_number("3-HD/ĐU");
    return request;
  }
  static v1::DistributeDutyRequest Distribution(const std::string& period, const std::string& date,
                                                const std::string& name = kDuty) {
    v1::DistributeDutyRequest request;
    request.set_name(name);
    request.set_period(period);
    *request.mutable_assign_date() = Date(date);
    return request;
  }
  static v1::SubmitAssignmentRequest HandIn(const std::string& date, int sets,
                                            const std::string& name = kAssignment) {
    v1::SubmitAssignmentRequest request;
    request.set_name(name);
    *request.mutable_submit_date() = Date(date);
    request.set_sets(sets);
    return request;
  }
  static v1::AcceptAssignmentRequest Acceptance(const std::string& date,
                                                const std::string& name = kAssignment) {
    v1::AcceptAssignmentRequest request;
    request.set_name(name);
    *request.mutable_accept_date() = Date(date);
    return request;
  }
  // An empty deadline: the one in force stays.
  static v1::ReturnAssignmentRequest Return(const std::string& date,
                                            const std::string& deadline = "",
                                            const std::string& name = kAssignment) {
    v1::ReturnAssignmentRequest request;
    request.set_name(name);
    *request.mutable_return_date() = Date(date);
    request.set_reason_code("THIEU_HO_SO");
    if (!deadline.empty()) *request.mutable_new_deadline() = Date(deadline);
    return request;
  }
  static v1::OverrideDeadlineRequest Override(const std::string& date, const std::string& deadline,
                                              const std::string& name = kAssignment) {
    v1::OverrideDeadlineRequest request;
    request.set_name(name);
    *request.mutable_approval_date() = Date(date);
    *request.mutable_new_deadline() = Date(deadline);
    request.set_approver("Thường trực Đảng ủy");
    request.set_reason("đang hợp nhất chi bộ");
    return request;
  }
  static v1::VoidAssignmentEventRequest Void(int number, const std::string& name = kAssignment) {
    v1::VoidAssignmentEventRequest request;
    request.set_name(name + "/events/000" + std::to_string(number));
    request.set_reason("nhập sai");
    return request;
  }
  absl::StatusOr<v1::DutyAssignment> GetAssignment(const std::string& name = kAssignment) {
    v1::GetAssignmentRequest request;
    request.set_name(name);
    return Call(&Stub::GetAssignment, request);
  }
  // Names after the last slash.
  absl::StatusOr<std::vector<std::string>> Listed(const std::string& parent,
                                                  const std::string& filter = "") {
    v1::ListAssignmentsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    auto page = Call(&Stub::ListAssignments, request);
    if (!page.ok()) return page.status();
    std::vector<std::string> out;
    for (const v1::DutyAssignment& a : page->assignments()) {
      out.push_back(a.name().substr(a.name().rfind('/') + 1));
    }
    return out;
  }
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_INTEGRATION_PROGRAMS_DUTIES_FIXTURE_H_
