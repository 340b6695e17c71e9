// The daily scan: reads from status what is open and due, and hands it to supervision, which
// applies the ladder. The client keeps nothing: what was issued before, supervision knows.
#ifndef TIENDO_SERVICES_CLI_REMIND_SCAN_H_
#define TIENDO_SERVICES_CLI_REMIND_SCAN_H_

#include <google/type/date.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "tiendo/status/v1/status.pb.h"
#include "tiendo/supervision/v1/reminders.pb.h"

namespace tiendo::cli {

struct ScanOptions {
  google::type::Date as_of;
  std::string scope;
  // Working days before the due date in which a subject is handed over: not below the ladder's
  // first rung.
  int due_soon_days = 15;
  // Checks and tells, issues nothing.
  bool dry_run = false;
  // Goes on although status has not heard of its sources lately.
  bool allow_stale = false;
};

struct ScanResult {
  std::string scope_title;
  status::v1::Freshness freshness;  // of the last answer of status
  int subjects = 0;                 // handed over
  // All batches as one answer.
  supervision::v1::IssueDueRemindersResponse answer;
};

// Subjects that the ladder is for, each with its unit once, in order of subject and unit: of the
// year of the day, the year before and the next. UNAVAILABLE when status is behind its sources.
absl::StatusOr<std::vector<supervision::v1::IssueDueRemindersRequest::Subject>> DueSubjects(
    Context& context, const ScanOptions& options, ScanResult& result);

// `result` has what was issued also when a later batch fails.
absl::Status Scan(Context& context, const ScanOptions& options, ScanResult& result);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_REMIND_SCAN_H_
