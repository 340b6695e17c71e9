// The writes of a service: what they are made of, and who takes them. A service gives each of them
// to a `Writes`: Handlers executes it, CollectedWrites keeps its steps for those who run them in a
// way of their own. So the steps of a verb are in one place.
#ifndef TIENDO_COMMON_RPC_WRITES_H_
#define TIENDO_COMMON_RPC_WRITES_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call.h"

namespace tiendo::rpc {

// The steps of a write.
template <class Req, class Resp>
struct WriteSteps {
  // All violations at once; no waiting. May be null.
  absl::Status (*validate)(const Req&) = nullptr;
  // On the pool, before the write is queued; may wait, e.g. for another service. May be empty.
  std::function<absl::Status(const Call&, const Req&)> prepare;
  // Decides and writes, on the committer's thread, inside the transaction; no waiting. May run more
  // than once; the response is empty each time.
  std::function<absl::Status(ledger::Transaction&, const Req&, Resp&)> apply;
  // Makes the response of a repeated request_id from the rows of the first answer.
  std::function<absl::Status(const std::vector<ledger::Row>&, Resp&)> replay;
};

// The steps of one write, bound to its request and response, which outlive them.
struct BoundWrite {
  // A second execution does no harm.
  bool repeatable = false;
  // Everything is checked, nothing is kept.
  bool validate_only = false;
  std::function<absl::Status()> validate;
  std::function<absl::Status(const Call&)> prepare;  // may be empty
  std::function<absl::Status(ledger::Transaction&)> apply;
  std::function<absl::Status(const std::vector<ledger::Row>&)> replay;
};

template <class Req, class Resp>
BoundWrite BindWrite(const Req* request, Resp* response, WriteSteps<Req, Resp> steps) {
  BoundWrite bound;
  bound.validate = [validate = steps.validate, request] {
    return validate == nullptr ? absl::OkStatus() : validate(*request);
  };
  if (steps.prepare) {
    bound.prepare = [prepare = std::move(steps.prepare), request](const Call& call) {
      return prepare(call, *request);
    };
  }
  bound.apply = [apply = std::move(steps.apply), request, response](ledger::Transaction& tx) {
    response->Clear();
    return apply(tx, *request, *response);
  };
  bound.replay = [replay = std::move(steps.replay),
                  response](const std::vector<ledger::Row>& rows) {
    response->Clear();
    return replay(rows, *response);
  };
  return bound;
}

// Takes the writes of a service.
class Writes {
 public:
  virtual ~Writes() = default;

  // request_id and validate_only come from the request.
  template <class Req, class Resp>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, std::string_view verb,
                                  const Req* request, Resp* response,
                                  std::type_identity_t<WriteSteps<Req, Resp>> steps) {
    static_assert(requires(const Req& r) {
      { r.request_id() } -> std::convertible_to<std::string>;
      { r.validate_only() } -> std::same_as<bool>;
    });
    BoundWrite bound = BindWrite(request, response, std::move(steps));
    bound.repeatable = !request->request_id().empty();
    bound.validate_only = request->validate_only();
    return StartWrite(context, verb, *request, std::move(bound));
  }

 private:
  virtual grpc::ServerUnaryReactor* StartWrite(grpc::CallbackServerContext* context,
                                               std::string_view verb,
                                               const google::protobuf::Message& request,
                                               BoundWrite write) = 0;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_WRITES_H_
