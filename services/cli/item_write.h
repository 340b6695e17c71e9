// A clerk's write on items, shown by the row that the item counts in (figure_write.h).
#ifndef TIENDO_SERVICES_CLI_ITEM_WRITE_H_
#define TIENDO_SERVICES_CLI_ITEM_WRITE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/status_query.h"
#include "services/cli/write_preview.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/type/v1/document.pb.h"

namespace tiendo::cli {

struct DocumentFlags {
  std::string number;
  std::string date;
  std::string issuer;
};

struct ItemWriteFlags {
  std::string name;
  DocumentFlags document;
  StatusFlags figures;
  bool yes = false;
};

// Checks all of `writes` together, shows the item and its row before and after them, asks, writes
// them in their order, shows the row as it then is. Exit code 0 when written, 1 when the clerk said
// no. `rest` as of FigureWrite.
absl::StatusOr<int> RunItemWrites(Context& context, const ItemWriteFlags& flags,
                                  const programs::v1::Item& item, std::vector<ProgramWrite> writes,
                                  std::string rest = "");

// Builds the write once the item is known.
using MakeItemWrite =
    std::function<absl::StatusOr<ProgramWrite>(Context&, const programs::v1::Item&)>;

// The same of one write on an item that exists.
absl::StatusOr<int> RunItemWrite(Context& context, const ItemWriteFlags& flags,
                                 const MakeItemWrite& make);

// Fills `document` from the flags; an empty number leaves it without one.
absl::Status FillDocument(const DocumentFlags& flags, tiendo::type::v1::Document& document);

// Leads with what is known of their parts: "units/a (xong 28/06/2022), units/b (chưa xong)".
std::string LeadsText(const programs::v1::Item& item);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ITEM_WRITE_H_
