// A folder that goes away with the object.
#ifndef TIENDO_TESTS_SUPPORT_TEMP_DIR_H_
#define TIENDO_TESTS_SUPPORT_TEMP_DIR_H_

#include <string>

namespace tiendo::testing {

// Below $TMPDIR, or /tmp when that is unset or too long for a unix socket in it (108 bytes).
// Aborts the test program when the folder cannot be made.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_TEMP_DIR_H_
