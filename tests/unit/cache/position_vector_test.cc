#include "common/cache/position_vector.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <utility>
#include <vector>

namespace tiendo::cache {
namespace {

// Few sources, ids and revisions, so that vectors do meet.
rc::Gen<PositionVector> AnyVector() {
  const auto position = rc::gen::apply(
      [](const std::string& id, int64_t revision) {
        return Position{id, revision};
      },
      rc::gen::element<std::string>("db1", "db2"), rc::gen::inRange<int64_t>(0, 4));
  const auto component =
      rc::gen::pair(rc::gen::element<std::string>("programs", "supervision", "units"), position);
  return rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, Position>>>(component),
                      [](const auto& list) { return PositionVector(list.begin(), list.end()); });
}

TEST(PositionVectorTest, AnyVectorSurvivesEncoding) {
  EXPECT_TRUE(rc::check([] {
    const auto names = *rc::gen::arbitrary<std::map<std::string, std::string>>();
    PositionVector vector;
    for (const auto& [source, id] : names) {
      vector[source] = {id, *rc::gen::inRange<int64_t>(0, INT64_MAX)};
    }
    RC_ASSERT(Decode(Encode(vector)) == vector);
  }));
}

TEST(PositionVectorTest, WhatDecodesIsCanonical) {
  EXPECT_TRUE(rc::check([] {
    std::string bytes = Encode(*AnyVector());
    if (!bytes.empty()) bytes[*rc::gen::inRange<size_t>(0, bytes.size())] ^= 1;
    const auto decoded = Decode(bytes);
    if (decoded) RC_ASSERT(Encode(*decoded) == bytes);
  }));
}

TEST(PositionVectorTest, CutBytesDoNotDecode) {
  const std::string bytes = Encode({{"units", {"db", 7}}});
  for (size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_EQ(Decode(std::string_view(bytes).substr(0, size)), std::nullopt) << size;
  }
}

TEST(PositionVectorTest, DominationIsAPartialOrder) {
  EXPECT_TRUE(rc::check([] {
    const auto a = *AnyVector(), b = *AnyVector(), c = *AnyVector();
    RC_ASSERT(Dominates(a, a));
    if (Dominates(a, b) && Dominates(b, a)) RC_ASSERT(a == b);
    if (Dominates(a, b) && Dominates(b, c)) RC_ASSERT(Dominates(a, c));
  }));
}

TEST(PositionVectorTest, EveryComponentCounts) {
  const PositionVector base = {{"programs", {"p", 5}}, {"units", {"u", 5}}};
  EXPECT_TRUE(Dominates({{"programs", {"p", 6}}, {"units", {"u", 5}}}, base));
  EXPECT_FALSE(Dominates({{"programs", {"p", 9}}, {"units", {"u", 4}}}, base));
  EXPECT_FALSE(Dominates({{"programs", {"p", 9}}}, base));
  EXPECT_TRUE(Dominates(base, {{"programs", {"p", 5}}}));
}

TEST(PositionVectorTest, AnotherDatabaseComparesOnlyOnceItIsDropped) {
  const PositionVector old_epoch = {{"programs", {"old", 900}}, {"units", {"u", 5}}};
  const PositionVector new_epoch = {{"programs", {"new", 1}}, {"units", {"u", 5}}};
  EXPECT_FALSE(Dominates(new_epoch, old_epoch));
  EXPECT_FALSE(Dominates(old_epoch, new_epoch));
  EXPECT_TRUE(Dominates(new_epoch, old_epoch, {"old"}));
  EXPECT_FALSE(Dominates({{"programs", {"new", 1}}, {"units", {"u", 4}}}, old_epoch, {"old"}));
}

}  // namespace
}  // namespace tiendo::cache
