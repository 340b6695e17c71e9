#include "services/units/api/units_service.h"

#include <utility>

#include "common/api/watch.h"

namespace tiendo::units {

UnitsService::UnitsService(Parts parts, text::Collator collator)
    : parts_(parts), catalogue_(NewCatalogue(std::move(collator))) {}

grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* UnitsService::WatchChanges(
    Context* context, const tiendo::feed::v1::WatchChangesRequest* request) {
  return api::WatchChanges(*parts_.watches, *parts_.feed, context, request);
}

}  // namespace tiendo::units
