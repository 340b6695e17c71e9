// XML of an XLSX part: parsed whole, names without their namespace prefix, since programs choose
// prefixes as they like.
#ifndef TIENDO_SERVICES_CLI_SHEETS_XML_H_
#define TIENDO_SERVICES_CLI_SHEETS_XML_H_

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"

namespace tiendo::sheets {

struct XmlPart {
  std::string bytes;  // the document points into it
  pugi::xml_document document;
};

// INVALID_ARGUMENT (Vietnamese) for text that is no XML, for nesting beyond the limit, and for a
// DOCTYPE: tables have none, and entities are only good for attacks.
absl::StatusOr<std::unique_ptr<XmlPart>> ParseXml(const std::string& name, std::string bytes,
                                                  const Limits& limits);

// "row" for <row> and <x:row>.
std::string_view LocalName(const pugi::xml_node& node);
// First child of that local name; a null node without.
pugi::xml_node Child(const pugi::xml_node& parent, std::string_view name);
// Value of the attribute of that local name; "" without.
std::string Attribute(const pugi::xml_node& node, std::string_view name);

// Calls `visit` with each child of that local name.
template <typename Visit>
void ForEachChild(const pugi::xml_node& parent, std::string_view name, const Visit& visit) {
  for (const pugi::xml_node& child : parent.children()) {
    if (LocalName(child) == name) visit(child);
  }
}

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_XML_H_
