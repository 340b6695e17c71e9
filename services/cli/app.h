// The command line as a whole: flags, settings, the command, the exit code.
#ifndef TIENDO_SERVICES_CLI_APP_H_
#define TIENDO_SERVICES_CLI_APP_H_

#include <istream>
#include <ostream>

namespace tiendo::cli {

struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
};

// Runs `tiendo` with the arguments of main; the exit code as services/cli/README.md lists it.
int RunApp(int argc, const char* const* argv, const Console& console);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_APP_H_
