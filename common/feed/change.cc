#include "common/feed/change.h"

#include <google/protobuf/util/time_util.h>

namespace tiendo::feed {

v1::Change ToProto(const ledger::Change& change) {
  v1::Change out;
  out.set_name(change.name);
  out.set_kind(change.kind == ledger::ChangeKind::kCreated ? v1::Change::KIND_CREATED
                                                           : v1::Change::KIND_UPDATED);
  out.set_revision(change.revision);
  out.set_previous_revision(change.previous_revision);
  // Splits the stored bytes into type and value; the resource itself is not decoded.
  out.mutable_resource()->ParseFromString(change.after);
  *out.mutable_commit_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(ToMicros(change.time));
  out.set_principal(change.principal);
  out.set_method(change.method);
  return out;
}

}  // namespace tiendo::feed
