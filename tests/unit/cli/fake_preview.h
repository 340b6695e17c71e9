// PreviewWrites of a FakeCaller, made of what the fake answers to the writes themselves.
#ifndef TIENDO_TESTS_UNIT_CLI_FAKE_PREVIEW_H_
#define TIENDO_TESTS_UNIT_CLI_FAKE_PREVIEW_H_

#include <string>
#include <utility>

#include "services/cli/methods.h"
#include "tests/unit/cli/fake_caller.h"
#include "tiendo/programs/v1/preview.pb.h"

namespace tiendo::cli {

// Each write is sent to its own answer with validate_only; it is no call of that method. What it
// answers is the change; an error gets the place of the write.
inline void AnswerPreviewWrites(FakeCaller& caller) {
  using programs::v1::PreviewWritesRequest;
  using programs::v1::PreviewWritesResponse;
  caller.On<PreviewWritesRequest, PreviewWritesResponse>(
      "PreviewWrites",
      [&caller](const PreviewWritesRequest& request, PreviewWritesResponse& response) {
        const google::protobuf::ServiceDescriptor& service = DescriptorOf(Service::kPrograms);
        for (int i = 0; i < request.writes_size(); ++i) {
          for (int m = 0; m < service.method_count(); ++m) {
            const google::protobuf::MethodDescriptor& method = *service.method(m);
            const auto write = NewMessage(*method.input_type());
            if (!request.writes(i).UnpackTo(write.get())) continue;
            SetBool(*write, "validate_only", true);
            const auto planned = NewMessage(*method.output_type());
            const absl::Status checked = caller.answers.at(method.name())(*write, *planned);
            if (!checked.ok()) {
              errors::Details details = errors::GetDetails(checked).value_or(errors::Details());
              details.metadata["write"] = std::to_string(i);
              return errors::Make(checked.code(), std::string(checked.message()),
                                  std::move(details));
            }
            feed::v1::Change& change = *response.add_changes();
            change.set_name(StringField(*planned, "name"));
            change.mutable_resource()->PackFrom(*planned);
          }
        }
        return absl::OkStatus();
      });
}

}  // namespace tiendo::cli

#endif  // TIENDO_TESTS_UNIT_CLI_FAKE_PREVIEW_H_
