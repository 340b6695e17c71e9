// Every reason of an error that the contract of the service names is decoded by a test as a client
// would decode it: over a channel, from the trailing details (tests/integration/programs).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "tiendo/errors/v1/error_reason.pb.h"

namespace tiendo::programs::testing {
namespace {

std::string TextOf(const std::filesystem::path& folder, const std::string& extension) {
  std::string text;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != extension) continue;
    std::ifstream in(entry.path());
    text.append(std::istreambuf_iterator<char>(in), {});
  }
  return text;
}

TEST(Reasons, OfTheContractAreDecodedOverAChannel) {
  const char* source = std::getenv("TIENDO_SOURCE");
  ASSERT_NE(source, nullptr) << "run by ctest, or set TIENDO_SOURCE";
  const std::filesystem::path root(source);
  const std::string contract = TextOf(root / "protos/tiendo/programs/v1", ".proto");
  const std::string tests = TextOf(root / "tests/integration/programs", ".cc");
  const std::regex word("[A-Z]+(_[A-Z]+)+");
  std::set<std::string> named;
  for (std::sregex_iterator it(contract.begin(), contract.end(), word), end; it != end; ++it) {
    errors::v1::ErrorReason reason{};
    if (errors::v1::ErrorReason_Parse("ERROR_REASON_" + it->str(), &reason)) {
      named.insert(it->str());
    }
  }
  EXPECT_GE(named.size(), 19U);
  for (const std::string& reason : named) {
    EXPECT_NE(tests.find("HasReason(\"" + reason + "\")"), std::string::npos) << reason;
  }
}

}  // namespace
}  // namespace tiendo::programs::testing
