#include "tests/fault/harness/experiment.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <utility>

#include "common/base/status_macros.h"
#include "tests/fault/harness/dump.h"
#include "tests/support/wait.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/status/v1/status.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::fault {
namespace {

using testing::WaitUntil;

// How long everything may take to come to the heads once the traffic has stopped: on a busy machine
// status lies minutes behind then.
constexpr std::chrono::seconds kSettle{180};

std::string EnvironmentOr(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

// A read of one resource list, for the position that comes with it.
Attempt PositionQuestion(const std::string& service) {
  Attempt a;
  a.call.client = -1;
  a.call.service = FullName(service);
  if (service == "units") {
    a.call.method = "ListUnits";
    a.request = std::make_shared<units::v1::ListUnitsRequest>();
    a.response = std::make_shared<units::v1::ListUnitsResponse>();
  } else if (service == "programs") {
    a.call.method = "ListPrograms";
    a.request = std::make_shared<programs::v1::ListProgramsRequest>();
    a.response = std::make_shared<programs::v1::ListProgramsResponse>();
  } else {
    a.call.method = "ListRequirements";
    a.request = std::make_shared<supervision::v1::ListRequirementsRequest>();
    a.response = std::make_shared<supervision::v1::ListRequirementsResponse>();
  }
  return a;
}

}  // namespace

uint64_t SeedFromEnvironment() {
  const char* text = std::getenv("TIENDO_SEED");
  return text == nullptr ? std::random_device()() : std::strtoull(text, nullptr, 10);
}

int64_t NumberFromEnvironment(const char* name, int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoll(text, nullptr, 10);
}

Experiment::Experiment(Options options) : options_(std::move(options)) {
  random_.seed(options_.run.seed);
  options_.traffic.seed = options_.run.seed;
  options_.watchers.seed = options_.run.seed;
}

absl::StatusOr<std::unique_ptr<Experiment>> Experiment::Start(Options options) {
  if (options.run.seed == 0) options.run.seed = SeedFromEnvironment();
  std::printf("%s: TIENDO_SEED=%llu\n", options.run.name.c_str(),
              static_cast<unsigned long long>(options.run.seed));
  std::fflush(stdout);
  std::unique_ptr<Experiment> experiment(new Experiment(std::move(options)));
  TIENDO_RETURN_IF_ERROR(experiment->Begin());
  return experiment;
}

absl::Status Experiment::Begin() {
  folder_ = EnvironmentOr("TIENDO_FAULT_OUT", std::filesystem::temp_directory_path()) + "/fault-" +
            options_.run.name + "-" + std::to_string(options_.run.seed);
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  history_ = std::make_unique<Log>(folder_ + "/history.jsonl");
  history_->Write(options_.run);
  if (!history_->good()) return absl::InternalError("cannot write to " + folder_);
  TIENDO_ASSIGN_OR_RETURN(cluster_, Cluster::Start(options_.cluster));
  caller_ = std::make_unique<Caller>(*cluster_, *history_, options_.timeout);
  traffic_ = std::make_unique<Traffic>(*caller_, options_.traffic);
  TIENDO_RETURN_IF_ERROR(traffic_->Prepare());
  watchers_ = std::make_unique<Watchers>(*caller_, *history_, options_.watchers);
  watchers_->Start();
  traffic_->Start();
  return absl::OkStatus();
}

Experiment::~Experiment() {
  if (cluster_ != nullptr) {
    for (Replica* replica : cluster_->AllReplicas()) replica->Signal(SIGCONT);
  }
  watchers_.reset();
  traffic_.reset();
  caller_.reset();
}

Replica& Experiment::AnyReplica(const std::string& service) {
  std::vector<Replica*> replicas = cluster_->Replicas(service);
  return *replicas[static_cast<size_t>(Below(static_cast<int>(replicas.size())))];
}

absl::Status Experiment::AwaitLoad() {
  // A tenth more than the run has to have: some end before the fault is noted.
  const auto wanted = options_.run.min_in_flight + options_.run.min_in_flight / 10;
  const bool loaded = WaitUntil([&] { return caller_->writes_in_flight() >= wanted; }, kSettle);
  return loaded ? absl::OkStatus()
                : absl::DeadlineExceededError(std::to_string(caller_->writes_in_flight()) +
                                              " writes under way");
}

absl::Status Experiment::AwaitWrites(int64_t n, const std::string& service,
                                     std::chrono::milliseconds patience) {
  auto count = [&] {
    return service.empty() ? caller_->acknowledged() : caller_->acknowledged(FullName(service));
  };
  const int64_t goal = count() + n;
  if (WaitUntil([&] { return count() >= goal; }, patience)) return absl::OkStatus();
  return absl::DeadlineExceededError(std::to_string(goal - count()) + " of " + std::to_string(n) +
                                     " writes were not acknowledged in time");
}

absl::Status Experiment::AwaitRefusals(int64_t n, const std::string& service,
                                       const std::string& reason) {
  const int64_t goal = caller_->refused(FullName(service), reason) + n;
  if (WaitUntil([&] { return caller_->refused(FullName(service), reason) >= goal; })) {
    return absl::OkStatus();
  }
  return absl::DeadlineExceededError("writes do not fail with " + reason);
}

void Experiment::Record(const std::string& name, const std::string& target, bool under_load) {
  history_->Write(Fault{name, target, under_load ? caller_->writes_in_flight() : -1, Now()});
}

absl::StatusOr<std::string> Experiment::HeadPositions(std::map<std::string, int64_t>& heads) {
  std::vector<Position> all;
  for (const char* service : {"units", "programs", "supervision"}) {
    Attempt answer;
    size_t replica = 0;
    WaitUntil(
        [&] {
          answer = caller_->Run(PositionQuestion(service), replica++);
          return answer.call.outcome == Outcome::kOk;
        },
        kSettle);
    if (answer.call.positions.empty()) {
      return absl::InternalError(std::string(service) + " does not answer: " + answer.call.code +
                                 " " + answer.call.reason);
    }
    all.push_back(answer.call.positions.front());
    heads[all.back().service] = all.back().revision;
  }
  return feed::EncodePositions(all);
}

absl::Status Experiment::AskAll() {
  std::map<std::string, int64_t> heads;
  TIENDO_ASSIGN_OR_RETURN(std::string position, HeadPositions(heads));
  const size_t replicas = cluster_->Replicas("status").size();
  for (size_t replica = 0; replica < replicas; ++replica) {
    for (int kind = 0; kind < kStatusQuestions; ++kind) {
      Attempt question = StatusQuestion(traffic_->world(), kind);
      question.call.client = -1;
      question.figures->quiet = true;
      static_cast<status::v1::GetStatusRequest&>(*question.request).add_min_positions(position);
      TIENDO_ASSIGN_OR_RETURN(question.call.min_positions, feed::DecodePositions(position));
      Attempt answer;
      WaitUntil(
          [&] {
            answer = caller_->Run(question, replica);
            return answer.call.outcome == Outcome::kOk;
          },
          kSettle);
      if (answer.call.outcome != Outcome::kOk) {
        return absl::InternalError("status/" + std::to_string(replica) +
                                   " does not reach the heads: " + answer.call.code + " " +
                                   answer.call.reason);
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Experiment::QuietPoint() {
  traffic_->Stop();
  absl::Status asked = AskAll();
  traffic_->Start();
  return asked;
}

absl::Status Experiment::EndAndDump() {
  TIENDO_RETURN_IF_ERROR(cluster_->ReviveAll());
  traffic_->Stop();
  TIENDO_RETURN_IF_ERROR(AskAll());
  std::map<std::string, int64_t> heads;
  TIENDO_RETURN_IF_ERROR(HeadPositions(heads).status());
  if (!watchers_->Finish(heads, kSettle)) {
    return absl::InternalError("a watcher does not reach the head");
  }
  watchers_.reset();
  cluster_->StopServers();
  Log state(folder_ + "/state.jsonl");
  for (const char* service : {"units", "programs", "supervision"}) {
    TIENDO_RETURN_IF_ERROR(DumpLedger(FullName(service), cluster_->Database(service), state));
  }
  history_->Flush();
  state.Flush();
  return history_->good() && state.good() ? absl::OkStatus()
                                          : absl::InternalError("cannot write to " + folder_);
}

Experiment::Verdict Experiment::Judge() {
  auto checker =
      testing::ChildProcess::Start({EnvironmentOr("TIENDO_HISTORY_CHECK", "./tiendo-history-check"),
                                    folder_ + "/state.jsonl", folder_ + "/history.jsonl"});
  if (!checker.ok()) return {-1, std::string(checker.status().message())};
  auto exit = (*checker)->Wait(std::chrono::minutes(10));
  Verdict verdict{exit ? exit->code : -1, (*checker)->Stdout() + (*checker)->Stderr()};
  if (!exit) verdict.text += "the checker did not end within 10 minutes\n";
  if (exit && exit->signal != 0) verdict.code = -1;
  return verdict;
}

Experiment::Verdict Experiment::Finish() {
  Verdict verdict;
  if (absl::Status ended = EndAndDump(); !ended.ok()) {
    verdict.text = std::string(ended.message()) + "\n";
    for (Replica* replica : cluster_->AllReplicas()) {
      if (!replica->running()) continue;
      verdict.text += replica->name() + ": " + replica->process().Stderr().substr(0, 2000) + "\n";
    }
  } else {
    verdict = Judge();
  }
  std::printf("%s", verdict.text.c_str());
  std::fflush(stdout);
  if (verdict.code == 0) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  } else {
    verdict.text += "recorded in " + folder_ + "; TIENDO_SEED=" + std::to_string(seed()) + "\n";
  }
  return verdict;
}

}  // namespace tiendo::fault
