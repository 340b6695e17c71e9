#include "tests/support/temp_dir.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace tiendo::testing {

TempDir::TempDir() {
  const char* root = std::getenv("TMPDIR");
  std::string pattern = root == nullptr ? "/tmp" : root;
  if (pattern.empty() || pattern.size() > 60) pattern = "/tmp";
  pattern += "/tiendo-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    std::perror(("cannot make " + pattern).c_str());
    std::abort();
  }
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tiendo::testing
