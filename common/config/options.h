// Typed configuration of a program: every setting comes from its flag, else its environment
// variable, else the configuration file, else its default.
//
//   struct Config { std::string listen = "127.0.0.1:50051"; std::chrono::seconds drain{30}; };
//   Config cfg;
//   Options options("units", "Keeps the tree of units.");
//   options.AddCommand("serve", "Run the server (default).").AddCommand("migrate", "…");
//   options.Add("listen", &cfg.listen, "Address of the public port.", NotEmpty());
//   options.Add("drain", &cfg.drain, "Longest wait for calls at shutdown.");
//   options.AddSecretFile("redis-password", &cfg.redis_password, "Password for Redis.");
//   absl::StatusOr<Parsed> parsed = options.Parse(argc, argv, ProcessEnvironment());
//
// Setting "max-streams" of service "units" is the flag --max-streams, the variable
// TIENDO_UNITS_MAX_STREAMS and the line `max-streams = 100` of the file that --config names
// (`streams` in section [max] is the same). The file is INI or TOML as CLI11 reads it: text with
// spaces or commas needs quotes, and # begins a comment even in them.
#ifndef TIENDO_COMMON_CONFIG_OPTIONS_H_
#define TIENDO_COMMON_CONFIG_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/config/values.h"
#include "common/errors/error.h"

namespace tiendo::config {

using Environment = std::map<std::string, std::string>;
// The variables of this process.
Environment ProcessEnvironment();

// One row of a table of settings.
struct SettingInfo {
  std::string name;           // "redis-password-file"
  std::string flag;           // "--redis-password-file"
  std::string environment;    // "TIENDO_STATUS_REDIS_PASSWORD_FILE"
  std::string type;           // text, number, true|false, duration, path
  std::string default_value;  // redacted; "" when empty
  std::string help;
};

struct Parsed {
  std::string command;  // of the commands added, the first by default; "" when none were
  bool help = false;    // --help was given: print Help() and leave; no setting was read
};

// Used once, by one thread. Targets outlive the calls; they hold the default when they are added.
class Options {
 public:
  // `service` in lower case ("units"), `about` one sentence for --help.
  Options(std::string service, std::string about);

  // Names are kebab-case; a name given twice or "config" is a mistake in the program and aborts. A
  // check sees every value but the default.
  Options& Add(std::string name, std::string* target, std::string help,
               Check<std::string> check = {});
  Options& Add(std::string name, bool* target, std::string help);
  Options& Add(std::string name, std::filesystem::path* target, std::string help,
               Check<std::filesystem::path> check = {});
  // A whole number that must fit the target.
  template <class Int>
  requires(std::is_integral_v<Int> &&
           !std::is_same_v<Int, bool>) Options& Add(std::string name, Int* target, std::string help,
                                                    Check<Int> check = {});
  // A duration; one that the target's unit cannot hold exactly (250ms in seconds) is refused.
  template <class Rep, class Period>
  Options& Add(std::string name, std::chrono::duration<Rep, Period>* target, std::string help,
               Check<std::chrono::duration<Rep, Period>> check = {});
  // The setting `name`-file is the path of a file whose content, less one line end, becomes the
  // secret. The secret is never part of a dump, of help or of an error.
  Options& AddSecretFile(std::string name, std::string* target, std::string help);

  // A check over several settings, e.g. "tls-key needs tls-certificate". Runs when each setting is
  // good by itself; adds violations under a setting's name.
  Options& AddRule(std::function<void(errors::Violations&)> rule);

  // A verb of the program ("serve", "migrate"); the first one added is the default.
  Options& AddCommand(std::string name, std::string help);

  // Fills the targets. Otherwise INVALID_ARGUMENT with a violation for every unknown flag, variable
  // (TIENDO_<SERVICE>_…), entry of the file and command, and every bad value, naming its source.
  absl::StatusOr<Parsed> Parse(int argc, const char* const* argv, const Environment& environment);

  // The text of --help.
  std::string Help() const;
  // All settings in the order added, --config first: tables in documents are tested against it.
  std::vector<SettingInfo> List() const;
  // Name and value of every setting after Parse, passwords hidden and secrets as their file's name:
  // what is logged at start.
  std::vector<std::pair<std::string, std::string>> Dump() const;

 private:
  struct Setting {
    SettingInfo info;
    bool is_switch = false;
    // Reads text into the target and checks it.
    std::function<Problem(const std::string&)> read;
    // The target's value as text, redacted.
    std::function<std::string()> write;
  };
  struct Command {
    std::string name;
    std::string help;
  };
  // A value and how a person finds it: "--listen", "TIENDO_UNITS_LISTEN", "listen in units.toml".
  struct Given {
    std::string value;
    std::string source;
  };
  using Values = std::map<std::string, Given>;

  Options& AddSetting(std::string name, std::string type, std::string help,
                      std::function<Problem(const std::string&)> read,
                      std::function<std::string()> write);
  const Setting* Find(std::string_view name) const;
  // Each takes what `values` does not have yet, so the order of the calls is the precedence.
  void TakeEnvironment(const Environment& environment, Values& values,
                       errors::Violations& violations) const;
  void TakeFile(const std::string& path, Values& values, errors::Violations& violations) const;
  std::string TakeCommand(const std::vector<std::string>& words, bool misread,
                          errors::Violations& violations) const;

  std::string service_;
  std::string about_;
  std::string config_path_;
  std::vector<Setting> settings_;
  std::vector<Command> commands_;
  std::vector<std::function<void(errors::Violations&)>> rules_;
};

template <class Int>
requires(std::is_integral_v<Int> &&
         !std::is_same_v<Int, bool>) Options& Options::Add(std::string name, Int* target,
                                                           std::string help, Check<Int> check) {
  auto read = [target, check = std::move(check)](const std::string& text) -> Problem {
    absl::StatusOr<int64_t> value = ParseInt(text);
    if (!value.ok()) return std::string(value.status().message());
    if (!std::in_range<Int>(*value)) {
      return "must be from " + std::to_string(std::numeric_limits<Int>::min()) + " to " +
             std::to_string(std::numeric_limits<Int>::max());
    }
    *target = static_cast<Int>(*value);
    return check ? check(*target) : std::nullopt;
  };
  return AddSetting(std::move(name), "number", std::move(help), std::move(read),
                    [target] { return std::to_string(*target); });
}

template <class Rep, class Period>
Options& Options::Add(std::string name, std::chrono::duration<Rep, Period>* target,
                      std::string help, Check<std::chrono::duration<Rep, Period>> check) {
  using Duration = std::chrono::duration<Rep, Period>;
  auto read = [target, check = std::move(check)](const std::string& text) -> Problem {
    absl::StatusOr<std::chrono::nanoseconds> value = ParseDuration(text);
    if (!value.ok()) return std::string(value.status().message());
    auto exact = std::chrono::duration_cast<Duration>(*value);
    if (exact != *value) {
      return "must be a multiple of " + FormatDuration(std::chrono::nanoseconds(Duration(1)));
    }
    *target = exact;
    return check ? check(*target) : std::nullopt;
  };
  return AddSetting(std::move(name), "duration", std::move(help), std::move(read), [target] {
    return FormatDuration(std::chrono::duration_cast<std::chrono::nanoseconds>(*target));
  });
}

}  // namespace tiendo::config

#endif  // TIENDO_COMMON_CONFIG_OPTIONS_H_
