#include "services/cli/sheets/xml.h"

#include <utility>

namespace tiendo::sheets {
namespace {

// Stops at the first thing that no table needs. pugixml walks without recursion.
struct Inspector : pugi::xml_tree_walker {
  explicit Inspector(int64_t most) : limit(most) {}
  bool for_each(pugi::xml_node& node) override {
    doctype = doctype || node.type() == pugi::node_doctype;
    deep = deep || depth() >= limit;
    return !doctype && !deep;
  }
  const int64_t limit;
  bool doctype = false;
  bool deep = false;
};

std::string_view WithoutPrefix(const char* name) {
  const std::string_view text(name);
  const size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

}  // namespace

absl::StatusOr<std::unique_ptr<XmlPart>> ParseXml(const std::string& name, std::string bytes,
                                                  const Limits& limits) {
  auto part = std::make_unique<XmlPart>();
  part->bytes = std::move(bytes);
  constexpr unsigned kFlags =
      pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result result =
      part->document.load_buffer_inplace(part->bytes.data(), part->bytes.size(), kFlags);
  if (!result) {
    return absl::InvalidArgumentError("tệp hỏng: phần \"" + name + "\" không phải XML (" +
                                      result.description() + ", byte " +
                                      std::to_string(result.offset) + ')');
  }
  Inspector inspector(limits.xml_depth);
  part->document.traverse(inspector);
  if (inspector.doctype) {
    return absl::InvalidArgumentError("phần \"" + name +
                                      "\" có DOCTYPE (thực thể XML): không phải tệp bảng tính "
                                      "thông thường, không mở");
  }
  if (inspector.deep) {
    return absl::InvalidArgumentError("phần \"" + name + "\" lồng quá " +
                                      std::to_string(limits.xml_depth) +
                                      " tầng (--max-xml-depth): không mở");
  }
  return part;
}

std::string_view LocalName(const pugi::xml_node& node) { return WithoutPrefix(node.name()); }

pugi::xml_node Child(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node& child : parent.children()) {
    if (LocalName(child) == name) return child;
  }
  return {};
}

std::string Attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (WithoutPrefix(attribute.name()) == name) return attribute.value();
  }
  return "";
}

}  // namespace tiendo::sheets
