#include "tests/bench/bench.h"

namespace tiendo::bench {
namespace {

constexpr int kDivisions = 20;
constexpr int kItems = 21;

int LeadOf(int item) { return 1 + item % kDivisions; }

}  // namespace

Department::Department()
    : suite_([this] {
        dirs_.push_back(std::make_unique<testing::TempDir>());
        db::Options options;
        options.url = "sqlite:" + dirs_.back()->File("bench.db");
        return options;
      }) {
  suite_.CreateUnit("dang-bo", "", true);
  suite_.CreateUnit("so", "", false, "units/dang-bo");
  for (int i = 1; i <= kDivisions; ++i) {
    suite_.CreateUnit("phong-" + std::to_string(i), "units/so", false);
  }
  suite_.CreateProgram("department", "so", 2022, "units/so", "2022-01-10");
  for (int i = 1; i <= kItems; ++i) {
    suite_.CreateItem({"programs/so",
                       "i" + std::to_string(i),
                       i,
                       {"units/phong-" + std::to_string(LeadOf(i))},
                       "2022-06-15",
                       "2022-01-10"});
  }
}

int Department::ItemsOf(int division) {
  int items = 0;
  for (int i = 1; i <= kItems; ++i) items += LeadOf(i) == division ? 1 : 0;
  return items;
}

}  // namespace tiendo::bench
