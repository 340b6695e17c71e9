// What the benchmarks share.
#ifndef TIENDO_TESTS_BENCH_BENCH_H_
#define TIENDO_TESTS_BENCH_BENCH_H_

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/status/suite.h"
#include "tests/support/temp_dir.h"

namespace tiendo::bench {

// Minimum, median and maximum, and other quantiles, of a sample.
class Sample {
 public:
  void Add(double value) { values_.push_back(value); }
  size_t size() const { return values_.size(); }
  double Quantile(double q) {
    if (values_.empty()) return 0;
    std::sort(values_.begin(), values_.end());
    return values_[static_cast<size_t>(q * static_cast<double>(values_.size() - 1))];
  }

 private:
  std::vector<double> values_;
};

// What the small parts run on: all services on SQLite, 20 divisions, a programme of 21 items of
// which none is done.
class Department {
 public:
  Department();
  testing::Suite& suite() { return suite_; }
  // The items of a division that count on a day after their due date, 1 to 20.
  static int ItemsOf(int division);

 private:
  std::vector<std::unique_ptr<testing::TempDir>> dirs_;
  testing::Suite suite_;
};

// Cached GetStatus beside a bare callback service that answers with as many bytes.
void BenchReads(testing::Suite& suite, const std::string& status_address);
// Durable item writes of 64 clients beside a bare group commit of the same rows.
void BenchWrites(testing::Suite& suite);
// From the commit of a write to a watcher, and to an answer of status that includes it, at 200
// writes a second.
void BenchVisibility(testing::Suite& suite);
// Answers of status while facts change: the near cache alone, beside a Redis that is gone. False
// when that makes p99 more than one and a half times as long, or any answer wrong.
[[nodiscard]] bool BenchRedisGone(testing::Suite& suite);
// Goodput of a server process from half to three times its capacity, beside its peak.
void BenchOverload();
// 100,000 items: pages near the end beside the first, in every order, and searches.
void BenchListing();
// A duty given to 3,000 units, beside as many items; one assignment of 300 returned, beside one
// of 1.
void BenchDuties();
// A scan for reminders of 30,000 subjects, two at once, beside as many items; it must issue the set
// of a plain model.
void BenchRemind();
// 300,000 units: the directory, GetTree and SearchUnits.
void BenchNational();

}  // namespace tiendo::bench

#endif  // TIENDO_TESTS_BENCH_BENCH_H_
