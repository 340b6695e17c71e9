// A Caller that answers from functions by method name and records what it was asked.
#ifndef TIENDO_TESTS_UNIT_CLI_FAKE_CALLER_H_
#define TIENDO_TESTS_UNIT_CLI_FAKE_CALLER_H_

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/errors/error.h"
#include "services/cli/caller.h"

namespace tiendo::cli {

class FakeCaller : public Caller {
 public:
  using Answer = std::function<absl::Status(const google::protobuf::Message& request,
                                            google::protobuf::Message& response)>;

  absl::Status Call(const Method& method, const google::protobuf::Message& request,
                    google::protobuf::Message& response, std::string* position) override {
    calls.push_back(method.descriptor->name());
    if (position != nullptr) *position = "position-" + std::to_string(calls.size());
    auto it = answers.find(method.descriptor->name());
    if (it == answers.end()) return absl::UnimplementedError(method.descriptor->name());
    return it->second(request, response);
  }

  absl::StatusOr<int64_t> HeadRevision(Service) override { return head; }

  // Answers a method whose messages are of these types.
  template <typename Request, typename Response>
  void On(const std::string& method,
          std::function<absl::Status(const Request&, Response&)> answer) {
    answers[method] = [answer](const google::protobuf::Message& request,
                               google::protobuf::Message& response) {
      return answer(static_cast<const Request&>(request), static_cast<Response&>(response));
    };
  }

  size_t CallsOf(const std::string& method) const {
    return static_cast<size_t>(std::count(calls.begin(), calls.end(), method));
  }

  std::map<std::string, Answer> answers;
  std::vector<std::string> calls;
  int64_t head = 0;
};

// An error as a service sends it.
inline absl::Status Refusal(absl::StatusCode code, const std::string& reason,
                            const std::string& message, errors::Metadata metadata = {}) {
  return errors::Make(code, reason, message, std::move(metadata));
}

}  // namespace tiendo::cli

#endif  // TIENDO_TESTS_UNIT_CLI_FAKE_CALLER_H_
