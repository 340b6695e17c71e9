// Where in a table a field of a request stands, so that what a service refuses is told by its
// column.
#ifndef TIENDO_SERVICES_CLI_ROW_COLUMNS_H_
#define TIENDO_SERVICES_CLI_ROW_COLUMNS_H_

#include <optional>
#include <string_view>

#include "services/cli/sheets/columns.h"

namespace tiendo::cli {

// `method`: "ExtendItem"; of a batch `field` is that of its element, "item.leads[0].unit".
std::optional<sheets::Column> ColumnOf(sheets::TableKind kind, std::string_view method,
                                       std::string_view field);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ROW_COLUMNS_H_
