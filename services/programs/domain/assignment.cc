#include "services/programs/domain/assignment.h"

#include <algorithm>

#include "absl/algorithm/container.h"

namespace tiendo::programs {
namespace {

constexpr std::string_view kAssignments = "/assignments/";

// FNV-1a, as eight hexadecimal digits: the same in every process and for ever.
std::string Hash(std::string_view text) {
  constexpr uint32_t kPrime = 16777619;
  constexpr int kDigits = 8;
  uint32_t hash = 2166136261;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  std::string out(kDigits, '0');
  for (int i = kDigits - 1; i >= 0; --i, hash >>= 4) {
    out[static_cast<size_t>(i)] = "0123456789abcdef"[hash & 15];
  }
  return out;
}

}  // namespace

std::string DutyOf(std::string_view name) {
  return std::string(name.substr(0, name.rfind(kAssignments)));
}

std::string AssignmentOf(std::string_view event_name) {
  return std::string(event_name.substr(0, event_name.rfind("/events/")));
}

std::string AssignmentName(std::string_view duty, std::string_view unit, std::string_view period) {
  constexpr size_t kMaxId = 63;  // common/text/id.h
  std::string id(unit.substr(unit.find('/') + 1));
  if (id.size() + 1 + period.size() > kMaxId) {
    const std::string hash = Hash(id);
    id = id.substr(0, kMaxId - period.size() - hash.size() - 2) + "-" + hash;
  }
  return std::string(duty) + std::string(kAssignments) + id + "-" + std::string(period);
}

bool IsComplete(const Demand& demand, const AssignmentEvent& hand_in) {
  return hand_in.sets >= demand.sets && hand_in.value >= demand.goal &&
         std::ranges::all_of(demand.documents, [&](const RequiredDocument& document) {
           return absl::c_linear_search(hand_in.documents, document.id);
         });
}

}  // namespace tiendo::programs
