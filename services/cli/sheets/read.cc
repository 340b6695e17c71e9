#include "services/cli/sheets/read.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "services/cli/sheets/csv_reader.h"
#include "services/cli/sheets/xlsx_reader.h"

namespace tiendo::sheets {
namespace {

constexpr std::string_view kZipMagic{"PK\x03\x04", 4};
constexpr std::string_view kEmptyZipMagic{"PK\x05\x06", 4};
// Old .xls files, and .xlsx files with a password, are OLE containers.
constexpr std::string_view kOleMagic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8};

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

absl::Status TooLong(const Limits& limits) {
  return absl::InvalidArgumentError("tệp dài quá " + std::to_string(limits.file_mib) +
                                    " MiB (--max-file-mib)");
}

}  // namespace

bool IsTableName(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 7> kTables = {".xlsx", ".xlsm", ".csv", ".tsv",
                                                       ".txt",  ".xls",  ".ods"};
  return std::find(kTables.begin(), kTables.end(), extension) != kTables.end();
}

absl::StatusOr<Workbook> ReadWorkbookBytes(std::string bytes, const std::string& name,
                                           const Limits& limits) {
  if (bytes.size() > static_cast<size_t>(limits.file_mib) * 1024 * 1024) return TooLong(limits);
  if (StartsWith(bytes, kOleMagic)) {
    return absl::InvalidArgumentError(
        "tệp là .xls đời cũ hoặc có mật khẩu: lưu lại dạng .xlsx không mật khẩu");
  }
  if (StartsWith(bytes, kZipMagic) || StartsWith(bytes, kEmptyZipMagic)) {
    return ReadXlsx(std::move(bytes), limits);
  }
  return ReadCsv(bytes, name, limits);
}

absl::StatusOr<Workbook> ReadWorkbook(const std::filesystem::path& path, const Limits& limits) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return errors::Make(absl::StatusCode::kNotFound, errors::reasons::kResourceNotFound,
                        "không có tệp " + path.string());
  }
  // Before reading: a huge file is not to fill the memory first.
  const auto size = std::filesystem::file_size(path, error);
  if (error) return absl::InvalidArgumentError("không đọc được tệp: " + error.message());
  if (size > static_cast<uintmax_t>(limits.file_mib) * 1024 * 1024) return TooLong(limits);
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in && !in.eof()) return absl::InvalidArgumentError("không đọc được tệp");
  return ReadWorkbookBytes(std::move(bytes), path.filename().string(), limits);
}

}  // namespace tiendo::sheets
