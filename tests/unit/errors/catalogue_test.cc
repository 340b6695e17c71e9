// Every reason in the code is in the catalogue, and every one of the catalogue is in the code.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tiendo/errors/v1/error_reason.pb.h"

namespace tiendo::errors {
namespace {

constexpr char kPrefix[] = "ERROR_REASON_";

// The values of the string constants in every reasons.h.
std::set<std::string> ReasonsInTheCode() {
  const char* source = std::getenv("TIENDO_SOURCE");
  std::set<std::string> out;
  const std::regex constant("= *\"([A-Z][A-Z0-9_]+)\"");
  for (const char* part : {"/common", "/services"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(source) + part)) {
      if (entry.path().filename() != "reasons.h") continue;
      std::ifstream file(entry.path());
      std::stringstream text;
      text << file.rdbuf();
      const std::string all = text.str();
      for (std::sregex_iterator it(all.begin(), all.end(), constant), end; it != end; ++it) {
        out.insert((*it)[1]);
      }
    }
  }
  return out;
}

TEST(CatalogueTest, HoldsExactlyTheReasonsOfTheCode) {
  if (std::getenv("TIENDO_SOURCE") == nullptr) FAIL() << "run it through ctest";
  std::set<std::string> catalogue;
  const auto* reasons = v1::ErrorReason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    catalogue.insert(reasons->value(i)->name().substr(sizeof(kPrefix) - 1));
  }
  EXPECT_THAT(ReasonsInTheCode(), ::testing::ContainerEq(catalogue));
}

}  // namespace
}  // namespace tiendo::errors
