// The programs service put together: storage, domain, API and the followed units.
#ifndef TIENDO_SERVICES_PROGRAMS_SERVER_H_
#define TIENDO_SERVICES_PROGRAMS_SERVER_H_

#include <memory>
#include <vector>

#include "common/db/migrator.h"
#include "common/host/process.h"
#include "services/programs/config.h"

namespace tiendo::programs {

// The schema: ledger, own tables, copy of the units.
std::vector<db::Migration> AllMigrations();

// `config` is read when a process starts, so that settings may be parsed after this call.
host::Definition ProgramsServer(std::shared_ptr<const Config> config);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_SERVER_H_
