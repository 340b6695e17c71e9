// The text of a log line, private to common/log and its tests.
#ifndef TIENDO_COMMON_LOG_FORMAT_H_
#define TIENDO_COMMON_LOG_FORMAT_H_

#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/log/log.h"

namespace tiendo::log {

// "2022-06-30T01:02:03.000004Z".
std::string FormatTime(Instant t);

// {"time":"…","level":"info","message":"…","key":"value"…}, without line end.
std::string JsonLine(Instant t, Level level, std::string_view message, const Fields& fields);

// time=… level=info message="…" key=value: values are quoted (as in JSON) when they hold more than
// plain characters, so a line is always one line.
std::string KeyValueLine(Instant t, Level level, std::string_view message, const Fields& fields);

}  // namespace tiendo::log

#endif  // TIENDO_COMMON_LOG_FORMAT_H_
