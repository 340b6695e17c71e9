// Request ids that the same work always has, so that doing it again is a repeat.
#ifndef TIENDO_SERVICES_CLI_REQUEST_ID_H_
#define TIENDO_SERVICES_CLI_REQUEST_ID_H_

#include <string>
#include <string_view>

namespace tiendo::cli {

// A UUID (version 8) made of a hash of `input`.
std::string RequestIdOf(std::string_view input);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_REQUEST_ID_H_
