// Calls to the suite that are recorded from invocation to answer.
#ifndef TIENDO_TESTS_FAULT_HARNESS_CALLER_H_
#define TIENDO_TESTS_FAULT_HARNESS_CALLER_H_

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/fault/harness/cluster.h"
#include "tests/fault/history/log.h"

namespace tiendo::fault {

// One call to be made, then one that was made.
struct Attempt {
  Call call;  // what is known before; the rest is filled in
  std::shared_ptr<google::protobuf::Message> request;
  std::shared_ptr<google::protobuf::Message> response;
  // The question, of a call of GetStatus.
  std::optional<Figures> figures;
  // tiendo-position of the answer, as it came.
  std::string position;
};

// Thread-safe.
class Caller {
 public:
  Caller(Cluster& cluster, Log& log, std::chrono::milliseconds timeout);
  // Waits for the calls under way.
  ~Caller();

  // `done` is called once, on a thread of gRPC. `replica`: taken modulo their number.
  void Start(Attempt attempt, size_t replica, std::function<void(Attempt)> done);
  // For the main thread: waits for the answer.
  Attempt Run(Attempt attempt, size_t replica);

  int writes_in_flight() const { return writes_in_flight_; }
  // Writes acknowledged so far.
  int64_t acknowledged() const { return acknowledged_; }
  // Of one service.
  int64_t acknowledged(const std::string& service) const { return by_service_.at(service); }
  // Writes of one service that were answered with this reason, e.g. "DATABASE_FULL".
  int64_t refused(const std::string& service, const std::string& reason) const;
  std::shared_ptr<grpc::Channel> channel(const std::string& service, size_t replica) const;

 private:
  struct Flight;
  void Finish(Flight* flight, const grpc::Status& status);

  Log& log_;
  const std::chrono::milliseconds timeout_;
  // By full name of the service.
  std::map<std::string, std::vector<std::shared_ptr<grpc::Channel>>> channels_;
  std::map<std::string, std::atomic<int64_t>> by_service_;
  std::atomic<int64_t> next_id_{1};
  std::atomic<int> under_way_{0};
  std::atomic<int> writes_in_flight_{0};
  std::atomic<int64_t> acknowledged_{0};
  mutable std::mutex mutex_;                                        // guards refused_
  std::map<std::pair<std::string, std::string>, int64_t> refused_;  // by service and reason
};

// SHA-256 of the request, shortened: without a request_id in it yet.
std::string BodyHash(const google::protobuf::Message& request);

// A channel that tries again soon after its server has gone.
std::shared_ptr<grpc::Channel> ImpatientChannel(const std::string& address);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_CALLER_H_
