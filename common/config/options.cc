#include "common/config/options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "common/config/sources.h"

namespace tiendo::config {
namespace {

constexpr char kConfig[] = "config";

std::string EnvironmentName(std::string_view service, std::string_view name) {
  std::string out = "TIENDO_" + std::string(service) + "_" + std::string(name);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-') c = '_';
  }
  return out;
}

[[noreturn]] void Mistake(const std::string& what) {
  std::fprintf(stderr, "configuration: %s\n", what.c_str());
  std::abort();
}

// The text of a secret's file, less one line end; nullopt when it cannot be read.
std::optional<std::string> ReadSecret(const std::string& path) {
  std::optional<std::string> text = ReadBytes(path);
  if (!text) return std::nullopt;
  if (text->ends_with('\n')) {
    text->pop_back();
    if (text->ends_with('\r')) text->pop_back();
  }
  return text;
}

}  // namespace

Environment ProcessEnvironment() {
  Environment out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text(*entry);
    size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

Options::Options(std::string service, std::string about)
    : service_(std::move(service)), about_(std::move(about)) {
  AddSetting(
      kConfig, "path", "File with settings, INI or TOML.",
      [this](const std::string& text) -> Problem {
        config_path_ = text;
        return std::nullopt;
      },
      [this] { return config_path_; });
}

Options& Options::AddSetting(std::string name, std::string type, std::string help,
                             std::function<Problem(const std::string&)> read,
                             std::function<std::string()> write) {
  if (Find(name) != nullptr || name == "help") Mistake("setting \"" + name + "\" is added twice");
  SettingInfo info{name,    "--" + name,    EnvironmentName(service_, name), std::move(type),
                   write(), std::move(help)};
  settings_.push_back({std::move(info), false, std::move(read), std::move(write)});
  return *this;
}

Options& Options::Add(std::string name, std::string* target, std::string help,
                      Check<std::string> check) {
  auto read = [target, check = std::move(check)](const std::string& text) -> Problem {
    *target = text;
    return check ? check(*target) : std::nullopt;
  };
  return AddSetting(std::move(name), "text", std::move(help), std::move(read),
                    [target] { return Redact(*target); });
}

Options& Options::Add(std::string name, bool* target, std::string help) {
  auto read = [target](const std::string& text) -> Problem {
    absl::StatusOr<bool> value = ParseBool(text);
    if (!value.ok()) return std::string(value.status().message());
    *target = *value;
    return std::nullopt;
  };
  AddSetting(std::move(name), "true|false", std::move(help), std::move(read),
             [target] { return *target ? "true" : "false"; });
  settings_.back().is_switch = true;
  return *this;
}

Options& Options::Add(std::string name, std::filesystem::path* target, std::string help,
                      Check<std::filesystem::path> check) {
  auto read = [target, check = std::move(check)](const std::string& text) -> Problem {
    *target = text;
    return check ? check(*target) : std::nullopt;
  };
  return AddSetting(std::move(name), "path", std::move(help), std::move(read),
                    [target] { return target->string(); });
}

Options& Options::AddSecretFile(std::string name, std::string* target, std::string help) {
  auto path = std::make_shared<std::string>();
  auto read = [target, path](const std::string& text) -> Problem {
    *path = text;
    target->clear();
    if (text.empty()) return std::nullopt;
    std::optional<std::string> secret = ReadSecret(text);
    if (!secret) return "must be a file that can be read";
    if (secret->empty()) return "must be a file that is not empty";
    *target = *std::move(secret);
    return std::nullopt;
  };
  return AddSetting(name + "-file", "path", std::move(help), std::move(read),
                    [path] { return *path; });
}

Options& Options::AddRule(std::function<void(errors::Violations&)> rule) {
  rules_.push_back(std::move(rule));
  return *this;
}

Options& Options::AddCommand(std::string name, std::string help) {
  commands_.push_back({std::move(name), std::move(help)});
  return *this;
}

const Options::Setting* Options::Find(std::string_view name) const {
  auto it = std::ranges::find_if(settings_, [&](const Setting& s) { return s.info.name == name; });
  return it == settings_.end() ? nullptr : &*it;
}

void Options::TakeEnvironment(const Environment& environment, Values& values,
                              errors::Violations& violations) const {
  // Variables of one service stand together in the sorted map.
  const std::string prefix = EnvironmentName(service_, "");
  for (auto it = environment.lower_bound(prefix);
       it != environment.end() && it->first.starts_with(prefix); ++it) {
    auto setting = std::ranges::find_if(
        settings_, [&](const Setting& s) { return s.info.environment == it->first; });
    if (setting == settings_.end()) {
      violations.Add(it->first, "no setting has this environment variable; see --help");
      continue;
    }
    values.try_emplace(setting->info.name, Given{it->second, it->first});
  }
}

void Options::TakeFile(const std::string& path, Values& values,
                       errors::Violations& violations) const {
  absl::StatusOr<std::vector<FileEntry>> entries = ReadFile(path);
  if (!entries.ok()) {
    violations.Add(kConfig, path + " " + std::string(entries.status().message()));
    return;
  }
  for (const FileEntry& entry : *entries) {
    std::string name = entry.name;
    std::ranges::replace(name, '.', '-');
    std::string source = entry.name + " in " + path;
    if (Find(name) == nullptr || name == kConfig) {
      violations.Add(source, "no setting that a file may hold has this name; see --help");
    } else if (entry.values.size() != 1) {
      violations.Add(source,
                     "must be one value, given once: put text with spaces or commas in quotes");
    } else if (entry.values[0].starts_with('"') || entry.values[0].starts_with('\'')) {
      violations.Add(source, "is quoted text that does not end; # begins a comment even in quotes");
    } else {
      values.try_emplace(name, Given{entry.values[0], source});
    }
  }
}

std::string Options::TakeCommand(const std::vector<std::string>& words, bool misread,
                                 errors::Violations& violations) const {
  std::string command = commands_.empty() ? "" : commands_.front().name;
  bool taken = false;
  for (const std::string& word : words) {
    bool known = std::ranges::count(commands_, word, &Command::name) > 0;
    if (known && !taken) {
      command = word;
      taken = true;
    } else if (!misread) {
      // After an unknown flag a word may be that flag's value: one complaint is enough.
      violations.Add(word, known ? "is a second command" : "is not a command; see --help");
    }
  }
  return command;
}

absl::StatusOr<Parsed> Options::Parse(int argc, const char* const* argv,
                                      const Environment& environment) {
  std::vector<std::string> names;
  std::vector<std::string> switches;
  for (const Setting& s : settings_) (s.is_switch ? switches : names).push_back(s.info.name);
  CommandLine line = ReadCommandLine(argc, argv, names, switches);
  if (line.help) return Parsed{"", true};

  errors::Violations violations;
  if (!line.error.empty()) violations.Add("command line", line.error);
  for (const std::string& flag : line.unknown) violations.Add(flag, "unknown flag; see --help");
  Parsed parsed;
  parsed.command = TakeCommand(line.words, !line.unknown.empty(), violations);

  Values values;
  for (const auto& [name, value] : line.flags) values[name] = {value, "--" + name};
  TakeEnvironment(environment, values, violations);
  auto config = values.find(kConfig);
  if (config != values.end()) {
    // Copied: the call adds to `values`.
    std::string path = config->second.value;
    TakeFile(path, values, violations);
  }

  for (const Setting& setting : settings_) {
    auto given = values.find(setting.info.name);
    if (given == values.end()) continue;
    Problem problem = setting.read(given->second.value);
    if (problem) {
      violations.Add(given->second.source,
                     *problem + ", not \"" + Redact(given->second.value) + "\"");
    }
  }
  if (violations.empty()) {
    for (const auto& rule : rules_) rule(violations);
  }
  if (!violations.empty()) return violations.ToStatus();
  return parsed;
}

std::string Options::Help() const {
  std::string out = about_ + "\n\nUsage: tiendo-" + service_;
  if (!commands_.empty()) out += " [command]";
  out += " [--setting value]...\n";
  if (!commands_.empty()) out += "\nCommands (the first is the default):\n";
  for (const Command& c : commands_) out += "  " + c.name + "\n      " + c.help + "\n";
  out +=
      "\nSettings, from the flag, else the environment variable, else the file, else the default:\n"
      "  -h, --help\n      Print this text.\n";
  for (const SettingInfo& s : List()) {
    out += "  " + s.flag + " <" + s.type + ">\n      " + s.help + "\n      " + s.environment +
           "; default: " + (s.default_value.empty() ? "none" : s.default_value) + "\n";
  }
  return out;
}

std::vector<SettingInfo> Options::List() const {
  std::vector<SettingInfo> out;
  for (const Setting& s : settings_) out.push_back(s.info);
  return out;
}

std::vector<std::pair<std::string, std::string>> Options::Dump() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Setting& s : settings_) out.emplace_back(s.info.name, s.write());
  return out;
}

}  // namespace tiendo::config
