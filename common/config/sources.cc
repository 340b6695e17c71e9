#include "common/config/sources.h"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <sstream>

namespace tiendo::config {

std::optional<std::string> ReadBytes(const std::string& path) {
  // Not a stream: on a folder those throw from a place that is easily missed.
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return std::nullopt;
  std::string bytes;
  std::array<char, 4096> buffer;
  for (size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;) {
    bytes.append(buffer.data(), n);
  }
  if (std::ferror(file.get()) != 0) return std::nullopt;
  return bytes;
}

CommandLine ReadCommandLine(int argc, const char* const* argv,
                            const std::vector<std::string>& names,
                            const std::vector<std::string>& switches) {
  CommandLine line;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  CLI::Option* help = app.add_flag("-h,--help");
  std::map<std::string, CLI::Option*> options;
  for (const std::string& name : names) {
    // Text without a target: whether it is a good value is found out for all settings together.
    options[name] = app.add_option("--" + name)
                        ->expected(0, 1)
                        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  for (const std::string& name : switches) {
    options[name] =
        app.add_flag("--" + name)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Error& e) {
    line.error = e.what();
    return line;
  }
  line.help = help->count() > 0;
  for (const auto& [name, option] : options) {
    if (option->count() == 0) continue;
    std::vector<std::string> values = option->reduced_results();
    line.flags[name] = values.empty() ? "" : values.back();
  }
  for (const std::string& extra : app.remaining()) {
    bool is_flag = extra.size() > 1 && extra.front() == '-';
    (is_flag ? line.unknown : line.words).push_back(extra);
  }
  return line;
}

absl::StatusOr<std::vector<FileEntry>> ReadFile(const std::string& path) {
  std::optional<std::string> content = ReadBytes(path);
  if (!content) return absl::InvalidArgumentError("cannot be read");
  std::vector<FileEntry> entries;
  try {
    std::istringstream text(*content);
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(text)) {
      // CLI11 marks where a section begins and ends with items of these names.
      if (item.name == "++" || item.name == "--") continue;
      entries.push_back({item.fullname(), item.inputs});
    }
  } catch (const CLI::Error& e) {
    return absl::InvalidArgumentError(std::string("cannot be read: ") + e.what());
  }
  return entries;
}

}  // namespace tiendo::config
