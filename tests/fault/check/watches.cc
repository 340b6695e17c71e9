#include "tests/fault/check/watches.h"

#include <algorithm>
#include <utility>

namespace tiendo::fault {
namespace {

std::string At(int64_t revision) { return "@" + std::to_string(revision); }

bool Equal(const FrameChange& a, const FrameChange& b) {
  return a.name == b.name && a.kind == b.kind && a.revision == b.revision &&
         a.previous == b.previous;
}

}  // namespace

std::string WatchChecks::Show(const Stream& stream) const {
  std::string filter;
  for (const Term& t : stream.opened.filter) filter += " " + t.field + "=" + t.value;
  return "watcher " + std::to_string(stream.opened.watcher) + " stream " +
         std::to_string(stream.opened.stream) + " of " + stream.opened.service + filter +
         " frame " + std::to_string(stream.frames);
}

std::vector<FrameChange> WatchChecks::Visible(const Stream& stream, int64_t revision) const {
  std::vector<FrameChange> out;
  for (const LedgerChange& change : stream.ledger->At(revision)) {
    if (Matches(stream.opened.filter, change)) {
      out.push_back(
          {change.name, change.created ? "CREATED" : "UPDATED", revision, change.previous});
      continue;
    }
    const LedgerChange* before =
        change.previous == 0 ? nullptr : stream.ledger->Version(change.name, change.previous);
    if (before != nullptr && Matches(stream.opened.filter, *before)) {
      out.push_back({change.name, "REMOVED_FROM_VIEW", revision, change.previous});
    }
  }
  return out;
}

int64_t WatchChecks::Missed(const Stream& stream, int64_t upto) const {
  for (int64_t r = stream.place.revision + 1; r <= upto; ++r) {
    const size_t had = r == stream.place.partial ? stream.place.next : 0;
    if (Visible(stream, r).size() > had) return r;
  }
  return 0;
}

void WatchChecks::Open(const WatchOpened& opened) {
  Stream stream;
  stream.opened = opened;
  stream.ledger = state_.Find(opened.service);
  if (stream.ledger == nullptr) {
    report_.Violation("watch.unknown", "no ledger of " + opened.service);
    return;
  }
  if (opened.start == "earliest") stream.place.known = true;
  if (opened.start == "snapshot") {
    stream.place.snapshot = true;
    stream.view.emplace();
  }
  if (opened.start == "token") {
    auto from = streams_.find(opened.token_stream);
    const auto frame = static_cast<size_t>(opened.token_frame);
    if (from == streams_.end() || frame >= from->second.places.size()) {
      report_.Violation("watch.unknown", Show(stream) + " resumes from a frame that never came");
      return;
    }
    stream.place = from->second.places[frame];
    // What its receiver held at that frame goes on only when it was the last one.
    if (from->second.view && frame + 1 == from->second.places.size()) {
      stream.view = std::move(from->second.view);
      from->second.view.reset();
    }
    report_.Count("watches resumed");
  }
  report_.Count("watches opened");
  streams_.insert_or_assign(opened.stream, std::move(stream));
}

void WatchChecks::Add(const Frame& frame) {
  auto it = streams_.find(frame.stream);
  if (it == streams_.end()) return;
  Stream& stream = it->second;
  report_.Count("frames");
  report_.Count("events", static_cast<int64_t>(frame.changes.size()));
  report_.Count("removed from view", std::ranges::count_if(frame.changes, [](const auto& change) {
                  return change.kind == "REMOVED_FROM_VIEW";
                }));
  if (frame.previous != stream.last_revision) {
    report_.Violation("watch.previous", Show(stream) + " names " + At(frame.previous) +
                                            " as the frame before, which was " +
                                            At(stream.last_revision));
  }
  if (frame.head < frame.revision) {
    report_.Violation("watch.head", Show(stream) + " is " + At(frame.revision) +
                                        " with its head at " + At(frame.head));
  }
  if (frame.database_id != stream.ledger->head.database_id) {
    report_.Violation("watch.database", Show(stream) + " is of database " + frame.database_id);
  }
  CheckTime(stream, frame);
  stream.last_revision = frame.revision;
  if (frame.phase == "SNAPSHOT") {
    AddSnapshot(stream, frame);
  } else if (frame.phase == "SNAPSHOT_END") {
    AddSnapshotEnd(stream, frame);
  } else if (frame.phase == "CHANGES") {
    AddChanges(stream, frame);
  } else {
    AddProgress(stream, frame);
  }
  Apply(stream, frame);
  stream.last_phase = frame.phase;
  stream.places.push_back(stream.place);
  ++stream.frames;
}

void WatchChecks::AddSnapshot(Stream& stream, const Frame& frame) {
  if (!stream.place.snapshot) {
    report_.Violation("watch.snapshot", Show(stream) + " is a page that nobody asked for");
  }
  for (const FrameChange& change : frame.changes) {
    const LedgerChange* version = stream.ledger->Version(change.name, change.revision);
    if (version == nullptr || !Matches(stream.opened.filter, *version) ||
        stream.ledger->VersionAt(change.name, frame.revision) != change.revision) {
      report_.Violation("watch.snapshot", Show(stream) + " holds " + change.name +
                                              At(change.revision) + " at " + At(frame.revision));
    }
  }
}

void WatchChecks::AddSnapshotEnd(Stream& stream, const Frame& frame) {
  if (!stream.place.snapshot) {
    report_.Violation("watch.snapshot", Show(stream) + " ends a snapshot that is none");
  }
  stream.place = {.known = true, .revision = frame.revision};
}

void WatchChecks::AddChanges(Stream& stream, const Frame& frame) {
  Place& place = stream.place;
  if (place.snapshot) {
    report_.Violation("watch.snapshot", Show(stream) + " brings changes inside a snapshot");
    return;
  }
  if (!place.known) place = {.known = true, .revision = frame.revision - 1};
  if (frame.revision <= place.revision) {
    report_.Violation(
        frame.revision == place.revision ? "watch.unique" : "watch.ordered",
        Show(stream) + " brings " + At(frame.revision) + " after " + At(place.revision));
    return;
  }
  if (int64_t missed = Missed(stream, frame.revision - 1); missed != 0) {
    report_.Violation(stream.frames == 0 ? "watch.resumable" : "watch.missed",
                      Show(stream) + " comes from " + At(place.revision) + " to " +
                          At(frame.revision) + " without " + At(missed));
  }
  const std::vector<FrameChange> visible = Visible(stream, frame.revision);
  const size_t begin = place.partial == frame.revision ? place.next : 0;
  const size_t end = begin + frame.changes.size();
  for (size_t i = 0; i < frame.changes.size(); ++i) {
    if (begin + i < visible.size() && Equal(visible[begin + i], frame.changes[i])) continue;
    const bool removal =
        frame.changes[i].kind == "REMOVED_FROM_VIEW" ||
        (begin + i < visible.size() && visible[begin + i].kind == "REMOVED_FROM_VIEW");
    report_.Violation(
        removal || !stream.opened.filter.empty() ? "watch.filter" : "watch.content",
        Show(stream) + " brings " + frame.changes[i].kind + " " + frame.changes[i].name +
            At(frame.changes[i].revision) + " where " +
            (begin + i < visible.size() ? visible[begin + i].kind + " " + visible[begin + i].name
                                        : "nothing") +
            " is due");
    break;
  }
  if (!frame.fragment && end < visible.size()) {
    report_.Violation("watch.atomic", Show(stream) + " ends " + At(frame.revision) + " after " +
                                          std::to_string(end) + " of " +
                                          std::to_string(visible.size()) + " changes");
  }
  if (frame.fragment) {
    place.partial = frame.revision;
    place.next = end;
    // Nothing visible lies in between.
    place.revision = frame.revision - 1;
  } else {
    place = {.known = true, .revision = frame.revision};
  }
}

void WatchChecks::AddProgress(Stream& stream, const Frame& frame) {
  Place& place = stream.place;
  if (place.snapshot) {
    report_.Violation("watch.snapshot", Show(stream) + " is progress inside a snapshot");
    return;
  }
  if (!place.known) place = {.known = true, .revision = frame.revision};
  if (frame.revision < place.revision) {
    report_.Violation("watch.ordered", Show(stream) + " goes back from " + At(place.revision) +
                                           " to " + At(frame.revision));
    return;
  }
  if (int64_t missed = Missed(stream, frame.revision); missed != 0) {
    report_.Violation("watch.progress", Show(stream) + " claims " + At(frame.revision) +
                                            " without having brought " + At(missed));
  }
  if (frame.revision > place.revision) place = {.known = true, .revision = frame.revision};
}

void WatchChecks::CheckTime(Stream& stream, const Frame& frame) {
  // The pages of a snapshot were read at later times than the place where its changes begin.
  if (frame.phase == "SNAPSHOT_END") stream.last_time_us = 0;
  if (frame.time_us < stream.last_time_us) {
    report_.Violation("watch.safe_time", Show(stream) + " goes back from time " +
                                             std::to_string(stream.last_time_us) + " to " +
                                             std::to_string(frame.time_us));
  }
  stream.last_time_us = frame.time_us;
  const std::vector<LedgerChange>& committed = stream.ledger->At(frame.revision);
  if (frame.phase == "CHANGES" && !committed.empty() &&
      frame.time_us != committed.front().time_us) {
    report_.Violation("watch.safe_time", Show(stream) + " gives " + At(frame.revision) +
                                             " the time " + std::to_string(frame.time_us) +
                                             ", it was committed at " +
                                             std::to_string(committed.front().time_us));
  }
  const std::optional<int64_t> next = stream.ledger->EarliestAfter(frame.revision);
  if (next && *next <= frame.time_us) {
    report_.Violation("watch.safe_time",
                      Show(stream) + " " + frame.phase + At(frame.revision) +
                          " says that nothing up to time " + std::to_string(frame.time_us) +
                          " can still appear; something was committed at " + std::to_string(*next));
  }
}

void WatchChecks::Apply(Stream& stream, const Frame& frame) {
  if (!stream.view) return;
  for (const FrameChange& change : frame.changes) {
    int64_t& held = (*stream.view)[change.name];
    if (std::abs(held) >= change.revision) continue;
    // Gone ones stay, so that an older state does not bring them back.
    held = change.kind == "REMOVED_FROM_VIEW" ? -change.revision : change.revision;
  }
}

void WatchChecks::CheckView(const Stream& stream) {
  for (const auto& [name, versions] : stream.ledger->versions()) {
    const int64_t version = stream.ledger->VersionAt(name, stream.place.revision);
    const LedgerChange* state = stream.ledger->Version(name, version);
    const bool visible = state != nullptr && Matches(stream.opened.filter, *state);
    auto it = stream.view->find(name);
    const int64_t held = it == stream.view->end() ? 0 : it->second;
    if (visible ? held != version : held > 0) {
      report_.Violation("watch.snapshot", Show(stream) + " holds " + name + At(held) + " at " +
                                              At(stream.place.revision) + ", where " +
                                              (visible ? At(version) : "nothing") + " is visible");
    }
  }
  report_.Count("views compared");
}

void WatchChecks::End(const WatchEnded& ended) {
  auto it = streams_.find(ended.stream);
  if (it == streams_.end()) return;
  const Stream& stream = it->second;
  report_.Count(ended.by == "client" ? "disconnects by client" : "disconnects by server");
  if (ended.code == "OUT_OF_RANGE" || ended.code == "INVALID_ARGUMENT") {
    report_.Violation("watch.resumable",
                      Show(stream) + " was refused: " + ended.code + " " + ended.reason);
  }
  if (!ended.last) return;
  if (stream.place.snapshot || !stream.place.known ||
      Missed(stream, stream.ledger->head.revision) != 0) {
    report_.Violation("watch.missed", Show(stream) + " ended at " + At(stream.place.revision) +
                                          ", the head is " + At(stream.ledger->head.revision));
  }
  if (stream.view && stream.place.known && !stream.place.snapshot) CheckView(stream);
}

}  // namespace tiendo::fault
