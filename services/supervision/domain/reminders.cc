#include "services/supervision/domain/reminders.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/resource/name.h"
#include "services/supervision/domain/reminder_log.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

template <typename T>
absl::StatusOr<bool> Exists(resource::Repository<T>& repository, const std::string& name) {
  TIENDO_ASSIGN_OR_RETURN(const std::optional<T> found, repository.Get(name));
  return found.has_value();
}

// Of a subject of this service; others are not ours to know.
absl::StatusOr<bool> MayBe(const Repositories& repos, const std::string& subject) {
  if (resource::ParseName(subject, "requirements/*")) return Exists(*repos.requirements, subject);
  if (resource::ParseName(subject, "plans/*")) return Exists(*repos.plans, subject);
  if (resource::ParseName(subject, "engagements/*")) return Exists(*repos.engagements, subject);
  if (resource::ParseName(subject, "engagements/*/recommendations/*")) {
    return Exists(*repos.recommendations, subject);
  }
  return true;
}

absl::Status CheckSubjects(const Repositories& repos, const std::vector<OpenPart>& parts) {
  errors::Details details;
  std::string message = "unknown subjects:";
  std::map<std::string, bool> looked_up;  // many units may have one subject
  for (size_t i = 0; i < parts.size(); ++i) {
    auto known = looked_up.find(parts[i].subject);
    if (known == looked_up.end()) {
      TIENDO_ASSIGN_OR_RETURN(const bool may_be, MayBe(repos, parts[i].subject));
      known = looked_up.emplace(parts[i].subject, may_be).first;
    }
    if (known->second) continue;
    details.metadata.emplace("name", parts[i].subject);
    message += " " + parts[i].subject;
    details.violations.push_back(
        {errors::At("subjects", i) + ".subject", "there is no " + parts[i].subject});
  }
  if (details.violations.empty()) return absl::OkStatus();
  details.reason = std::string(errors::reasons::kReferenceNotFound);
  return errors::Make(absl::StatusCode::kInvalidArgument, message, std::move(details));
}

std::optional<Day> Later(Day day, int days) {
  return days == 0 ? std::nullopt : std::optional<Day>(day + std::chrono::days(days));
}

// The rung, or a later one, was issued for this due date, or one of its kind for the same day.
bool IsIssued(const std::vector<const Reminder*>& so_far, const Rung& rung, Day due) {
  return std::any_of(so_far.begin(), so_far.end(), [&](const Reminder* reminder) {
    if (!reminder->trigger) return false;
    return (reminder->due == due && *reminder->trigger >= rung.trigger) ||
           (reminder->kind == rung.kind && *reminder->trigger == rung.trigger);
  });
}

Reminder NoticeOf(const OpenPart& part, const std::string& unit, const Rung& rung, Day as_of,
                  const Ladder& ladder) {
  Reminder out;
  out.subject = part.subject;
  out.unit = unit;
  out.kind = rung.kind;
  out.rung = rung.days;
  out.trigger = rung.trigger;
  out.due = part.due;
  out.issued_on = as_of;
  out.acknowledge_by = Later(as_of, ladder.acknowledge_days);
  if (rung.kind == ReminderKind::kAfterDue) out.explain_by = Later(as_of, ladder.explain_days);
  return out;
}

// A part, whom its notice goes to and which it would be; noted in `notices` when there is none.
struct Candidate {
  std::string unit;
  Rung rung;
};
std::optional<Candidate> FindCandidate(const Environment& environment, Day as_of,
                                       const OpenPart& part, Notices& notices) {
  const std::optional<std::string> unit = environment.heir_on(part.unit, as_of);
  if (!unit) {
    notices.no_unit.push_back(part);
    return std::nullopt;
  }
  const Begun begun =
      FindRung(environment.practice.ladder, *environment.calendar(), part.due, as_of);
  if (!begun.not_computable.empty()) {
    notices.not_computable.push_back(
        {part.subject, part.unit, begun.not_computable, begun.missing_year});
  }
  if (!begun.latest) {
    ++notices.not_due;
    return std::nullopt;
  }
  return Candidate{*unit, *begun.latest};
}

absl::Status CheckNotBefore(Day date, const Reminder& reminder) {
  if (date >= reminder.issued_on) return absl::OkStatus();
  return errors::InvalidField("date", calendar::FormatIso(date) + " is before the issue on " +
                                          calendar::FormatIso(reminder.issued_on));
}

}  // namespace

