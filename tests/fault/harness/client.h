// One simulated client: asks, waits for the answer, asks again.
#ifndef TIENDO_TESTS_FAULT_HARNESS_CLIENT_H_
#define TIENDO_TESTS_FAULT_HARNESS_CLIENT_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "tests/fault/harness/caller.h"

namespace tiendo::fault {

// What all clients know of.
struct World {
  std::vector<std::string> government;  // units that lead items
  std::vector<std::string> party;       // units that have plans
  std::vector<std::string> programs;
  std::vector<std::string> shared_items;  // written by many
  // A position that some write was acknowledged with, as it came.
  void SetPosition(const std::string& position) {
    std::lock_guard lock(mutex);
    last_position = position;
  }
  std::string Position() {
    std::lock_guard lock(mutex);
    return last_position;
  }

 private:
  std::mutex mutex;
  std::string last_position;
};

// Used by one thread at a time.
class Client {
 public:
  Client(int number, uint64_t seed, World& world) : number_(number), random_(seed), world_(world) {}
  virtual ~Client() = default;

  // What to ask next.
  virtual Attempt Next() = 0;
  // The answer to it.
  virtual void Take(const Attempt& attempt) = 0;

  size_t AnyReplica() { return static_cast<size_t>(Below(1 << 20)); }

 protected:
  int number() const { return number_; }
  World& world() { return world_; }
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <typename T>
  const T& Any(const std::vector<T>& from) {
    return from[static_cast<size_t>(Below(static_cast<int>(from.size())))];
  }
  // "c7-42": different at every call.
  std::string NewName() { return "c" + std::to_string(number_) + "-" + std::to_string(++count_); }

 private:
  const int number_;
  std::mt19937_64 random_;
  World& world_;
  int64_t count_ = 0;
};

// A client that writes: what is known of every write, repeats after an answer that says nothing,
// repeats of old ones, and the same request id with another body.
class Writer : public Client {
 public:
  using Client::Client;
  Attempt Next() final;
  void Take(const Attempt& attempt) final;

 protected:
  // A write with a new request id. `method` without its service.
  template <typename Request, typename Response>
  Attempt Write(const std::string& method, Request request, std::vector<std::string> names,
                std::string value = "") {
    Attempt a = Unsent(method, std::move(names), std::move(value));
    a.call.body = BodyHash(request);
    request.set_request_id(a.call.request_id);
    request.set_validate_only(false);
    a.request = std::make_shared<Request>(std::move(request));
    a.response = std::make_shared<Response>();
    return a;
  }
  virtual std::string service() const = 0;  // full
  // The next write of the client's own story.
  virtual Attempt Compose() = 0;
  // A definite answer to a write of Compose; `certain` is false when an earlier try of it may still
  // take effect.
  virtual void Learn(const Attempt& attempt, bool certain) = 0;
  // No more is known of what it wrote to.
  virtual void Forget(const Attempt& attempt) = 0;

 private:
  Attempt Unsent(const std::string& method, std::vector<std::string> names, std::string value);
  Attempt WithOtherBody(const Attempt& old);

  std::deque<Attempt> old_;  // acknowledged, to be repeated
  std::shared_ptr<Attempt> again_;
  int tries_ = 0;
  bool own_ = false;  // the call under way is of Compose
};

// Makes a write one that has to be refused, or one that only asks.
Attempt Wrong(Attempt attempt);
Attempt ValidateOnly(Attempt attempt);

std::unique_ptr<Client> NewProgramsWriter(int number, uint64_t seed, World& world);
std::unique_ptr<Client> NewUnitsWriter(int number, uint64_t seed, World& world);
std::unique_ptr<Client> NewSupervisionWriter(int number, uint64_t seed, World& world);
// Reads items, some of which others write.
std::unique_ptr<Client> NewItemReader(int number, uint64_t seed, World& world);
// Asks status, sending back the last position every time.
std::unique_ptr<Client> NewStatusReader(int number, uint64_t seed, World& world);

// The question of a status reader; `kind` picks among a fixed set.
Attempt StatusQuestion(const World& world, int kind);
inline constexpr int kStatusQuestions = 12;

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_CLIENT_H_
