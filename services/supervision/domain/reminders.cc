#include "services/supervision/domain/reminders.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/resource/name.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

// Rows read at once.
constexpr int kReadRows = 1000;

int NumberOf(std::string_view name) {
  name.remove_prefix(name.rfind('-') + 1);
  int number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

// What was recorded of one subject, in whatever transaction this one is, as of a day: that on which
// units stand for others, and on which everything added is issued. A requirement is of a thousand
// units and more, so what belongs to a unit is found without walking through the others'.
class SubjectLog {
 public:
  // `environment` must outlive the log.
  static absl::StatusOr<SubjectLog> Read(resource::Repository<Reminder>& reminders,
                                         const std::string& subject, const Environment& environment,
                                         Day day) {
    SubjectLog out(ReminderPrefix(subject), environment, day);
    std::string after;
    while (true) {
      TIENDO_ASSIGN_OR_RETURN(std::vector<Reminder> page,
                              reminders.List(out.prefix_, after, kReadRows));
      const bool last = page.size() < static_cast<size_t>(kReadRows);
      if (!last) after = page.back().name;
      for (Reminder& reminder : page) {
        out.last_ = std::max(out.last_, NumberOf(reminder.name));
        // Should two subjects ever have one key, they share its numbers and nothing else.
        if (reminder.subject == subject) out.Add(std::move(reminder));
      }
      if (last) return out;
    }
  }

  // Those of `unit` and of the units that it stands for, in the order of recording. Valid until
  // the next one is added.
  std::vector<const Reminder*> Of(const std::string& unit) const {
    std::vector<const Reminder*> out;
    const auto found = by_unit_.find(unit);
    if (found == by_unit_.end()) return out;
    for (const size_t at : found->second) out.push_back(&all_[at]);
    return out;
  }

  // Gives it its name and its numbers; it belongs to the log from now on.
  void Number(Reminder& reminder) {
    for (const Reminder* earlier : Of(reminder.unit)) {
      reminder.ordinal = std::max(reminder.ordinal, earlier->ordinal);
      reminder.urging = std::max(reminder.urging, earlier->urging);
    }
    ++reminder.ordinal;
    reminder.urging = reminder.automatic() ? 0 : reminder.urging + 1;
    reminder.name = resource::NumberedName(prefix_, ++last_);
    Add(reminder);
  }

 private:
  SubjectLog(std::string prefix, const Environment& environment, Day day)
      : prefix_(std::move(prefix)), environment_(&environment), day_(day) {}

  void Add(Reminder reminder) {
    const size_t at = all_.size();
    const std::optional<std::string> heir = environment_->heir_on(reminder.unit, day_);
    by_unit_[reminder.unit].push_back(at);
    if (heir && *heir != reminder.unit) by_unit_[*heir].push_back(at);
    all_.push_back(std::move(reminder));
  }

  std::string prefix_;
  const Environment* environment_;
  Day day_;
  int last_ = 0;
  std::vector<Reminder> all_;
  // Positions in all_, rising, under the reminder's unit and under the one that stands for it.
  std::unordered_map<std::string, std::vector<size_t>> by_unit_;
};

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
  TIENDO_ASSIGN_OR_RETURN(
      SubjectLog log, SubjectLog::Read(*repos.reminders, urging.subject, environment, urging.date));
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
    for (const Reminder* earlier : log.Of(out.unit)) {
      const bool counts =
          !earlier->automatic() && !earlier->voided && earlier->issued_on > *urging.due;
      out.urgings_past_due += counts ? 1 : 0;
    }
  }
  log.Number(out);
  std::vector<Reminder> one = {std::move(out)};
  TIENDO_RETURN_IF_ERROR(repos.add_reminders(one));
  return std::move(one.front());
}

absl::StatusOr<Notices> IssueDueReminders(const Repositories& repos, const Environment& environment,
                                          Day as_of, const std::vector<OpenPart>& parts) {
  TIENDO_RETURN_IF_ERROR(CheckSubjects(repos, parts));
  Notices out;
  std::map<std::string, SubjectLog> logs;
  for (const OpenPart& part : parts) {
    const std::optional<Candidate> candidate = FindCandidate(environment, as_of, part, out);
    if (!candidate) continue;
    auto log = logs.find(part.subject);
    if (log == logs.end()) {
      TIENDO_ASSIGN_OR_RETURN(SubjectLog read,
                              SubjectLog::Read(*repos.reminders, part.subject, environment, as_of));
      log = logs.emplace(part.subject, std::move(read)).first;
    }
    if (IsIssued(log->second.Of(candidate->unit), candidate->rung, part.due)) {
      ++out.already_issued;
      continue;
    }
    Reminder notice =
        NoticeOf(part, candidate->unit, candidate->rung, as_of, environment.practice.ladder);
    log->second.Number(notice);
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
