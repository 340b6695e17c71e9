#include "common/cache/envelope.h"

#include <gtest/gtest.h>

namespace tiendo::cache {
namespace {

const PositionVector kVector = {{"units", {"db", 7}}};

TEST(EnvelopeTest, OpensWhatItSealed) {
  const Sealer sealer("schema", "0123456789abcdef");
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  Envelope envelope;
  ASSERT_EQ(sealer.Open("place", sealer.Seal("place", kVector, bytes), envelope), Verdict::kOk);
  EXPECT_EQ(envelope.bytes, bytes);
  EXPECT_EQ(envelope.vector, kVector);
}

TEST(EnvelopeTest, NoChangedOrCutByteGoesUnseen) {
  const Sealer sealer("schema", "0123456789abcdef");
  const std::string sealed = sealer.Seal("place", kVector, "value");
  Envelope envelope;
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_NE(sealer.Open("place", changed, envelope), Verdict::kOk) << i;
    EXPECT_NE(sealer.Open("place", sealed.substr(0, i), envelope), Verdict::kOk) << i;
  }
  EXPECT_EQ(sealer.Open("place", sealed + "x", envelope), Verdict::kMalformed);
  EXPECT_TRUE(envelope.bytes.empty());
}

TEST(EnvelopeTest, VerdictNamesTheKind) {
  const Sealer sealer("schema", "0123456789abcdef");
  const std::string sealed = sealer.Seal("place", kVector, "value");
  Envelope envelope;
  EXPECT_EQ(sealer.Open("elsewhere", sealed, envelope), Verdict::kBadMac);
  EXPECT_EQ(Sealer("schema", "another secret..").Open("place", sealed, envelope), Verdict::kBadMac);
  EXPECT_EQ(Sealer("schema 2", "0123456789abcdef").Open("place", sealed, envelope),
            Verdict::kForeignSchema);
  EXPECT_EQ(sealer.Open("place", "", envelope), Verdict::kMalformed);
}

}  // namespace
}  // namespace tiendo::cache
