// Handlers of categories, tags and periods (programs_service.h). They differ in their types alone.
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

using Parts = ProgramsService::Parts;
using Context = ProgramsService::Context;
using Reactor = ProgramsService::Reactor;

// In the order of StorageSchema().
enum : size_t { kCategories = 0, kTags = 4, kPeriods = 5 };

template <const char* kPattern, typename Request, typename Message>
Reactor* GetWord(const Parts& parts, Context* context, std::string_view verb,
                 const Request* request, Message* response) {
  return parts.handlers->Read(
      context, verb, request, response,
      [](const Request& r) { return api::ValidateGet(r, kPattern); },
      [clock = parts.clock](ledger::Reader& reader, const Request& r, Message& out) {
        return api::Get(reader, r, clock->Now(), out);
      });
}

// `words`: the repeated field of the response.
template <typename Request, typename Response, typename Message>
Reactor* ListWords(const Parts& parts, Context* context, std::string_view verb,
                   const Request* request, Response* response, size_t collection,
                   const std::vector<feed::ListField>& fields,
                   google::protobuf::RepeatedPtrField<Message>* (Response::*words)()) {
  return parts.handlers->Read(
      context, verb, request, response, nullptr,
      [clock = parts.clock, verb, collection, &fields, words](ledger::Reader& reader,
                                                              const Request& r, Response& out) {
        return api::List(
            reader, reader.schema().collections[collection], fields,
            api::ToListRequest(r, "tiendo.programs.v1.ProgramService/" + std::string(verb)),
            clock->Now(), *(out.*words)(), out);
      });
}

template <typename T>
using RepositoryOf =
    std::unique_ptr<resource::Repository<T>> (Store::*)(ledger::Transaction&) const;

template <auto kParse, typename T, typename Request, typename Message>
Reactor* CreateOne(const Parts& parts, Context* context, std::string_view verb,
                   const Request* request, Message* response, RepositoryOf<T> repository) {
  rpc::WriteSteps<Request, Message> steps;
  steps.validate = [](const Request& r) { return kParse(r).status(); };
  steps.apply = [store = parts.store, repository](ledger::Transaction& tx, const Request& r,
                                                  Message& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(T word, kParse(r));
    TIENDO_RETURN_IF_ERROR(CreateWord(*(store->*repository)(tx), word));
    out = ToProto(word);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<Message>;
  return parts.writes->Write(context, verb, request, response, std::move(steps));
}

template <auto kParse, typename T, typename Request, typename Message>
Reactor* UpdateOne(const Parts& parts, Context* context, std::string_view verb,
                   const Request* request, Message* response, RepositoryOf<T> repository) {
  rpc::WriteSteps<Request, Message> steps;
  steps.validate = [](const Request& r) { return kParse(r).status(); };
  steps.apply = [store = parts.store, repository](ledger::Transaction& tx, const Request& r,
                                                  Message& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(const WordUpdate<T> update, kParse(r));
    tx.SetAnswer({update.name});  // also when nothing changed
    TIENDO_ASSIGN_OR_RETURN(const T word, UpdateWord(*(store->*repository)(tx), update));
    out = ToProto(word);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<Message>;
  return parts.writes->Write(context, verb, request, response, std::move(steps));
}

}  // namespace

Reactor* ProgramsService::GetCategory(Context* context, const v1::GetCategoryRequest* request,
                                      v1::Category* response) {
  return GetWord<kCategoryPattern>(parts_, context, "GetCategory", request, response);
}

Reactor* ProgramsService::ListCategories(Context* context, const v1::ListCategoriesRequest* request,
                                         v1::ListCategoriesResponse* response) {
  return ListWords(parts_, context, "ListCategories", request, response, kCategories,
                   CategoryFields(), &v1::ListCategoriesResponse::mutable_categories);
}

Reactor* ProgramsService::CreateCategory(Context* context, const v1::CreateCategoryRequest* request,
                                         v1::Category* response) {
  return CreateOne<&ParseCreateCategory, Category>(parts_, context, "CreateCategory", request,
                                                   response, &Store::Categories);
}

Reactor* ProgramsService::UpdateCategory(Context* context, const v1::UpdateCategoryRequest* request,
                                         v1::Category* response) {
  return UpdateOne<&ParseUpdateCategory, Category>(parts_, context, "UpdateCategory", request,
                                                   response, &Store::Categories);
}

Reactor* ProgramsService::GetTag(Context* context, const v1::GetTagRequest* request,
                                 v1::Tag* response) {
  return GetWord<kTagPattern>(parts_, context, "GetTag", request, response);
}

Reactor* ProgramsService::ListTags(Context* context, const v1::ListTagsRequest* request,
                                   v1::ListTagsResponse* response) {
  return ListWords(parts_, context, "ListTags", request, response, kTags, TagFields(),
                   &v1::ListTagsResponse::mutable_tags);
}

Reactor* ProgramsService::CreateTag(Context* context, const v1::CreateTagRequest* request,
                                    v1::Tag* response) {
  return CreateOne<&ParseCreateTag, Tag>(parts_, context, "CreateTag", request, response,
                                         &Store::Tags);
}

Reactor* ProgramsService::UpdateTag(Context* context, const v1::UpdateTagRequest* request,
                                    v1::Tag* response) {
  return UpdateOne<&ParseUpdateTag, Tag>(parts_, context, "UpdateTag", request, response,
                                         &Store::Tags);
}

Reactor* ProgramsService::GetPeriod(Context* context, const v1::GetPeriodRequest* request,
                                    v1::Period* response) {
  return GetWord<kPeriodPattern>(parts_, context, "GetPeriod", request, response);
}

Reactor* ProgramsService::ListPeriods(Context* context, const v1::ListPeriodsRequest* request,
                                      v1::ListPeriodsResponse* response) {
  return ListWords(parts_, context, "ListPeriods", request, response, kPeriods, PeriodFields(),
                   &v1::ListPeriodsResponse::mutable_periods);
}

Reactor* ProgramsService::CreatePeriod(Context* context, const v1::CreatePeriodRequest* request,
                                       v1::Period* response) {
  return CreateOne<&ParseCreatePeriod, Period>(parts_, context, "CreatePeriod", request, response,
                                               &Store::Periods);
}

Reactor* ProgramsService::UpdatePeriod(Context* context, const v1::UpdatePeriodRequest* request,
                                       v1::Period* response) {
  return UpdateOne<&ParseUpdatePeriod, Period>(parts_, context, "UpdatePeriod", request, response,
                                               &Store::Periods);
}

}  // namespace tiendo::programs
