#include "services/cli/sheets/legacy_text.h"

#include <gtest/gtest.h>

namespace tiendo::sheets {
namespace {

TEST(LegacyTextTest, Tcvn3IsRecognisedAndReadable) {
  const struct {
    const char* typed;
    const char* meant;
  } cases[] = {
      {"Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"},
      {"§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"},
      {"Tê tr×nh", "Tờ trình"},
      {"B¸o c¸o kÕt qu¶ thùc hiÖn", "Báo cáo kết quả thực hiện"},
      {"x©y dùng §¶ng", "xây dựng Đảng"},
      {"H\u00ADíng dÉn", "Hướng dẫn"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RecogniseEncoding(c.typed, ""), Encoding::kTcvn3) << c.typed;
    EXPECT_EQ(Decode(c.typed, Encoding::kTcvn3), c.meant);
  }
}

TEST(LegacyTextTest, VniIsRecognisedAndReadable) {
  const struct {
    const char* typed;
    const char* meant;
  } cases[] = {
      {"Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
      {"Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"},
      {"Tôø trình", "Tờ trình"},
      {"ÑAÛNG BOÄ", "ĐẢNG BỘ"},
      {"Keá hoaïch naêm", "Kế hoạch năm"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RecogniseEncoding(c.typed, ""), Encoding::kVni) << c.typed;
    EXPECT_EQ(Decode(c.typed, Encoding::kVni), c.meant);
  }
}

TEST(LegacyTextTest, UnicodeAndForeignWordsAreLeftAlone) {
  for (const char* text : {"Cộng hòa xã hội chủ nghĩa Việt Nam",
                           "Hoàn thành",
                           "Bình Triệu",
                           "là, và, đã, có",
                           "São Paulo, Zürich, Köln, façade, naïve, Citroën, café, El Niño, Müller",
                           "m², 50 m³, 25 °C",
                           "« trích dẫn »",
                           "§ 5",
                           "½",
                           "3×4",
                           "© 2022",
                           "±2",
                           "5 µg",
                           "Điều 12-CTr/ĐU",
                           "QÐ",
                           "",
                           "10/10/18",
                           "plain ASCII",
                           "toát mồ hôi",
                           "Hàn Quốc",
                           "tôt",
                           "Ðoàn",
                           "Nội\u00ADdung",
                           "№ 5",
                           "Tiếng Việt – \"ngoặc\""}) {
    EXPECT_EQ(RecogniseEncoding(text, ""), Encoding::kUnicode) << text;
  }
}

TEST(LegacyTextTest, TheFontDecidesWhereBothAreWords) {
  // "tèt" is "tốt" in TCVN3 and could be a word as it stands.
  EXPECT_EQ(RecogniseEncoding("tèt", ""), Encoding::kUnicode);
  EXPECT_EQ(RecogniseEncoding("tèt", ".VnTime"), Encoding::kTcvn3);
  EXPECT_EQ(RecogniseEncoding("toát", "VNI-Times"), Encoding::kVni);
  // Unicode typed while such a font was chosen.
  EXPECT_EQ(RecogniseEncoding("Nội dung", ".VnTime"), Encoding::kUnicode);
  EXPECT_EQ(RecogniseEncoding("Hà", ".VnTime"), Encoding::kUnicode);
  EXPECT_EQ(RecogniseEncoding("abc", "VNI-Times"), Encoding::kUnicode);
  EXPECT_EQ(EncodingOfFont(".VnTimeH"), Encoding::kTcvn3);
  EXPECT_EQ(EncodingOfFont(".vnArial"), Encoding::kTcvn3);
  EXPECT_EQ(EncodingOfFont("VNI-Helve"), Encoding::kVni);
  EXPECT_EQ(EncodingOfFont("Times New Roman"), Encoding::kUnicode);
  EXPECT_EQ(EncodingOfFont("Vni"), Encoding::kUnicode);
}

TEST(LegacyTextTest, BytesOfAFileThatIsNoUtf8) {
  EXPECT_EQ(FromLatin1("T\xEA tr\xD7nh"), "Tê tr×nh");
  EXPECT_EQ(RecogniseEncoding(FromLatin1("T\xEA tr\xD7nh"), ""), Encoding::kTcvn3);
}

}  // namespace
}  // namespace tiendo::sheets
