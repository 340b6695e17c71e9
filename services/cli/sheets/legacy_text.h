// Vietnamese typed in the encodings from before Unicode, TCVN3 (fonts .VnTime …) and VNI (fonts
// VNI-Times …). Such text is a row of Latin-1 characters that only looks right in its font; stored
// as it is, it could neither be read nor searched, so the import recognises and refuses it.
#ifndef TIENDO_SERVICES_CLI_SHEETS_LEGACY_TEXT_H_
#define TIENDO_SERVICES_CLI_SHEETS_LEGACY_TEXT_H_

#include <string>
#include <string_view>

namespace tiendo::sheets {

enum class Encoding { kUnicode, kTcvn3, kVni };

// "TCVN3", "VNI"; "" of Unicode.
std::string_view NameOf(Encoding encoding);

// The encoding that the name of a font stands for: ".VnTime" and ".VnArialH" TCVN3, "VNI-Times"
// VNI.
Encoding EncodingOfFont(std::string_view font);

// How `text` (UTF-8) is most likely encoded. A word counts as legacy when it is no Vietnamese
// syllable as it stands and becomes one by decoding; `font` (may be empty) decides where both would
// be one. Foreign names (Zürich, façade) and signs (m², °C, « ») are Unicode.
Encoding RecogniseEncoding(std::string_view text, std::string_view font);

// What the text says in Unicode, for messages: characters that the encoding does not have stay.
std::string Decode(std::string_view text, Encoding encoding);

// Bytes of a file that is not UTF-8, each read as the Latin-1 character of its number: the form in
// which the functions above recognise legacy text.
std::string FromLatin1(std::string_view bytes);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_LEGACY_TEXT_H_
