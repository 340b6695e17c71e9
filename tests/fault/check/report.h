// What a check has found.
#ifndef TIENDO_TESTS_FAULT_CHECK_REPORT_H_
#define TIENDO_TESTS_FAULT_CHECK_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tiendo::fault {

class Report {
 public:
  // `check` as in the list of tests/README.md, "write.lost".
  void Violation(std::string_view check, std::string text) {
    int& count = violations_[std::string(check)];
    // One fault of the program makes thousands: the first ones tell.
    if (count++ < kShown) shown_.push_back(std::string(check) + ": " + std::move(text));
  }
  // The run was too small to say anything.
  void Invalid(std::string text) { invalid_.push_back(std::move(text)); }
  void Count(std::string_view what, int64_t n = 1) { counts_[std::string(what)] += n; }

  const std::map<std::string, int>& violations() const { return violations_; }
  const std::vector<std::string>& shown() const { return shown_; }
  const std::vector<std::string>& invalid() const { return invalid_; }
  const std::map<std::string, int64_t>& counts() const { return counts_; }

 private:
  static constexpr int kShown = 5;
  std::map<std::string, int> violations_;
  std::vector<std::string> shown_;
  std::vector<std::string> invalid_;
  std::map<std::string, int64_t> counts_;
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_CHECK_REPORT_H_
