#include "common/api/fields.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "common/resource/name.h"
#include "common/text/id.h"
#include "common/text/utf8.h"

namespace tiendo::api {
namespace {

using google::protobuf::util::TimeUtil;

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    auto u = static_cast<unsigned char>(c);
    return u < 0x20 || u == 0x7f;
  });
}

}  // namespace

std::string Text(std::string_view field, std::string_view value, Presence presence, size_t max,
                 Violations& violations) {
  if (value.empty()) {
    if (presence == Presence::kRequired) violations.Add(std::string(field), "is required");
    return "";
  }
  absl::StatusOr<std::string> nfc = text::ToNfc(value);
  if (!nfc.ok()) {
    violations.Add(std::string(field), "is not valid UTF-8");
    return "";
  }
  if (HasControlCharacter(*nfc)) {
    violations.Add(std::string(field), "must be one line without control characters");
  }
  if (text::CodePoints(*nfc) > max) {
    violations.Add(std::string(field), "has " + std::to_string(text::CodePoints(*nfc)) +
                                           " characters; at most " + std::to_string(max) +
                                           " are allowed");
  }
  return *std::move(nfc);
}

void CheckId(std::string_view field, std::string_view id, Violations& violations) {
  if (!text::ValidId(id)) violations.Add(std::string(field), std::string(text::kIdRule));
}

void CheckName(std::string_view field, std::string_view name, std::string_view pattern,
               Presence presence, Violations& violations) {
  if (name.empty() && presence == Presence::kOptional) return;
  if (auto problem = resource::NameProblem(name, pattern)) {
    violations.Add(std::string(field), *problem);
  }
}

void CheckRequestId(std::string_view request_id, Violations& violations) {
  bool printable = std::all_of(request_id.begin(), request_id.end(),
                               [](char c) { return c > 0x20 && c < 0x7f; });
  if (request_id.size() > 64 || !printable) {
    violations.Add("request_id", "must be at most 64 printable characters, a UUID by preference");
  }
}

std::optional<Day> Date(std::string_view field, bool present, const google::type::Date& date,
                        Presence presence, Violations& violations) {
  if (!present) {
    if (presence == Presence::kRequired) violations.Add(std::string(field), "is required");
    return std::nullopt;
  }
  std::optional<Day> day = calendar::FromYmd(date.year(), date.month(), date.day());
  if (!day) {
    violations.Add(std::string(field), "there is no day " + std::to_string(date.year()) + "-" +
                                           std::to_string(date.month()) + "-" +
                                           std::to_string(date.day()) +
                                           ": give year, month and day of a real date");
  }
  return day;
}

std::optional<Day> PastDate(std::string_view field, bool present, const google::type::Date& date,
                            Day today, Violations& violations) {
  std::optional<Day> day = Date(field, present, date, Presence::kRequired, violations);
  if (day && *day > today) {
    violations.Add(std::string(field), calendar::FormatIso(*day) + " is after today (" +
                                           calendar::FormatIso(today) +
                                           "): only what has happened is recorded");
    return std::nullopt;
  }
  return day;
}

std::optional<decimal::Decimal> Decimal(std::string_view field, std::string_view text,
                                        Presence presence, Violations& violations) {
  if (text.empty()) {
    if (presence == Presence::kRequired) violations.Add(std::string(field), "is required");
    return std::nullopt;
  }
  std::optional<decimal::Decimal> number = decimal::Decimal::Parse(text);
  if (!number) {
    violations.Add(std::string(field),
                   "must be a decimal number such as 300000, 86.5 or -0.35, with at most 18 digits"
                   " before and 9 after the point, and no thousands separators");
  }
  return number;
}

resource::Document Document(std::string_view field, const tiendo::type::v1::Document& document,
                            Presence presence, Violations& violations) {
  const std::string path(field);
  resource::Document out;
  out.number = Text(path + ".number", document.number(), presence, 128, violations);
  out.date =
      Date(path + ".date", document.has_date(), document.date(), Presence::kOptional, violations);
  out.issuer = Text(path + ".issuer", document.issuer(), Presence::kOptional, 256, violations);
  return out;
}

std::optional<Instant> Time(std::string_view field, bool present,
                            const google::protobuf::Timestamp& time, Violations& violations) {
  if (!present) return std::nullopt;
  // The range of google.protobuf.Timestamp: years 1 to 9999.
  if (time.seconds() < -62135596800 || time.seconds() > 253402300799 || time.nanos() < 0 ||
      time.nanos() > 999'999'999) {
    violations.Add(std::string(field), "is not a valid timestamp");
    return std::nullopt;
  }
  return FromProto(time);
}

google::type::Date ToProto(Day day) {
  std::chrono::year_month_day ymd(day);
  google::type::Date out;
  out.set_year(static_cast<int>(ymd.year()));
  out.set_month(static_cast<int>(static_cast<unsigned>(ymd.month())));
  out.set_day(static_cast<int>(static_cast<unsigned>(ymd.day())));
  return out;
}

google::protobuf::Timestamp ToProto(Instant time) {
  return TimeUtil::MicrosecondsToTimestamp(ToMicros(time));
}

tiendo::type::v1::Document ToProto(const resource::Document& document) {
  tiendo::type::v1::Document out;
  out.set_number(document.number);
  if (document.date) *out.mutable_date() = ToProto(*document.date);
  out.set_issuer(document.issuer);
  return out;
}

Day FromProto(const google::type::Date& date) {
  return calendar::FromYmd(date.year(), date.month(), date.day()).value_or(Day());
}

Instant FromProto(const google::protobuf::Timestamp& time) {
  return FromMicros(TimeUtil::TimestampToMicroseconds(time));
}

resource::Document FromProto(const tiendo::type::v1::Document& document) {
  resource::Document out;
  out.number = document.number();
  if (document.has_date()) out.date = FromProto(document.date());
  out.issuer = document.issuer();
  return out;
}

}  // namespace tiendo::api
