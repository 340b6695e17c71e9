// Random identifiers from the operating system's generator.
#ifndef TIENDO_COMMON_BASE_RANDOM_ID_H_
#define TIENDO_COMMON_BASE_RANDOM_ID_H_

#include <string>

namespace tiendo {

// A version 4 UUID (RFC 4122) in lower case, e.g. for request ids that a caller left out and for
// database ids.
std::string RandomUuid();

}  // namespace tiendo

#endif  // TIENDO_COMMON_BASE_RANDOM_ID_H_
