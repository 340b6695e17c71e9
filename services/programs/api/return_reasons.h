// Codes for returning a hand-in, as a setting and a duty give them.
#ifndef TIENDO_SERVICES_PROGRAMS_API_RETURN_REASONS_H_
#define TIENDO_SERVICES_PROGRAMS_API_RETURN_REASONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/errors/error.h"
#include "services/programs/domain/duty.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::programs {

// "CODE=name; CODE=name" of a setting; the error says what is wrong with it.
absl::StatusOr<std::vector<ReturnReason>> ParseReturnReasons(std::string_view text);

// Of a duty; `otherwise` for one that gives none. Notes what is wrong under `path` and goes on.
std::vector<ReturnReason> ParseReturnReasons(const std::string& path, const v1::Duty& message,
                                             const std::vector<ReturnReason>& otherwise,
                                             errors::Violations& violations);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_RETURN_REASONS_H_
