#include "services/supervision/domain/reminder.h"

#include <algorithm>

#include "common/paging/digest.h"
#include "common/resource/name.h"

namespace tiendo::supervision {
namespace {

constexpr size_t kKeyBytes = 8;
constexpr char kHexDigits[] = "0123456789abcdef";

}  // namespace

std::optional<Day> Reminder::noted_on() const {
  if (acknowledgement && explanation) return std::min(acknowledgement->date, explanation->date);
  if (acknowledgement) return acknowledgement->date;
  return explanation ? std::optional<Day>(explanation->date) : std::nullopt;
}

ReminderState StateOf(const Reminder& reminder) {
  if (reminder.voided) return ReminderState::kVoided;
  if (reminder.explanation) return ReminderState::kExplained;
  return reminder.acknowledgement ? ReminderState::kAcknowledged : ReminderState::kIssued;
}

bool IsSubject(std::string_view name) {
  return std::any_of(
      kSubjectPatterns.begin(), kSubjectPatterns.end(),
      [name](std::string_view pattern) { return resource::ParseName(name, pattern).has_value(); });
}

std::string ReminderPrefix(std::string_view subject) {
  std::string out = "reminders/";
  for (const char c : paging::Sha256(subject).substr(0, kKeyBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
  }
  return out + "-";
}

}  // namespace tiendo::supervision
