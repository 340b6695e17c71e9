// What an import tells: progress while it runs, and its summary.
#ifndef TIENDO_SERVICES_CLI_IMPORT_REPORT_H_
#define TIENDO_SERVICES_CLI_IMPORT_REPORT_H_

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "services/cli/context.h"
#include "services/cli/importer.h"

namespace tiendo::cli {

// Where a note's request stands in its file.
using PlaceOfNote = std::function<std::string(const ImportSummary::Note&)>;

// "04-items.json, yêu cầu 7".
std::string RequestPlace(const std::string& file, int number);

std::string DumpJson(const nlohmann::ordered_json& json);
nlohmann::ordered_json SummaryJson(const ImportSummary& summary, bool rehearse);
void PrintSummary(Context& context, const ImportSummary& summary, bool rehearse,
                  const PlaceOfNote& place);
int ExitCodeOfSummary(const ImportSummary& summary);

// A bar on a terminal; nothing elsewhere.
void ShowProgress(Context& context, size_t done, size_t total, const std::string& file);
void EndProgress(Context& context);

// Waits until status has what was imported, so that the next command shows it. The import itself is
// done: a status service that is away is only mentioned.
void WaitForFigures(Context& context, const Importer& importer);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_IMPORT_REPORT_H_
