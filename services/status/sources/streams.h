// The change feeds of the three services that status reads.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_STREAMS_H_
#define TIENDO_SERVICES_STATUS_SOURCES_STREAMS_H_

#include <array>
#include <string>

#include "common/feed/follower.h"
#include "services/status/sources/fact_base.h"

namespace tiendo::status {

// gRPC targets by source.
using Addresses = std::array<std::string, kSources>;
// Opens a watch of each source's feed.
using Streams = std::array<feed::Follower::OpenStream, kSources>;

// One channel per source, shared by all watches opened with it.
Streams StreamsOf(const Addresses& addresses);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_STREAMS_H_
