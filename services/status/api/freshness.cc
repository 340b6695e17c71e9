#include "services/status/api/freshness.h"

#include "common/api/fields.h"

namespace tiendo::status {

v1::Freshness Freshness::Of(const Positions& positions) const {
  v1::Freshness out;
  const SourceStates states = states_();
  bool stale = false;
  for (size_t i = 0; i < positions.size(); ++i) {
    const std::string service(ServiceOf(static_cast<Source>(i)));
    v1::SourcePosition* p = out.add_source_positions();
    p->set_service(service);
    p->set_database_id(positions[i].database_id);
    p->set_revision(positions[i].revision);
    *p->mutable_time() = api::ToProto(positions[i].time);
    if (!states[i].connected) out.add_unreachable(service);
    stale = stale || states[i].silence > stale_after_;
  }
  out.set_stale(stale);
  *out.mutable_computed_at() = api::ToProto(clock_.Now());
  return out;
}

std::string Freshness::Slice(const Positions& positions) const {
  v1::Status status;
  *status.mutable_freshness() = Of(positions);
  return status.SerializeAsString();
}

std::string PositionToken(const Positions& positions) {
  std::vector<feed::Position> out;
  for (size_t i = 0; i < positions.size(); ++i) {
    out.push_back({std::string(ServiceOf(static_cast<Source>(i))), positions[i].database_id,
                   positions[i].revision});
  }
  return feed::EncodePositions(std::move(out));
}

}  // namespace tiendo::status
