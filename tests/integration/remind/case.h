// Units with duties whose deadlines lie around one day, on all four services, and a plain model of
// which notices a scan of that day must issue. Shared by the test and the benchmark.
#ifndef TIENDO_TESTS_INTEGRATION_REMIND_CASE_H_
#define TIENDO_TESTS_INTEGRATION_REMIND_CASE_H_

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/cli/remind_scan.h"
#include "tests/integration/status/suite.h"

namespace tiendo::testing {

class RemindCase {
 public:
  // By (subject, unit): "KIND_BEFORE_DUE 7".
  using Notices = std::map<std::pair<std::string, std::string>, std::string>;

  // `units` cells, all with `duties` duties; some have handed in. `database` as for Suite.
  RemindCase(std::function<db::Options()> database, int units, int duties);

  // What a first scan on `day` must issue, counted from the deadlines by hand.
  Notices Model(const std::string& day = kDay) const;
  // What supervision has last of each, all pages; the same notice twice is a failed test.
  Notices Issued();
  // The scan of a client of its own, of everything.
  absl::StatusOr<cli::ScanResult> Scan(const std::string& as_of = kDay, bool dry_run = false);
  // The part of a scan that reads from status; the number of subjects.
  absl::StatusOr<size_t> ReadOnly();
  // As many items as there are assignments, in batches of 1,000: what writing as many rows costs.
  void CreateItems();

  Suite& suite() { return suite_; }

  static constexpr char kDay[] = "2022-06-15";  // a Wednesday; no holiday for weeks around it

 private:
  static std::string CellId(int i);
  static std::string DutyName(int d);
  // From 16 days before the day to 36 after it.
  std::string DeadlineOf(int d) const;
  bool HandedIn(int unit, int duty) const { return unit % 50 == duty % 50; }
  void CreateUnits();
  void CreateProgram();
  void CreateDuty(int d);
  // Until status holds everything.
  void AwaitStatus();

  const int units_;
  const int duties_;
  Suite suite_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_INTEGRATION_REMIND_CASE_H_
