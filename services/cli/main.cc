#include <unistd.h>

#include <iostream>

#include "services/cli/app.h"

int main(int argc, char** argv) {
  return tiendo::cli::RunApp(argc, argv,
                             {.in = std::cin,
                              .out = std::cout,
                              .err = std::cerr,
                              .out_is_terminal = isatty(STDOUT_FILENO) != 0,
                              .err_is_terminal = isatty(STDERR_FILENO) != 0});
}
