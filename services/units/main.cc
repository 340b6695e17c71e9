#include "services/units/server.h"

int main(int argc, char** argv) {
  return tiendo::host::Main(argc, argv, tiendo::units::UnitsServer());
}
