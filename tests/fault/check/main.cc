// tiendo-history-check STATE HISTORY [--json]: judges one run by what it recorded and nothing else.
// Exit codes: 0 right, 1 violations, 2 cannot read, 3 invalid: too small a load to say anything.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "tests/fault/check/calls.h"
#include "tests/fault/check/figures.h"
#include "tests/fault/check/final_state.h"
#include "tests/fault/check/load.h"
#include "tests/fault/check/report.h"
#include "tests/fault/check/watches.h"

namespace tiendo::fault {
namespace {

constexpr size_t kBusyFigures = 60;

bool ReadFile(const char* path, const std::function<void(const Record&)>& on_record) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "tiendo-history-check: cannot read %s\n", path);
    return false;
  }
  int64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    absl::StatusOr<Record> record = Decode(line);
    if (!record.ok()) {
      std::fprintf(stderr, "tiendo-history-check: %s:%lld: %s\n", path,
                   static_cast<long long>(number), std::string(record.status().message()).c_str());
      return false;
    }
    on_record(*record);
  }
  return true;
}

// The pointer of a key never goes back in any component while Redis forgets nothing.
class PointerChecks {
 public:
  explicit PointerChecks(Report& report) : report_(report) {}
  void Add(const Pointer& pointer) {
    report_.Count("pointers");
    for (const Position& p : pointer.positions) {
      int64_t& newest = newest_[{std::to_string(pointer.life) + pointer.key, p.service}];
      if (p.revision < newest) {
        report_.Violation("cache.pointer", pointer.key + " went back from " + p.service + "@" +
                                               std::to_string(newest) + " to @" +
                                               std::to_string(p.revision));
      }
      newest = p.revision;
    }
  }

 private:
  Report& report_;
  std::map<std::pair<std::string, std::string>, int64_t> newest_;
};

int Print(const Run& run, const Report& report) {
  std::printf("%s, seed %llu\n", run.name.c_str(), static_cast<unsigned long long>(run.seed));
  for (const auto& [what, n] : report.counts()) {
    std::printf("  %-28s %lld\n", what.c_str(), static_cast<long long>(n));
  }
  for (const auto& [check, n] : report.violations()) {
    std::printf("VIOLATED %s: %d times\n", check.c_str(), n);
  }
  for (const std::string& text : report.shown()) std::printf("  %s\n", text.c_str());
  for (const std::string& text : report.invalid()) std::printf("INVALID %s\n", text.c_str());
  if (!report.violations().empty()) return 1;
  if (!report.invalid().empty()) return 3;
  std::printf("RIGHT\n");
  return 0;
}

int Main(const char* state_path, const char* history_path) {
  FinalState state;
  if (!ReadFile(state_path, [&](const Record& record) { state.Add(record); })) return 2;
  state.Index();
  Report report;
  for (const auto& [service, ledger] : state.ledgers()) CheckLedger(ledger, report);
  Run run;
  CallChecks calls(state, report);
  WatchChecks watches(state, report);
  FiguresChecks figures(state, run, kBusyFigures, report);
  PointerChecks pointers(report);
  bool has_run = false;
  const bool read = ReadFile(history_path, [&](const Record& record) {
    if (const auto* r = std::get_if<Run>(&record)) {
      run = *r;
      has_run = true;
    }
    if (const auto* call = std::get_if<Call>(&record)) calls.Add(*call);
    if (const auto* f = std::get_if<Figures>(&record)) figures.Add(*f);
    if (const auto* opened = std::get_if<WatchOpened>(&record)) watches.Open(*opened);
    if (const auto* frame = std::get_if<Frame>(&record)) watches.Add(*frame);
    if (const auto* ended = std::get_if<WatchEnded>(&record)) watches.End(*ended);
    if (const auto* pointer = std::get_if<Pointer>(&record)) pointers.Add(*pointer);
    if (const auto* fault = std::get_if<Fault>(&record)) CheckFault(*fault, run, report);
  });
  if (!read) return 2;
  if (!has_run || state.ledgers().empty()) {
    std::fprintf(stderr, "tiendo-history-check: no run, or no ledger\n");
    return 2;
  }
  calls.Finish();
  figures.Finish();
  CheckLoad(run, report);
  return Print(run, report);
}

}  // namespace
}  // namespace tiendo::fault

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(
        stderr,
        "tiendo-history-check STATE HISTORY\n"
        "Judges a recorded run: state.jsonl and history.jsonl of tests/README.md.\n"
        "Exit codes: 0 right, 1 violations, 2 cannot read, 3 invalid (too little load).\n");
    return 2;
  }
  return tiendo::fault::Main(argv[1], argv[2]);
}
