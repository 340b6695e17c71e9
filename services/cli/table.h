// Tables of Vietnamese text on a terminal: columns align by what a cell occupies on the screen, not
// by its bytes or code points.
#ifndef TIENDO_SERVICES_CLI_TABLE_H_
#define TIENDO_SERVICES_CLI_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace tiendo::cli {

// Columns of a terminal that `text` occupies: combining marks none, wide characters two. Bytes that
// are not UTF-8 count one each.
int DisplayWidth(std::string_view text);

// Escape sequences only where a terminal wants them (NO_COLOR). Colour never carries a meaning that
// the text does not.
struct Style {
  bool enabled = false;

  std::string Bold(const std::string& text) const;
  std::string Alert(const std::string& text) const;
};

class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string header;
    Align align = Align::kLeft;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Missing cells are empty; a cell more than there are columns is dropped.
  void AddRow(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  // Header, a rule, the rows; each line ends with '\n' and has no trailing spaces.
  std::string Render(const Style& style = {}) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TABLE_H_
