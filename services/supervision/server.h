// The supervision service put together: storage, domain, API, and the copy of the units.
#ifndef TIENDO_SERVICES_SUPERVISION_SERVER_H_
#define TIENDO_SERVICES_SUPERVISION_SERVER_H_

#include <memory>

#include "common/host/process.h"
#include "services/supervision/config.h"

namespace tiendo::supervision {

// `config` is read when a process is built, after the settings have been parsed into it.
host::Definition SupervisionServer(std::shared_ptr<const Config> config);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_SERVER_H_
