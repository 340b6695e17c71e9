// tiendo-soak: many experiments one after the other, each on a fresh cluster with a seed of its
// own, until the kills, events and disconnects asked for are reached or the time is over. Prints a
// summary; exit codes as tiendo-history-check, 3 also when the time was too short.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>

#include "tests/fault/harness/faults.h"

namespace tiendo::fault {
namespace {

struct Goal {
  int64_t kills = 1000;
  int64_t events = 1'000'000;
  int64_t disconnects = 1000;
  int64_t kills_per_run = 50;
  int at_once = 1;
  int watchers = 1;
  int64_t minutes = 240;
  uint64_t seed = 0;
  int replicas = 3;
};

using Totals = std::map<std::string, int64_t>;

// The counts that the checker printed: two spaces, the name, the number.
void Add(const std::string& text, Totals& totals) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const size_t end = line.find("  ", 2);
    if (!line.starts_with("  ") || end == std::string::npos) continue;
    totals[line.substr(2, end - 2)] += std::atoll(line.c_str() + end);
  }
}

absl::Status Kills(Experiment& experiment, int64_t kills, int at_once) {
  while (kills > 0) {
    const auto replicas =
        ReplicasToKill(experiment, static_cast<int>(std::min<int64_t>(at_once, kills)));
    if (absl::Status status = Kill(experiment, replicas); !status.ok()) return status;
    kills -= static_cast<int64_t>(replicas.size());
  }
  return absl::OkStatus();
}

int RunOne(const Goal& goal, uint64_t seed, int64_t kills, Totals& totals) {
  Experiment::Options options;
  options.run.name = "soak";
  options.run.seed = seed;
  options.run.min_faults = kills;
  options.run.min_writes = 500;
  // Asked for over all runs together.
  options.run.min_disconnects = 0;
  options.cluster.replicas = goal.replicas;
  options.watchers.copies = goal.watchers;
  options.watchers.frames_per_connection =
      static_cast<int>(std::max<int64_t>(2, goal.events / goal.disconnects));
  auto experiment = Experiment::Start(std::move(options));
  if (!experiment.ok()) {
    std::printf("%s\n", std::string(experiment.status().message()).c_str());
    return -1;
  }
  const absl::Status done = Kills(**experiment, kills, goal.at_once);
  const Experiment::Verdict verdict = (*experiment)->Finish();
  if (!done.ok()) {
    std::printf("%s\n%s\n", std::string(done.message()).c_str(), verdict.text.c_str());
    return -1;
  }
  Add(verdict.text, totals);
  return verdict.code;
}

int Main(Goal goal) {
  if (goal.seed == 0) goal.seed = SeedFromEnvironment() % 1'000'000'000;
  const auto start = std::chrono::steady_clock::now();
  auto minutes = [&] {
    return std::chrono::duration<double, std::ratio<60>>(std::chrono::steady_clock::now() - start)
        .count();
  };
  Totals totals;
  int worst = 0;
  int runs = 0;
  auto reached = [&] {
    return totals["fault kill"] >= goal.kills && totals["events"] >= goal.events &&
           totals["disconnects by client"] >= goal.disconnects;
  };
  while (worst == 0 && !reached() && minutes() < static_cast<double>(goal.minutes)) {
    worst = RunOne(goal, goal.seed + static_cast<uint64_t>(runs++), goal.kills_per_run, totals);
    std::printf("after %.1f minutes: %lld kills, %lld events, %lld disconnects\n", minutes(),
                static_cast<long long>(totals["fault kill"]),
                static_cast<long long>(totals["events"]),
                static_cast<long long>(totals["disconnects by client"]));
    std::fflush(stdout);
  }
  std::printf("soak: seed %llu, %d runs, %.1f minutes\n",
              static_cast<unsigned long long>(goal.seed), runs, minutes());
  for (const auto& [what, n] : totals) {
    std::printf("  %-28s %lld\n", what.c_str(), static_cast<long long>(n));
  }
  if (worst != 0) {
    std::printf("soak: WRONG\n");
    return worst == -1 ? 2 : worst;
  }
  std::printf("soak: %s\n", reached() ? "RIGHT" : "INVALID, the time was too short");
  return reached() ? 0 : 3;
}

}  // namespace
}  // namespace tiendo::fault

int main(int argc, char** argv) {
  tiendo::fault::Goal goal;
  CLI::App app("Kills servers under load for a long time and has every run judged.");
  app.add_option("--kills", goal.kills, "Kills in all.")->capture_default_str();
  app.add_option("--events", goal.events, "Changes delivered to watches in all.")
      ->capture_default_str();
  app.add_option("--disconnects", goal.disconnects, "Watches cut off in all.")
      ->capture_default_str();
  app.add_option("--kills-per-run", goal.kills_per_run, "Kills on one cluster.")
      ->capture_default_str();
  app.add_option("--at-once", goal.at_once, "Replicas killed together, at most.")
      ->capture_default_str();
  app.add_option("--watchers", goal.watchers, "Copies of the set of nine watches.")
      ->capture_default_str();
  app.add_option("--minutes", goal.minutes, "Begins no further run after that.")
      ->capture_default_str();
  app.add_option("--seed", goal.seed, "Of the first run; 0: TIENDO_SEED, else a new one.");
  app.add_option("--replicas", goal.replicas, "Of every service.")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return tiendo::fault::Main(goal);
}
