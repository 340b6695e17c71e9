#include <CLI/CLI.hpp>

#include "services/cli/call_error.h"
#include "services/cli/commands.h"

namespace tiendo::cli {
namespace {

// Words that may follow `app`: its commands, its flags and those of the levels above.
std::string WordsOf(const CLI::App& app) {
  std::string words;
  const auto add = [&words](const std::string& word) {
    words += (words.empty() ? "" : " ") + word;
  };
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    add(sub->get_name());
  }
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
    for (const CLI::Option* option : level->get_options()) {
      for (const std::string& name : option->get_lnames()) add("--" + name);
    }
  }
  return words;
}

void AddCases(const CLI::App& app, const std::string& path, std::string& cases) {
  cases += "    '" + path + "') words='" + WordsOf(app) + "' ;;\n";
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    AddCases(*sub, path.empty() ? sub->get_name() : path + ' ' + sub->get_name(), cases);
  }
}

// The command so far is every word before the cursor that is no flag and continues a known path.
std::string BashScript(const CLI::App& app) {
  std::string cases;
  AddCases(app, "", cases);
  return "# bash completion of tiendo; load with: source <(tiendo completion bash)\n"
         "_tiendo_words() {\n  local words=\n  case \"$1\" in\n" +
         cases +
         "    *) return 1 ;;\n  esac\n  echo \"$words\"\n}\n"
         "_tiendo() {\n"
         "  local path= word i\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=${COMP_WORDS[i]}\n"
         "    if _tiendo_words \"${path:+$path }$word\" > /dev/null; then"
         " path=\"${path:+$path }$word\"; fi\n"
         "  done\n"
         "  COMPREPLY=($(compgen -W \"$(_tiendo_words \"$path\")\" --"
         " \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o default -F _tiendo tiendo\n";
}

}  // namespace

void AddCompletion(CLI::App& app, Action& selected) {
  CLI::App* completion = app.add_subcommand("completion", "Print a completion script");
  completion->require_subcommand(1);
  completion->footer("Example:\n  source <(tiendo completion bash)\n");
  CLI::App* bash = completion->add_subcommand("bash", "For bash");
  bash->footer("Example:\n  source <(tiendo completion bash)\n");
  bash->callback([&app, &selected] {
    selected = [&app](Context& context) -> absl::StatusOr<int> {
      context.out << BashScript(app);
      return kExitOk;
    };
  });
}

}  // namespace tiendo::cli
