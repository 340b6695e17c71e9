// The status service put together: feeds, facts, figures, cache, API.
#ifndef TIENDO_SERVICES_STATUS_SERVER_H_
#define TIENDO_SERVICES_STATUS_SERVER_H_

#include <memory>

#include "common/host/process.h"
#include "services/status/config.h"

namespace tiendo::status {

// `config` is read when the process starts.
host::Definition StatusServer(std::shared_ptr<const StatusConfig> config);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SERVER_H_
