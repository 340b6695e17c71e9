#include "services/cli/sheets/xlsx_parts.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "services/cli/sheets/date_text.h"
#include "services/cli/sheets/legacy_text.h"

namespace tiendo::sheets {
namespace {

std::string FolderOf(const std::string& part) {
  const size_t slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

// "xl/" and "../media/a" -> "media/a"; a path that leaves the archive leads to no part.
std::string Resolved(const std::string& folder, const std::string& target) {
  const std::string path = !target.empty() && target.front() == '/' ? target : folder + target;
  std::vector<std::string> parts;
  for (size_t start = 0; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    const std::string part = path.substr(start, end - start);
    if (part == "..") {
      if (parts.empty()) return "";
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    start = end + 1;
  }
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "/") + part;
  return out;
}

// Excel writes characters that XML cannot hold as _x000D_.
std::string Unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    unsigned code = 0;
    if (text.size() - i >= 7 && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_') {
      const auto [end, error] = std::from_chars(&text[i + 2], &text[i + 6], code, 16);
      // One byte long ones only: control characters and "_" itself (_x005F_).
      if (error == std::errc() && end == &text[i + 6] && code < 0x80) {
        if (code != 0) out += static_cast<char>(code);
        i += 7;
        continue;
      }
    }
    out += text[i++];
  }
  return out;
}

std::string LegacyFont(const std::string& name) {
  return EncodingOfFont(name) == Encoding::kUnicode ? "" : name;
}

std::vector<std::string> Fonts(const pugi::xml_node& root) {
  std::vector<std::string> fonts;
  ForEachChild(Child(root, "fonts"), "font", [&](const pugi::xml_node& font) {
    fonts.push_back(LegacyFont(Attribute(Child(font, "name"), "val")));
  });
  return fonts;
}

// The formats that the file defines, by number: of dates and percentages, the rest of neither.
std::map<int, Style> Formats(const pugi::xml_node& root) {
  std::map<int, Style> formats;
  ForEachChild(Child(root, "numFmts"), "numFmt", [&](const pugi::xml_node& format) {
    const std::string code = Attribute(format, "formatCode");
    formats[format.attribute("numFmtId").as_int(-1)] = {
        .date = IsDateFormat(code), .percent = IsPercentFormat(code), .font = ""};
  });
  return formats;
}

}  // namespace

bool IsOfType(const Relationship& relationship, std::string_view type_end) {
  const std::string_view type = relationship.type;
  return type.size() >= type_end.size() && type.substr(type.size() - type_end.size()) == type_end;
}

absl::StatusOr<std::map<std::string, Relationship>> ReadRelationships(ZipArchive& archive,
                                                                      const std::string& part,
                                                                      const Limits& limits) {
  std::map<std::string, Relationship> out;
  const std::string folder = FolderOf(part);
  const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
  if (!archive.Has(name)) return out;
  TIENDO_ASSIGN_OR_RETURN(std::string bytes, archive.Read(name));
  TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<XmlPart> xml,
                          ParseXml(name, std::move(bytes), limits));
  ForEachChild(Child(xml->document, "Relationships"), "Relationship",
               [&](const pugi::xml_node& node) {
                 if (Attribute(node, "TargetMode") == "External") return;
                 out[Attribute(node, "Id")] = {Attribute(node, "Type"),
                                               Resolved(folder, Attribute(node, "Target"))};
               });
  return out;
}

std::string TargetOf(const std::map<std::string, Relationship>& relationships,
                     std::string_view type_end) {
  for (const auto& [id, relationship] : relationships) {
    if (IsOfType(relationship, type_end)) return relationship.target;
  }
  return "";
}

StyledText TextOf(const pugi::xml_node& node) {
  StyledText out;
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == "t") out.text += child.text().get();
    if (LocalName(child) != "r") continue;
    out.text += Child(child, "t").text().get();
    const std::string font = LegacyFont(Attribute(Child(Child(child, "rPr"), "rFont"), "val"));
    if (!font.empty()) out.font = font;
  }
  out.text = Unescaped(out.text);
  return out;
}

std::vector<StyledText> SharedStrings(const pugi::xml_node& root) {
  std::vector<StyledText> strings;
  ForEachChild(root, "si", [&](const pugi::xml_node& si) { strings.push_back(TextOf(si)); });
  return strings;
}

std::vector<Style> Styles(const pugi::xml_node& root) {
  const std::vector<std::string> fonts = Fonts(root);
  const std::map<int, Style> formats = Formats(root);
  std::vector<Style> styles;
  ForEachChild(Child(root, "cellXfs"), "xf", [&](const pugi::xml_node& xf) {
    const int format = xf.attribute("numFmtId").as_int(0);
    const unsigned font = xf.attribute("fontId").as_uint(0);
    auto own = formats.find(format);
    Style style = own != formats.end() ? own->second
                                       : Style{.date = IsBuiltInDateFormat(format),
                                               .percent = IsBuiltInPercentFormat(format),
                                               .font = ""};
    if (font < fonts.size()) style.font = fonts[font];
    styles.push_back(std::move(style));
  });
  return styles;
}

}  // namespace tiendo::sheets
