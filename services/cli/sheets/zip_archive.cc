#include "services/cli/sheets/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::sheets {
namespace {

constexpr uint64_t kMib = 1024 * 1024;

absl::Status Broken(const std::string& what) {
  return absl::InvalidArgumentError("tệp hỏng: " + what +
                                    "; mở lại bằng chương trình bảng tính rồi lưu dạng .xlsx");
}

// Parts have plain relative names; anything else was not written by a program for tables.
bool PlainName(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find(':') != std::string_view::npos) {
    return false;
  }
  for (size_t start = 0; start <= name.size();) {
    const size_t end = std::min(name.find('/', start), name.size());
    if (name.substr(start, end - start) == "..") return false;
    start = end + 1;
  }
  return true;
}

}  // namespace

void ZipArchive::Discard::operator()(zip* archive) const { zip_discard(archive); }

absl::StatusOr<ZipArchive> ZipArchive::Open(std::string bytes, const Limits& limits) {
  ZipArchive out;
  out.bytes_ = std::make_unique<std::string>(std::move(bytes));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(out.bytes_->data(), out.bytes_->size(), /*freep=*/0, &error);
  if (source != nullptr) out.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (out.archive_ == nullptr) {
    absl::Status status =
        Broken(std::string("không phải gói .xlsx (") + zip_error_strerror(&error) + ')');
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    return status;
  }
  zip_error_fini(&error);
  TIENDO_RETURN_IF_ERROR(out.ReadDirectory(limits));
  return out;
}

absl::Status ZipArchive::ReadDirectory(const Limits& limits) {
  const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
  if (count > limits.parts) {
    return absl::InvalidArgumentError("gói có " + std::to_string(count) + " phần, quá " +
                                      std::to_string(limits.parts) + " (--max-parts)");
  }
  left_ = static_cast<uint64_t>(limits.unpacked_mib) * kMib;
  uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                     ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW, &stat) != 0 ||
        (stat.valid & kNeeded) != kNeeded) {
      return Broken("mục lục của gói không đọc được");
    }
    const std::string name = stat.name;
    if (!PlainName(name)) return Broken("tên phần \"" + name + "\" không hợp lệ");
    if (stat.encryption_method != ZIP_EM_NONE) {
      return absl::InvalidArgumentError("tệp có mật khẩu: bỏ mật khẩu rồi lưu lại");
    }
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
      return Broken("phần \"" + name + "\" nén theo kiểu lạ");
    }
    // Compared piece by piece, so that forged sizes cannot overflow the sum.
    if (stat.size > left_ || total + stat.size > left_) {
      return absl::InvalidArgumentError("bung ra sẽ quá " + std::to_string(limits.unpacked_mib) +
                                        " MiB (--max-unpacked-mib): không mở");
    }
    total += stat.size;
    if (stat.size > kMib &&
        stat.size / std::max<uint64_t>(stat.comp_size, 1) > static_cast<uint64_t>(limits.ratio)) {
      return absl::InvalidArgumentError("phần \"" + name + "\" bung ra hơn " +
                                        std::to_string(limits.ratio) +
                                        " lần (--max-ratio), như bom nén: không mở");
    }
    if (!entries_.emplace(name, Entry{stat.index, stat.size}).second) {
      return Broken("phần \"" + name + "\" có hai lần");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ZipArchive::Read(const std::string& name) {
  auto it = entries_.find(name);
  if (it == entries_.end()) return Broken("thiếu phần \"" + name + '"');
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_.get(), it->second.index, 0), zip_fclose);
  if (file == nullptr) return Broken("phần \"" + name + "\" không mở được");
  std::string out;
  std::array<char, 64 * 1024> block{};
  while (true) {
    const zip_int64_t got = zip_fread(file.get(), block.data(), block.size());
    if (got < 0) return Broken("phần \"" + name + "\" không bung được");  // also a wrong checksum
    if (got == 0) break;
    const auto size = static_cast<uint64_t>(got);
    if (out.size() + size > it->second.size || size > left_) {
      return Broken("phần \"" + name + "\" dài hơn mục lục ghi");
    }
    left_ -= size;
    out.append(block.data(), size);
  }
  if (out.size() != it->second.size) return Broken("phần \"" + name + "\" bị cụt");
  return out;
}

}  // namespace tiendo::sheets
