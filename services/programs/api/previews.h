// The writes of a preview: requests of the verbs, each with the steps that its verb's own method
// gives it.
#ifndef TIENDO_SERVICES_PROGRAMS_API_PREVIEWS_H_
#define TIENDO_SERVICES_PROGRAMS_API_PREVIEWS_H_

#include <google/protobuf/any.pb.h>
#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/errors/error.h"
#include "common/rpc/collected_writes.h"
#include "services/programs/api/programs_service.h"
#include "tiendo/programs/v1/preview.pb.h"

namespace tiendo::programs {

// Thread-safe.
class Previews {
 public:
  // Those of the service; what they point to outlives this, and this outlives the servers.
  explicit Previews(ProgramsService::Parts parts);

  struct Write {
    std::unique_ptr<google::protobuf::Message> request;
    // What the verb would answer; filled by its steps, and shown to nobody.
    std::unique_ptr<google::protobuf::Message> response;
    std::unique_ptr<rpc::CollectedWrite> collected;

    const std::string& verb() const { return collected->verb(); }
    const rpc::BoundWrite& steps() const { return collected->steps(); }
  };

  // The writes in their order. INVALID_REQUEST with all by which they are none, or none of a
  // preview; what they ask for is looked at by their steps.
  absl::StatusOr<std::vector<Write>> Bind(const v1::PreviewWritesRequest& request);

 private:
  // Binds one, or adds to the violations what is wrong with it; `path` names it.
  using Binder = std::function<std::optional<Write>(
      const google::protobuf::Any&, const std::string& path, errors::Violations& violations)>;

  template <typename Request, typename Response>
  void Add(ProgramsService::Reactor* (ProgramsService::*verb)(ProgramsService::Context*,
                                                              const Request*, Response*));

  rpc::CollectedWrites collected_;
  ProgramsService service_;  // its writes are collected; no server knows it
  // By the full name of the request.
  std::map<std::string, Binder, std::less<>> verbs_;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_PREVIEWS_H_
