#include "services/status/api/question.h"

#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"

namespace tiendo::status {
namespace {

constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2100;
constexpr int kMaxPositions = 8;
constexpr size_t kMaxTag = 128;
constexpr int kMaxNotUpdatedDays = 366;
constexpr int kMaxDueSoonDays = 60;

std::string PathOf(const std::string& prefix) { return prefix.empty() ? "" : prefix + "."; }

template <typename Message>
std::optional<Instant> KnownOf(const std::string& path, const Message& message,
                               const calendar::BusinessZone& zone, Instant now,
                               errors::Violations& violations) {
  std::optional<Instant> known;
  if (message.has_known_at()) {
    known = api::Time(path + "known_at", true, message.known_at(), violations);
  } else if (message.has_known_on()) {
    const std::optional<Day> day = api::Date(path + "known_on", true, message.known_on(),
                                             api::Presence::kOptional, violations);
    if (day) known = zone.EndOf(*day);
  }
  if (!known || *known <= now) return known;
  if (message.has_known_at()) {
    violations.Add(path + "known_at", "must not be after now; leave it out for what is known now");
  } else {
    violations.Add(path + "known_on",
                   "must be a day that has ended; leave it out for what is known now");
  }
  return std::nullopt;
}

}  // namespace

std::string Question::Key() const {
  std::string key = scope + "|" + calendar::FormatIso(as_of) + "|" + std::to_string(year) + "|";
  if (due_by) key += calendar::FormatIso(*due_by);
  key += basis == Basis::kBaseline ? "|b" : "|f";
  key += rounding == Rounding::kHalfUp ? "|h" : "|t";
  key += full ? "|F" : "|B";
  key += projection ? "|p" : "|";
  key += "|n" + std::to_string(not_updated_days);
  if (due_soon_days) key += "|s" + std::to_string(*due_soon_days);
  if (known_at) key += "|k" + std::to_string(ToMicros(*known_at));
  if (!tag.empty()) key += "|#" + tag;  // the last: it may hold anything
  return key;
}

Query Question::ToQuery(CountWorkingDays working_days) const {
  Query query;
  query.scope = scope;
  query.year = year;
  query.as_of = as_of;
  query.due_by = due_by;
  query.basis = basis;
  query.tag = tag;
  query.not_updated_days = not_updated_days;
  query.due_soon_days = due_soon_days;
  query.working_days = std::move(working_days);
  query.children = full;
  return query;
}

Question ParseQuestion(const std::string& prefix, const v1::GetStatusRequest& request, Day today,
                       const Rules& rules, errors::Violations& violations) {
  const std::string path = PathOf(prefix);
  Question q;
  q.scope = request.scope();
  api::CheckName(path + "scope", request.scope(), "units/*", api::Presence::kRequired, violations);
  q.as_of = api::Date(path + "as_of", request.has_as_of(), request.as_of(),
                      api::Presence::kOptional, violations)
                .value_or(today);
  q.projection = q.as_of > today;
  q.year = request.year() == 0 ? calendar::YearOf(q.as_of) : request.year();
  if (q.year < kFirstYear || q.year > kLastYear) {
    violations.Add(path + (request.year() == 0 ? "as_of" : "year"),
                   "the year must be from 2000 to 2100");
  }
  q.due_by = api::Date(path + "due_by", request.has_due_by(), request.due_by(),
                       api::Presence::kOptional, violations);
  if (q.due_by && *q.due_by > q.as_of) {
    violations.Add(path + "due_by",
                   "must not be after as_of (" + calendar::FormatIso(q.as_of) + ")");
  }
  if (!v1::Basis_IsValid(request.basis())) {
    violations.Add(path + "basis", "is not a value of Basis");
  }
  if (!v1::Rounding_IsValid(request.rounding())) {
    violations.Add(path + "rounding", "is not a value of Rounding");
  }
  if (!v1::View_IsValid(request.view())) violations.Add(path + "view", "is not a value of View");
  q.basis = request.basis() == v1::BASIS_BASELINE ? Basis::kBaseline : Basis::kInForce;
  q.rounding = rules.rounding;
  if (request.rounding() == v1::ROUNDING_TRUNCATE) q.rounding = Rounding::kTruncate;
  if (request.rounding() == v1::ROUNDING_HALF_UP) q.rounding = Rounding::kHalfUp;
  q.full = request.view() == v1::VIEW_FULL;
  q.tag = api::Text(path + "tag", request.tag(), api::Presence::kOptional, kMaxTag, violations);
  const auto days = [&](const char* field, int given, int most) {
    if (given >= 0 && given <= most) return;
    violations.Add(path + field, "must be from 0 to " + std::to_string(most));
  };
  days("not_updated_days", request.not_updated_days(), kMaxNotUpdatedDays);
  days("due_soon_days", request.due_soon_days(), kMaxDueSoonDays);
  q.not_updated_days =
      request.not_updated_days() == 0 ? rules.not_updated_days : request.not_updated_days();
  if (request.due_soon_days() != 0) q.due_soon_days = request.due_soon_days();
  return q;
}

std::optional<Instant> ParseKnown(const std::string& prefix, const v1::GetStatusRequest& request,
                                  const calendar::BusinessZone& zone, Instant now,
                                  errors::Violations& violations) {
  return KnownOf(PathOf(prefix), request, zone, now, violations);
}

std::optional<Instant> ParseKnown(const std::string& prefix, const v1::Claim& claim,
                                  const calendar::BusinessZone& zone, Instant now,
                                  errors::Violations& violations) {
  return KnownOf(PathOf(prefix), claim, zone, now, violations);
}

std::optional<Instant> ParseKnown(const v1::CompareStatusRequest& request,
                                  const calendar::BusinessZone& zone, Instant now,
                                  errors::Violations& violations) {
  v1::Claim side;
  if (request.has_from_known_at()) *side.mutable_known_at() = request.from_known_at();
  if (request.has_from_known_on()) *side.mutable_known_on() = request.from_known_on();
  return KnownOf("from_", side, zone, now, violations);
}

absl::StatusOr<std::vector<feed::Position>> ParsePositions(
    const google::protobuf::RepeatedPtrField<std::string>& min_positions) {
  if (min_positions.size() > kMaxPositions) {
    return errors::InvalidField("min_positions", "give at most 8");
  }
  std::vector<feed::Position> out;
  for (const std::string& text : min_positions) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<feed::Position> some, feed::DecodePositions(text));
    out.insert(out.end(), some.begin(), some.end());
  }
  return out;
}

// The enum lists the published columns in the domain's order, after its zero.
v1::Column ToProto(Column column) {
  int value = static_cast<int>(column) + 1;
  return v1::Column_IsValid(value) ? static_cast<v1::Column>(value) : v1::COLUMN_UNSPECIFIED;
}

std::optional<Column> FromProto(v1::Column column) {
  if (column == v1::COLUMN_UNSPECIFIED || !v1::Column_IsValid(column)) return std::nullopt;
  return static_cast<Column>(static_cast<int>(column) - 1);
}

}  // namespace tiendo::status
