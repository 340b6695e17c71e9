// What the characters of the two encodings stand for (TCVN 5712:1993 in the layout of the .Vn
// fonts; the layout of the VNI-Windows fonts).
#ifndef TIENDO_SERVICES_CLI_SHEETS_LEGACY_TABLES_H_
#define TIENDO_SERVICES_CLI_SHEETS_LEGACY_TABLES_H_

#include <string_view>

namespace tiendo::sheets {

// TCVN3: from U+00A1 on, one letter each; '?' where there is none. Capitals with a tone are made by
// fonts of their own (.VnTimeH), from the small letters.
inline constexpr std::u16string_view kTcvn3 =
    // A1
    u"ĂÂÊÔƠƯĐăâêôơưđ?"
    // B0
    u"?????àảãáạ?ằẳẵắ?"
    // C0
    u"??????ặầẩẫấậè?ẻẽ"
    // D0
    u"éẹềểễếệìỉ???ĩíịò"
    // E0
    u"?ỏõóọồổỗốộờởỡớợù"
    // F0
    u"?ủũúụừửữứựỳỷỹýỵ?";

// VNI: letters that are one character …
struct VniLetter {
  char16_t vni;
  char16_t letter;
};
inline constexpr VniLetter kVniLetters[] = {
    {u'Ô', u'Ơ'}, {u'ô', u'ơ'}, {u'Ö', u'Ư'}, {u'ö', u'ư'}, {u'Ñ', u'Đ'}, {u'ñ', u'đ'},
    {u'Í', u'Í'}, {u'í', u'í'}, {u'Ì', u'Ì'}, {u'ì', u'ì'}, {u'Æ', u'Ỉ'}, {u'æ', u'ỉ'},
    {u'Ó', u'Ĩ'}, {u'ó', u'ĩ'}, {u'Ò', u'Ị'}, {u'ò', u'ị'}, {u'Î', u'Ỵ'}, {u'î', u'ỵ'},
};

// … and marks that follow their letter: of any vowel, of one that becomes â ê ô, of one that
// becomes ă.
struct VniMark {
  char16_t vni;    // small; the capital is 0x20 below
  char16_t shape;  // U+0302 circumflex, U+0306 breve, 0: none
  char16_t tone;  // U+0301 sắc, U+0300 huyền, U+0309 hỏi, U+0303 ngã, U+0323 nặng, 0: none
};
inline constexpr VniMark kVniMarks[] = {
    {u'ù', 0, 0x301},     {u'ø', 0, 0x300},     {u'û', 0, 0x309},     {u'õ', 0, 0x303},
    {u'ï', 0, 0x323},     {u'â', 0x302, 0},     {u'á', 0x302, 0x301}, {u'à', 0x302, 0x300},
    {u'å', 0x302, 0x309}, {u'ã', 0x302, 0x303}, {u'ä', 0x302, 0x323}, {u'ê', 0x306, 0},
    {u'é', 0x306, 0x301}, {u'è', 0x306, 0x300}, {u'ú', 0x306, 0x309}, {u'ü', 0x306, 0x303},
    {u'ë', 0x306, 0x323},
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_LEGACY_TABLES_H_
