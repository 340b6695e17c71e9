// The parts of a workbook that its sheets refer to: relationships, shared strings, styles.
#ifndef TIENDO_SERVICES_CLI_SHEETS_XLSX_PARTS_H_
#define TIENDO_SERVICES_CLI_SHEETS_XLSX_PARTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/sheets/xml.h"
#include "services/cli/sheets/zip_archive.h"

namespace tiendo::sheets {

// A part that another refers to. Types end with what they are: ".../worksheet".
struct Relationship {
  std::string type;
  std::string target;  // name of the part in the archive
};

// Whether the type is that one, in the transitional or the strict namespace: "/worksheet".
bool IsOfType(const Relationship& relationship, std::string_view type_end);

// By relationship id; empty when the part has none. Targets outside of the archive are left out.
absl::StatusOr<std::map<std::string, Relationship>> ReadRelationships(ZipArchive& archive,
                                                                      const std::string& part,
                                                                      const Limits& limits);

// The part that one of the relationships of this type leads to; "" without.
std::string TargetOf(const std::map<std::string, Relationship>& relationships,
                     std::string_view type_end);

// Text of a cell with the font of its runs, if that is one of TCVN3 or VNI.
struct StyledText {
  std::string text;
  std::string font;
};

// Text of <si> or <is>: its <t>, or the runs one after the other; phonetic hints are left out.
StyledText TextOf(const pugi::xml_node& node);
std::vector<StyledText> SharedStrings(const pugi::xml_node& root);

// What a cell's style says that matters here.
struct Style {
  bool date = false;
  bool percent = false;
  std::string font;  // when it is one of TCVN3 or VNI
};
// By number of the style (the attribute s).
std::vector<Style> Styles(const pugi::xml_node& root);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_XLSX_PARTS_H_
