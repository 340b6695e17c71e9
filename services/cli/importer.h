// Sends the requests of an import, so that the same command completes an interrupted run and a
// repeat changes nothing.
#ifndef TIENDO_SERVICES_CLI_IMPORTER_H_
#define TIENDO_SERVICES_CLI_IMPORTER_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/cli/caller.h"
#include "services/cli/import_file.h"
#include "services/cli/present_state.h"

namespace tiendo::cli {

struct ImportOptions {
  // Checks with validate_only, writes nothing.
  bool rehearse = false;
  // After a failed request the rest of its file is still sent, the files after it only with this:
  // files stand in the order of what depends on what.
  bool keep_going = false;
  // Pauses before the retries of one request, together: 200 ms, doubled each time, at most 5 s.
  // With request ids a retry is safe. Afterwards the run stops.
  absl::Duration retry_for = absl::Seconds(60);
  // The requests were made by comparing with what is recorded, and shown: an event that is asked
  // for is sent even if one like it was recorded and taken back before.
  bool compared = false;
};

// What became of a request. A batch counts each of its resources.
struct ImportSummary {
  enum class Kind { kDiffers, kFailed, kNotCheckable };
  struct Note {
    Kind kind;
    std::string file;
    int number;
    std::string text;
    // Of kFailed.
    absl::Status status;
  };
  int written = 0;  // of a rehearsal: would be written
  int already_there = 0;
  int differs = 0;
  int failed = 0;
  int not_checkable = 0;
  int not_sent = 0;
  std::vector<Note> notes;
};

class Importer {
 public:
  using Sleep = std::function<void(absl::Duration)>;
  // Called before each request with the number done and the number in all.
  using Progress = std::function<void(size_t done, size_t total, const ImportRequest& next)>;

  Importer(Caller& caller, ImportOptions options, Sleep sleep, Progress progress)
      : caller_(caller),
        options_(options),
        sleep_(std::move(sleep)),
        progress_(std::move(progress)) {}

  ImportSummary Run(const std::vector<ImportRequest>& requests);
  // The last position of every service written to: what a later read must include.
  const std::map<Service, std::string>& positions() const { return positions_; }

 private:
  void Handle(const ImportRequest& request);
  absl::Status Send(const ImportRequest& request, const google::protobuf::Message& body,
                    const std::string& request_id, google::protobuf::Message& response);
  absl::Status Retrying(const std::function<absl::Status()>& call);
  void CountAccepted(const ImportRequest& request, const google::protobuf::Message& body,
                     const google::protobuf::Message& response);
  void HandleExisting(const ImportRequest& request, const absl::Status& refusal);
  void SendMissing(const ImportRequest& request, const std::vector<Creation>& missing);
  void HandleRefusedVerb(const ImportRequest& request, const absl::Status& refusal);
  bool EffectIsThere(const ImportRequest& request);
  void Differs(const ImportRequest& request, const std::string& name, const PresentState& state);
  void Failed(const ImportRequest& request, const absl::Status& status, int count);
  void RememberPending(const ImportRequest& request);
  std::string PendingCause(const absl::Status& status) const;
  absl::Status LearnHead(Service service);

  Caller& caller_;
  const ImportOptions options_;
  const Sleep sleep_;
  const Progress progress_;
  ImportSummary summary_;
  bool gave_up_ = false;
  std::string failed_file_;
  std::map<Service, int64_t> heads_;
  std::map<Service, std::string> positions_;
  // Rehearsal: names that earlier requests would write -> "01-units.json yêu cầu 1".
  std::map<std::string, std::string> pending_;
};

// How many resources a request counts for in the summary.
int CountOf(const ImportRequest& request);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_IMPORTER_H_
