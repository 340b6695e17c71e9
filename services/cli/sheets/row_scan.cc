#include "services/cli/sheets/row_scan.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "common/text/id.h"
#include "services/cli/sheets/item_row.h"

namespace tiendo::sheets {
namespace {

class Scanner {
 public:
  Scanner(const Sheet& sheet, const Header& header, const Limits& limits)
      : sheet_(sheet), header_(header), limits_(limits), title_(TitleOf(header.kind)) {}

  Scan Run() {
    Scan scan;
    for (Row& row : WithMergesDown()) {
      if (row.number <= header_.row || IsBlank(row)) continue;
      if (!IsNothing(row)) {
        scan.rows.push_back(std::move(row));
        continue;
      }
      const std::string ordinal = Plain(row, Column::kOrdinal);
      const std::string title = Plain(row, title_);
      scan.skipped.push_back(
          {row.number, ordinal + (ordinal.empty() || title.empty() ? "" : " ") + title});
    }
    return scan;
  }

 private:
  bool GoesDown(Column column) const {
    return column != Column::kId && column != title_ && column != Column::kOrdinal;
  }

  std::vector<Row> WithMergesDown() const {
    std::map<int, Column> meant;
    for (const auto& [column, at] : header_.columns) meant[at] = column;
    std::vector<Row> rows = sheet_.rows;
    int64_t left = limits_.cells;  // a file may merge the same cells again and again
    for (const Merge& merge : sheet_.merges) {
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

  // The one-line text of a cell without judging it.
  std::string Plain(const Row& row, Column column) const {
    return OneLineOf(Shown(header_.At(row, column)));
  }

  static bool IsNumber(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
      return std::isdigit(c) != 0 || c == '.' || c == ')';
    });
  }

  // Only ordinal and title, and no number: a heading ("I", "Công tác xây dựng Đảng"); only a
  // number: a line that was prepared. Columns without a name do not count.
  bool IsNothing(const Row& row) const {
    for (const auto& [column, at] : header_.columns) {
      if (column == Column::kOrdinal || column == title_) continue;
      const Cell& cell = header_.At(row, column);
      if (!cell.fault.empty() || !OneLineOf(Shown(cell)).empty()) return false;
    }
    const std::string ordinal = Plain(row, Column::kOrdinal);
    const std::string title = Plain(row, title_);
    if (IsNumber(ordinal)) return title.empty();
    if (header_.Has(Column::kOrdinal) || title.empty()) return true;
    return IsMergedAcross(row.number, header_.columns.at(title_));
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

  const Sheet& sheet_;
  const Header& header_;
  const Limits& limits_;
  const Column title_;
};

}  // namespace

Scan RowsBelow(const Sheet& sheet, const Header& header, const Limits& limits) {
  return Scanner(sheet, header, limits).Run();
}

std::vector<Problem> ProblemsOf(const Header& header) {
  std::vector<Problem> problems;
  for (const std::string& columns : header.repeated) {
    problems.push_back({header.row, "", columns, "hai cột cùng nghĩa: bỏ một cột"});
  }
  return problems;
}

std::string RowIds::ProgramOf(RowReader& reader) const {
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

std::string RowIds::IdOf(RowReader& reader, const std::string& parent, const std::string& title) {
  std::string id = reader.Text(Column::kId);
  const bool derived = id.empty();
  if (!derived && !text::ValidId(id)) {
    reader.Add(Column::kId,
               "mã gồm 1 đến 63 ký tự a–z, 0–9 và '-', bắt đầu và kết thúc bằng chữ hoặc số, "
               "ví dụ noi-dung-01");
  }
  if (derived && title.empty()) return "";
  if (derived && reader.secret()) {
    reader.Add(Column::kId, "", "nội dung mật phải có mã: mã không được suy ra từ tên");
    return "";
  }
  if (derived) id = DerivedId(title);
  const auto [it, added] = seen_.emplace(parent + '/' + id, reader.row());
  if (!added) {
    reader.Add(derived ? reader.title() : Column::kId,
               "trùng với dòng " + std::to_string(it->second) +
                   (derived ? ": nếu là hai việc khác nhau, ghi cột Mã" : ""));
  }
  return id;
}

}  // namespace tiendo::sheets
