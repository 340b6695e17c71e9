#include "common/paging/page_size.h"

#include <gtest/gtest.h>

#include "common/errors/error.h"

namespace tiendo::paging {
namespace {

TEST(PageSize, Resolves) {
  EXPECT_EQ(*ResolvePageSize(0), 50);
  EXPECT_EQ(*ResolvePageSize(1), 1);
  EXPECT_EQ(*ResolvePageSize(1000), 1000);
  EXPECT_EQ(*ResolvePageSize(2'000'000'000), 1000);
  EXPECT_EQ(*ResolvePageSize(0, 20, 10), 10);
}

TEST(PageSize, RefusesANegative) {
  absl::StatusOr<int32_t> size = ResolvePageSize(-1);
  EXPECT_EQ(size.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors::GetDetails(size.status())->violations.at(0).field, "page_size");
}

}  // namespace
}  // namespace tiendo::paging
