#include "services/cli/sheets/item_rows.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "common/text/id.h"
#include "services/cli/sheets/row_reader.h"

namespace tiendo::sheets {
namespace {

// A block of several rows says the same for each of them, but names and texts of items: those would
// make one item into several.
bool GoesDown(Column column) {
  return column != Column::kId && column != Column::kTitle && column != Column::kOrdinal;
}

// Rows with the values of merged blocks in each row that the block covers.
std::vector<Row> WithMergesDown(const Sheet& sheet, const Header& header, const Limits& limits) {
  std::map<int, Column> meant;
  for (const auto& [column, at] : header.columns) meant[at] = column;
  std::vector<Row> rows = sheet.rows;
  int64_t left = limits.cells;  // a file may merge the same cells again and again
  for (const Merge& merge : sheet.merges) {
    auto column = meant.find(merge.first_column);
    if (column == meant.end() || !GoesDown(column->second)) continue;
    auto row = std::lower_bound(rows.begin(), rows.end(), merge.first_row,
                                [](const Row& r, int number) { return r.number < number; });
    if (row == rows.end() || row->number != merge.first_row) continue;
    const Cell value = row->At(merge.first_column);
    if (value.empty()) continue;
    for (++row; row != rows.end() && row->number <= merge.last_row && left-- > 0; ++row) {
      row->cells.emplace(merge.first_column, value);
    }
  }
  return rows;
}

bool IsNumber(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isdigit(c) != 0 || c == '.' || c == ')';
  });
}

class Table {
 public:
  Table(const Sheet& sheet, const Header& header, const std::string& program, const Limits& limits)
      : sheet_(sheet), header_(header), program_(program), limits_(limits) {
    table_.header = header;
  }

  ItemTable Read() {
    for (const std::string& columns : header_.repeated) {
      table_.problems.push_back({header_.row, "", columns, "hai cột cùng nghĩa: bỏ một cột"});
    }
    for (const Row& row : WithMergesDown(sheet_, header_, limits_)) {
      if (row.number > header_.row) ReadRow(row);
    }
    return std::move(table_);
  }

 private:
  // The one-line text of a cell without judging it.
  std::string Plain(const Row& row, Column column) const {
    return OneLineOf(Shown(header_.At(row, column)));
  }

  // Only ordinal and title, and no number: a heading ("I", "Công tác xây dựng Đảng"); only a
  // number: a line that was prepared. Columns without a name do not count.
  bool IsNoItem(const Row& row) const {
    for (const auto& [column, at] : header_.columns) {
      if (column == Column::kOrdinal || column == Column::kTitle) continue;
      const Cell& cell = header_.At(row, column);
      if (!cell.fault.empty() || !OneLineOf(Shown(cell)).empty()) return false;
    }
    const std::string ordinal = Plain(row, Column::kOrdinal);
    const std::string title = Plain(row, Column::kTitle);
    if (IsNumber(ordinal)) return title.empty();
    if (header_.Has(Column::kOrdinal) || title.empty()) return true;
    return IsMergedAcross(row.number, header_.columns.at(Column::kTitle));
  }

  bool IsMergedAcross(int row, int column) const {
    return std::any_of(sheet_.merges.begin(), sheet_.merges.end(), [&](const Merge& merge) {
      return merge.first_row == row && merge.first_column <= column &&
             merge.last_column > merge.first_column && merge.last_column >= column;
    });
  }

  bool IsBlank(const Row& row) const {
    return std::all_of(header_.columns.begin(), header_.columns.end(), [&](const auto& column) {
      const Cell& cell = row.At(column.second);
      return cell.fault.empty() && OneLineOf(Shown(cell)).empty();
    });
  }

  void ReadRow(const Row& row) {
    if (IsBlank(row)) return;
    if (IsNoItem(row)) {
      const std::string ordinal = Plain(row, Column::kOrdinal);
      const std::string title = Plain(row, Column::kTitle);
      table_.skipped.push_back(
          {row.number, ordinal + (ordinal.empty() || title.empty() ? "" : " ") + title});
      return;
    }
    const size_t before = table_.problems.size();
    RowReader reader(header_, row, limits_, table_.problems);
    ItemRow item = reader.Read();
    item.program = ProgramOf(reader);
    ReadId(reader, item);
    CheckUnique(reader, item);
    if (table_.problems.size() == before) table_.rows.push_back(std::move(item));
  }

  std::string ProgramOf(RowReader& reader) const {
    std::string named = reader.Text(Column::kProgram);
    constexpr std::string_view kPrefix = "programs/";
    if (named.compare(0, kPrefix.size(), kPrefix) == 0) named.erase(0, kPrefix.size());
    if (named.empty() && program_.empty()) {
      reader.Add(Column::kProgram, "", "thiếu mã chương trình: thêm cột này hoặc cờ --program");
    } else if (!named.empty() && !text::ValidId(named)) {
      reader.Add(Column::kProgram, "không phải mã chương trình, ví dụ so-2022");
    } else if (!named.empty() && !program_.empty() && named != program_) {
      reader.Add(Column::kProgram, "khác với --program " + program_);
    }
    return named.empty() ? program_ : named;
  }

  void ReadId(RowReader& reader, ItemRow& item) const {
    item.id = reader.Text(Column::kId);
    if (!item.id.empty()) {
      if (!text::ValidId(item.id)) {
        reader.Add(Column::kId,
                   "mã gồm 1 đến 63 ký tự a–z, 0–9 và '-', bắt đầu và kết thúc bằng chữ hoặc số, "
                   "ví dụ noi-dung-01");
      }
      return;
    }
    if (item.title.empty()) return;
    if (item.secret) {
      reader.Add(Column::kId, "", "nội dung mật phải có mã: mã không được suy ra từ tên");
      return;
    }
    item.id = DerivedId(item.title);
    item.id_derived = true;
  }

  void CheckUnique(RowReader& reader, const ItemRow& item) {
    if (item.id.empty()) return;
    const auto [it, added] = seen_.emplace(item.program + '/' + item.id, item.row);
    if (added) return;
    reader.Add(item.id_derived ? Column::kTitle : Column::kId,
               "trùng với dòng " + std::to_string(it->second) +
                   (item.id_derived ? ": nếu là hai nội dung khác nhau, ghi cột Mã" : ""));
  }

  const Sheet& sheet_;
  const Header& header_;
  const std::string& program_;
  const Limits& limits_;
  ItemTable table_;
  std::map<std::string, int> seen_;  // program/id to the row
};

}  // namespace

std::string PlaceOf(const Header& header, Column column) {
  auto it = header.columns.find(column);
  const std::string name = '"' + std::string(HeaderOf(column)) + '"';
  return it == header.columns.end() ? name : ColumnLetters(it->second) + ' ' + name;
}

ItemTable ReadItems(const Sheet& sheet, const Header& header, const std::string& program,
                    const Limits& limits) {
  return Table(sheet, header, program, limits).Read();
}

}  // namespace tiendo::sheets
