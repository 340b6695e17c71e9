#include "tests/fault/harness/watchers.h"

#include <google/protobuf/util/time_util.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <random>
#include <utility>

#include "common/errors/error.h"
#include "common/rpc/status_conversion.h"
#include "tests/support/wait.h"
#include "tiendo/feed/v1/feed.pb.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::fault {
namespace {

namespace pb = feed::v1;
using Reader = std::unique_ptr<grpc::ClientReader<pb::WatchChangesResponse>>;

constexpr char kUnits[] = "tiendo.units.v1.UnitService";
constexpr char kPrograms[] = "tiendo.programs.v1.ProgramService";
constexpr char kSupervision[] = "tiendo.supervision.v1.SupervisionService";

Reader Open(const std::string& service, const std::shared_ptr<grpc::Channel>& channel,
            grpc::ClientContext& context, const pb::WatchChangesRequest& request) {
  if (service == kUnits) {
    return units::v1::UnitService::NewStub(channel)->WatchChanges(&context, request);
  }
  if (service == kPrograms) {
    return programs::v1::ProgramService::NewStub(channel)->WatchChanges(&context, request);
  }
  return supervision::v1::SupervisionService::NewStub(channel)->WatchChanges(&context, request);
}

// "KIND_CREATED" is "CREATED".
std::string WithoutPrefix(const std::string& name) { return name.substr(name.find('_') + 1); }

Frame Recorded(int64_t stream, const pb::WatchChangesResponse& message) {
  Frame frame;
  frame.stream = stream;
  frame.phase = WithoutPrefix(pb::WatchChangesResponse::Phase_Name(message.phase()));
  frame.revision = message.revision();
  frame.previous = message.previous_revision();
  frame.head = message.head_revision();
  frame.time_us = google::protobuf::util::TimeUtil::TimestampToMicroseconds(message.time());
  frame.fragment = message.fragment();
  frame.database_id = message.database_id();
  frame.at = Now();
  for (const pb::Change& change : message.changes()) {
    frame.changes.push_back({change.name(), WithoutPrefix(pb::Change::Kind_Name(change.kind())),
                             change.revision(), change.previous_revision()});
  }
  return frame;
}

}  // namespace

struct Watchers::Watcher {
  int number = 0;
  std::string service;
  std::vector<Term> filter;
  std::string start;
  bool resumes = true;
  std::mt19937_64 random;
  // Where it goes on: the token of a frame.
  std::string token;
  int64_t token_stream = 0;
  int64_t token_frame = 0;
  std::atomic<int64_t> revision{-1};  // reached; -1 inside a snapshot
  std::thread thread;
  std::mutex mutex;  // guards context
  grpc::ClientContext* context = nullptr;
};

Watchers::Watchers(Caller& caller, Log& log, Options options)
    : caller_(caller), log_(log), options_(options) {
  for (int i = 0; i < options.copies; ++i) {
    Add(kPrograms, {}, "earliest");
    Add(kPrograms, {}, "earliest", false);
    Add(kPrograms, {}, "snapshot");
    Add(kPrograms, {}, "now");
    Add(kPrograms, {{"collection", "items"}, {"state", "ISSUED"}}, "earliest");
    Add(kPrograms, {{"collection", "items"}, {"state", "DRAFT"}}, "snapshot");
    Add(kPrograms, {{"collection", "item_events"}}, "earliest");
    Add(kUnits, {}, "earliest");
    Add(kSupervision, {{"collection", "plans"}, {"state", "ADOPTED"}}, "snapshot");
  }
}

Watchers::~Watchers() {
  stopping_ = true;
  {
    std::lock_guard lock(mutex_);
    stop_.notify_all();
  }
  for (auto& watcher : watchers_) {
    {
      std::lock_guard lock(watcher->mutex);
      if (watcher->context != nullptr) watcher->context->TryCancel();
    }
    if (watcher->thread.joinable()) watcher->thread.join();
  }
}

void Watchers::Add(const std::string& service, std::vector<Term> filter, const std::string& start,
                   bool resumes) {
  auto watcher = std::make_unique<Watcher>();
  watcher->number = static_cast<int>(watchers_.size());
  watcher->service = service;
  watcher->filter = std::move(filter);
  watcher->start = start;
  watcher->resumes = resumes;
  watcher->random.seed(options_.seed * 100 + watchers_.size());
  watchers_.push_back(std::move(watcher));
}

