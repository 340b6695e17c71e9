#include "services/cli/sheets/item_rows.h"

#include "services/cli/sheets/item_reader.h"
#include "services/cli/sheets/row_scan.h"

namespace tiendo::sheets {

ItemTable ReadItems(const Sheet& sheet, const Header& header, const std::string& program,
                    const Limits& limits) {
  RowIds ids(program);
  return ReadTable<ItemRow>(sheet, header, limits, [&ids](RowReader& reader) {
    ItemRow item = ReadItem(reader);
    item.program = ids.ProgramOf(reader);
    item.id = ids.IdOf(reader, item.program, item.title);
    return item;
  });
}

}  // namespace tiendo::sheets
