// Writes whose steps are kept instead of executed. The methods of a service that is given
// CollectedWrites need no context, and return the steps of their verbs:
//   std::unique_ptr<CollectedWrite> write(
//       static_cast<CollectedWrite*>(service.ExtendItem(nullptr, &request, &response)));
#ifndef TIENDO_COMMON_RPC_COLLECTED_WRITES_H_
#define TIENDO_COMMON_RPC_COLLECTED_WRITES_H_

#include <string>
#include <string_view>
#include <utility>

#include "common/rpc/writes.h"

namespace tiendo::rpc {

// One write. A reactor only because that is what methods return: it belongs to no call.
class CollectedWrite final : public grpc::ServerUnaryReactor {
 public:
  CollectedWrite(std::string_view verb, BoundWrite steps) : verb_(verb), steps_(std::move(steps)) {}

  // "ExtendItem".
  const std::string& verb() const { return verb_; }
  const BoundWrite& steps() const { return steps_; }

 private:
  void OnDone() override {}

  const std::string verb_;
  const BoundWrite steps_;
};

// Thread-safe: it holds nothing itself.
class CollectedWrites final : public Writes {
 private:
  grpc::ServerUnaryReactor* StartWrite(grpc::CallbackServerContext* /*context*/,
                                       std::string_view verb,
                                       const google::protobuf::Message& /*request*/,
                                       BoundWrite write) override {
    return new CollectedWrite(verb, std::move(write));
  }
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_COLLECTED_WRITES_H_