void Watchers::Start() {
  for (auto& watcher : watchers_) {
    watcher->thread = std::thread([this, w = watcher.get()] { Run(*w); });
  }
}

void Watchers::Pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stop_.wait_for(lock, time, [this] { return stopping_.load(); });
}

void Watchers::Run(Watcher& watcher) {
  while (!stopping_) RunStream(watcher);
}

void Watchers::RunStream(Watcher& watcher) {
  pb::WatchChangesRequest request;
  WatchOpened opened;
  opened.watcher = watcher.number;
  opened.stream = next_stream_++;
  opened.service = watcher.service;
  opened.filter = watcher.filter;
  opened.start = watcher.token.empty() ? watcher.start : "token";
  opened.token_stream = watcher.token_stream;
  opened.token_frame = watcher.token_frame;
  opened.at = Now();
  if (!watcher.token.empty()) {
    request.set_resume_token(watcher.token);
  } else if (watcher.start == "earliest") {
    request.set_from_earliest(true);
  } else if (watcher.start == "snapshot") {
    request.set_snapshot(true);
  } else {
    request.set_from_now(true);
  }
  std::string filter;
  for (const Term& term : watcher.filter) {
    filter += (filter.empty() ? "" : " AND ") + term.field + " = " +
              (term.field == "collection" ? "\"" + term.value + "\"" : term.value);
  }
  request.set_filter(filter);
  log_.Write(opened);

  grpc::ClientContext context;
  {
    std::lock_guard lock(watcher.mutex);
    watcher.context = &context;
  }
  // One that ended before the context was known to the destructor ends here.
  if (stopping_) context.TryCancel();
  Reader reader =
      Open(watcher.service, caller_.channel(watcher.service, watcher.random()), context, request);
  const auto limit =
      1 + static_cast<int64_t>(watcher.random() %
                               static_cast<uint64_t>(options_.frames_per_connection));
  bool by_client = false;
  int64_t frames = 0;
  for (pb::WatchChangesResponse message; reader->Read(&message);) {
    log_.Write(Recorded(opened.stream, message));
    events_ += message.changes_size();
    if (watcher.resumes) watcher.token = message.resume_token();
    watcher.token_stream = opened.stream;
    watcher.token_frame = frames++;
    if (message.phase() != pb::WatchChangesResponse::PHASE_SNAPSHOT && !message.fragment()) {
      watcher.revision = message.revision();
    }
    if (frames >= limit && !finishing_ && !by_client) {
      by_client = true;
      ++disconnects_;
      context.TryCancel();
      // What is still under way is not read: the next stream begins behind this frame.
      break;
    }
  }
  if (by_client) {
    for (pb::WatchChangesResponse rest; reader->Read(&rest);) {
    }
  }
  const grpc::Status status = reader->Finish();
  {
    std::lock_guard lock(watcher.mutex);
    watcher.context = nullptr;
  }
  WatchEnded ended;
  ended.stream = opened.stream;
  ended.by = by_client || stopping_ ? "client" : "server";
  ended.code = std::string(rpc::CodeName(status.error_code()));
  ended.reason = errors::Reason(rpc::FromGrpc(status));
  ended.last = stopping_;
  ended.at = Now();
  log_.Write(ended);
  // One that begins anew has much to read every time.
  const auto pause = watcher.resumes ? std::chrono::milliseconds(by_client ? 0 : 50)
                                     : std::chrono::milliseconds(finishing_ ? 50 : 1000);
  if (pause.count() > 0) Pause(pause);
}

bool Watchers::Finish(const std::map<std::string, int64_t>& heads,
                      std::chrono::milliseconds patience) {
  finishing_ = true;
  const bool all = testing::WaitUntil(
      [&] {
        return std::ranges::all_of(watchers_, [&](const auto& w) {
          auto head = heads.find(w->service);
          return head == heads.end() || w->revision >= head->second;
        });
      },
      patience);
  stopping_ = true;
  {
    std::lock_guard lock(mutex_);
    stop_.notify_all();
  }
  for (auto& watcher : watchers_) {
    {
      std::lock_guard lock(watcher->mutex);
      if (watcher->context != nullptr) watcher->context->TryCancel();
    }
    watcher->thread.join();
  }
  return all;
}

}  // namespace tiendo::fault
