// What items, programmes and their vocabulary look like in tables.
#ifndef TIENDO_SERVICES_CLI_PROGRAMS_VIEW_H_
#define TIENDO_SERVICES_CLI_PROGRAMS_VIEW_H_

#include <string>
#include <string_view>

#include "services/cli/table.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {

// "programs/p" for "p" or "programs/p"; "" stays.
std::string ProgramName(const std::string& given);
std::string CategoryName(const std::string& given);

std::string_view StateName(programs::v1::Item::State state);
std::string_view StateName(programs::v1::Program::State state);

// Stands for the title of a secret item in every list and report.
inline constexpr std::string_view kSecretTitle = "(nội dung mật)";
// The title as it may stand on a screen, whatever the item carries.
std::string ShownTitle(const programs::v1::Item& item);

Table ItemTable();
void AddItemRow(const programs::v1::Item& item, Table& table);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PROGRAMS_VIEW_H_
