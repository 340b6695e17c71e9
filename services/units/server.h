// The units service put together: storage, domain, API.
#ifndef TIENDO_SERVICES_UNITS_SERVER_H_
#define TIENDO_SERVICES_UNITS_SERVER_H_

#include "common/host/process.h"

namespace tiendo::units {

host::Definition UnitsServer();

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_SERVER_H_