absl::StatusOr<Reminder> IssueReminder(const Repositories& repos, const Environment& environment,
                                       const Urging& urging) {
  TIENDO_ASSIGN_OR_RETURN(const bool known, MayBe(repos, urging.subject));
  if (!known) return resource::ReferenceNotFound("subject", urging.subject);
  ReminderLog log(repos, environment, urging.date);
  const Ladder& ladder = environment.practice.ladder;
  const bool past_due = urging.due && urging.date > *urging.due;
  Reminder out;
  out.subject = urging.subject;
  out.unit = urging.unit;
  out.due = urging.due;
  out.issued_on = urging.date;
  out.document = urging.document;
  out.reason = urging.reason;
  out.acknowledge_by =
      urging.acknowledge_by ? urging.acknowledge_by : Later(urging.date, ladder.acknowledge_days);
  out.explain_by = urging.explain_by;
  if (!out.explain_by && past_due) out.explain_by = Later(urging.date, ladder.explain_days);
  out.urgings_allowed = ladder.urgings;
  if (past_due) {
    out.urgings_past_due = 1;
    TIENDO_ASSIGN_OR_RETURN(const std::vector<const Reminder*> so_far,
                            log.Of(out.subject, out.unit));
    for (const Reminder* earlier : so_far) {
      const bool counts =
          !earlier->automatic() && !earlier->voided && earlier->issued_on > *urging.due;
      out.urgings_past_due += counts ? 1 : 0;
    }
  }
  TIENDO_RETURN_IF_ERROR(log.Number(out));
  std::vector<Reminder> one = {std::move(out)};
  TIENDO_RETURN_IF_ERROR(repos.add_reminders(one));
  return std::move(one.front());
}

absl::StatusOr<Notices> IssueDueReminders(const Repositories& repos, const Environment& environment,
                                          Day as_of, const std::vector<OpenPart>& parts) {
  TIENDO_RETURN_IF_ERROR(CheckSubjects(repos, parts));
  Notices out;
  ReminderLog log(repos, environment, as_of);
  for (const OpenPart& part : parts) {
    const std::optional<Candidate> candidate = FindCandidate(environment, as_of, part, out);
    if (!candidate) continue;
    TIENDO_ASSIGN_OR_RETURN(const std::vector<const Reminder*> so_far,
                            log.Of(part.subject, candidate->unit));
    if (IsIssued(so_far, candidate->rung, part.due)) {
      ++out.already_issued;
      continue;
    }
    Reminder notice =
        NoticeOf(part, candidate->unit, candidate->rung, as_of, environment.practice.ladder);
    TIENDO_RETURN_IF_ERROR(log.Number(notice));
    out.issued.push_back(std::move(notice));
  }
  TIENDO_RETURN_IF_ERROR(repos.add_reminders(out.issued));
  return out;
}

Notices NoticesAgain(const Environment& environment, Day as_of, const std::vector<OpenPart>& parts,
                     std::vector<Reminder> issued) {
  Notices out;
  int candidates = 0;
  for (const OpenPart& part : parts) {
    candidates += FindCandidate(environment, as_of, part, out) ? 1 : 0;
  }
  out.already_issued = std::max(0, candidates - static_cast<int>(issued.size()));
  out.issued = std::move(issued);
  return out;
}

absl::StatusOr<Reminder> AcknowledgeReminder(const Repositories& repos, const std::string& name,
                                             const std::string& etag,
                                             const Acknowledgement& acknowledgement) {
  TIENDO_ASSIGN_OR_RETURN(Reminder reminder, Read(*repos.reminders, name, etag));
  if (!reminder.voided && reminder.acknowledgement == acknowledgement) return reminder;
  TIENDO_RETURN_IF_ERROR(CheckState(reminder, ReminderVerb::kAcknowledge));
  TIENDO_RETURN_IF_ERROR(CheckNotBefore(acknowledgement.date, reminder));
  reminder.acknowledgement = acknowledgement;
  TIENDO_RETURN_IF_ERROR(repos.reminders->Put(reminder));
  return reminder;
}

absl::StatusOr<Reminder> ExplainReminder(const Repositories& repos, const std::string& name,
                                         const std::string& etag, const Explanation& explanation) {
  TIENDO_ASSIGN_OR_RETURN(Reminder reminder, Read(*repos.reminders, name, etag));
  if (!reminder.voided && reminder.explanation == explanation) return reminder;
  TIENDO_RETURN_IF_ERROR(CheckState(reminder, ReminderVerb::kExplain));
  TIENDO_RETURN_IF_ERROR(CheckNotBefore(explanation.date, reminder));
  reminder.explanation = explanation;
  TIENDO_RETURN_IF_ERROR(repos.reminders->Put(reminder));
  return reminder;
}

absl::StatusOr<Reminder> VoidReminder(const Repositories& repos, const Voiding& voiding) {
  TIENDO_ASSIGN_OR_RETURN(Reminder reminder, Read(*repos.reminders, voiding.event, voiding.etag));
  if (reminder.voided && reminder.void_reason == voiding.reason) return reminder;
  TIENDO_RETURN_IF_ERROR(CheckState(reminder, ReminderVerb::kVoid));
  reminder.voided = true;
  reminder.void_reason = voiding.reason;
  TIENDO_RETURN_IF_ERROR(repos.reminders->Put(reminder));
  return reminder;
}

}  // namespace tiendo::supervision
