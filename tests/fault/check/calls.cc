#include "tests/fault/check/calls.h"

#include <algorithm>
#include <utility>

namespace tiendo::fault {
namespace {

std::string Show(const Call& call) {
  return call.method + " #" + std::to_string(call.id) +
         (call.request_id.empty() ? "" : " " + call.request_id);
}

std::string FullMethod(const Call& call) { return call.service + "/" + call.method; }

int64_t PositionOf(const Call& call) {
  for (const Position& p : call.positions) {
    if (p.service == call.service) return p.revision;
  }
  return 0;
}

}  // namespace

void CallChecks::Add(const Call& call) {
  report_.Count(call.write ? "writes" : "reads");
  report_.Count(std::string(call.write ? "writes " : "reads ") + std::string(Name(call.outcome)));
  CheckPositions(call);
  if (call.wrong && call.outcome == Outcome::kOk) {
    report_.Violation("write.refused", Show(call) + " had to be refused and was not");
  }
  if (call.write) {
    AddWrite(call);
  } else {
    AddRead(call);
  }
}

void CallChecks::CheckPositions(const Call& call) {
  if (call.outcome != Outcome::kOk) return;
  for (const Position& wanted : call.min_positions) {
    auto it = std::ranges::find_if(call.positions, [&](const Position& p) {
      return p.service == wanted.service && p.database_id == wanted.database_id;
    });
    if (it == call.positions.end() || it->revision < wanted.revision) {
      report_.Violation("position.back",
                        Show(call) + " of client " + std::to_string(call.client) + " asked for " +
                            wanted.service + "@" + std::to_string(wanted.revision) + " and got " +
                            (it == call.positions.end() ? "none" : std::to_string(it->revision)));
    }
  }
  // No position is of a future that has not been committed.
  for (const Position& p : call.positions) {
    const Ledger* ledger = state_.Find(p.service);
    if (ledger != nullptr &&
        (p.database_id != ledger->head.database_id || p.revision > ledger->head.revision)) {
      report_.Violation("position.unknown", Show(call) + " has " + p.service + "@" +
                                                std::to_string(p.revision) + ", the head is " +
                                                std::to_string(ledger->head.revision));
    }
  }
}

void CallChecks::AddWrite(const Call& call) {
  const Ledger* ledger = state_.Find(call.service);
  if (ledger == nullptr) return;
  if (call.validate_only) {
    const auto& effects = ledger->EffectsOf(FullMethod(call), call.request_id);
    if (!effects.empty()) {
      report_.Violation("write.validate_only",
                        Show(call) + " took effect at " + std::to_string(*effects.begin()));
    }
    return;
  }
  auto [it, first] = requests_[{FullMethod(call), call.request_id}].try_emplace(call.body);
  Request& request = it->second;
  request.begin = first ? call.begin : std::min(request.begin, call.begin);
  request.wrong = request.wrong || call.wrong;
  switch (call.outcome) {
    case Outcome::kUnknown:
      request.unknown = true;
      return;
    case Outcome::kRefused:
      request.refused = Show(call) + " (" + call.code + " " + call.reason + ")";
      CheckJustified(*ledger, call);
      // A full queue refuses before it looks.
      if (request.revision != 0 && request.end < call.begin && call.code != "RESOURCE_EXHAUSTED") {
        report_.Violation("request.answer", request.refused + " repeats what was acknowledged at " +
                                                std::to_string(request.revision));
      }
      return;
    case Outcome::kOk:
      break;
  }
  const int64_t revision = PositionOf(call);
  if (request.revision != 0 && request.revision != revision) {
    report_.Violation("request.answer", Show(call) + " was answered with revision " +
                                            std::to_string(request.revision) + ", then with " +
                                            std::to_string(revision));
  }
  request.end = request.revision == 0 ? call.end : std::min(request.end, call.end);
  request.revision = revision;
  CheckAcknowledged(*ledger, call, revision);
}

void CallChecks::CheckAcknowledged(const Ledger& ledger, const Call& call, int64_t revision) {
  const auto& effects = ledger.EffectsOf(FullMethod(call), call.request_id);
  if (!effects.contains(revision)) {
    report_.Violation("write.lost",
                      Show(call) + " was acknowledged at revision " + std::to_string(revision) +
                          (effects.empty() ? " and is not there"
                                           : " and is at " + std::to_string(*effects.begin())));
    return;
  }
  for (const std::string& name : call.names) {
    const LedgerChange* change = ledger.Version(name, revision);
    if (change == nullptr) {
      report_.Violation("write.lost", Show(call) + " did not change " + name + " at revision " +
                                          std::to_string(revision));
      continue;
    }
    if (!call.value.empty() && change->value != call.value) {
      report_.Violation("write.lost", Show(call) + " wrote \"" + call.value + "\" to " + name +
                                          ", there is \"" + change->value + "\"");
    }
    if (call.etag != 0 && change->previous != call.etag) {
      report_.Violation("write.etag", Show(call) + " expected " + name + "@" +
                                          std::to_string(call.etag) + " and replaced @" +
                                          std::to_string(change->previous));
    }
  }
  for (const Resource& r : call.answer) {
    if (r.revision != revision) {
      report_.Violation("request.answer", Show(call) + " was answered with " + r.name + "@" +
                                              std::to_string(r.revision) + " at revision " +
                                              std::to_string(revision));
    }
  }
}

void CallChecks::CheckJustified(const Ledger& ledger, const Call& call) {
  if (call.wrong || call.names.empty()) return;
  const std::string& name = call.names.front();
  if (call.reason == "RESOURCE_EXISTS") {
    const bool exists = std::ranges::any_of(call.names, [&](const std::string& n) {
      return ledger.VersionAt(n, ledger.head.revision) != 0;
    });
    if (!exists) {
      report_.Violation("write.unjustified", Show(call) + ": " + name + " was never created");
    }
  }
  if (call.reason == "ETAG_MISMATCH" && call.etag != 0 &&
      ledger.VersionAt(name, ledger.head.revision) == call.etag) {
    report_.Violation("write.unjustified",
                      Show(call) + ": " + name + " is still @" + std::to_string(call.etag));
  }
}

void CallChecks::AddRead(const Call& call) {
  const Ledger* ledger = state_.Find(call.service);
  const bool not_found = call.outcome == Outcome::kRefused && call.code == "NOT_FOUND";
  if (ledger == nullptr || (call.outcome != Outcome::kOk && !not_found)) return;
  const int64_t position = PositionOf(call);
  if (call.outcome == Outcome::kOk) {
    reads_[call.service].push_back({call.begin, position, Show(call)});
    for (const Resource& r : call.answer) {
      const int64_t version = ledger->VersionAt(r.name, position);
      const LedgerChange* change = ledger->Version(r.name, version);
      if (version != r.revision || change == nullptr || change->value != r.value) {
        report_.Violation("read.state", Show(call) + " read " + r.name + "@" +
                                            std::to_string(r.revision) + " \"" + r.value +
                                            "\" at position " + std::to_string(position) +
                                            ", where @" + std::to_string(version) + " stands");
      }
    }
  }
}

void CallChecks::Finish() {
  FinishRequests();
  FinishOrder();
}

void CallChecks::FinishRequests() {
  for (const auto& [key, bodies] : requests_) {
    const Ledger* ledger = state_.Find(key.first.substr(0, key.first.find('/')));
    const auto& effects = ledger->EffectsOf(key.first, key.second);
    bool may_have_effect = false;
    std::string refused;
    for (const auto& [body, request] : bodies) {
      may_have_effect = may_have_effect || request.revision != 0 || request.unknown;
      if (!request.refused.empty()) refused = request.refused;
    }
    if (!may_have_effect && !effects.empty()) {
      report_.Violation("write.refused",
                        refused + " took effect at " + std::to_string(*effects.begin()));
    }
    report_.Count("request ids");
  }
}

void CallChecks::FinishOrder() {
  struct Span {
    int64_t begin;
    int64_t end;
    int64_t revision;
    std::string what;
  };
  std::map<std::string, std::vector<Span>> by_service;
  for (const auto& [key, bodies] : requests_) {
    for (const auto& [body, request] : bodies) {
      if (request.revision == 0) continue;
      by_service[key.first.substr(0, key.first.find('/'))].push_back(
          {request.begin, request.end, request.revision, key.first + " " + key.second});
    }
  }
  for (auto& [service, spans] : by_service) {
    std::vector<Span> by_end = spans;
    std::ranges::sort(by_end, {}, &Span::end);
    // What has been acknowledged by a time: the newest of it.
    std::vector<int64_t> ends;
    std::vector<int64_t> newest;
    for (const Span& span : by_end) {
      ends.push_back(span.end);
      newest.push_back(std::max(span.revision, newest.empty() ? 0 : newest.back()));
    }
    auto before = [&](int64_t time) {
      auto it = std::ranges::lower_bound(ends, time);
      return it == ends.begin() ? 0 : newest[static_cast<size_t>(it - ends.begin()) - 1];
    };
    for (const Span& span : spans) {
      if (before(span.begin) > span.revision) {
        report_.Violation("ledger.real_time",
                          span.what + " at revision " + std::to_string(span.revision) +
                              " began after revision " + std::to_string(before(span.begin)) +
                              " was acknowledged");
      }
    }
    for (const Read& read : reads_[service]) {
      if (before(read.begin) > read.position) {
        report_.Violation("read.stale", read.what + " was answered at " +
                                            std::to_string(read.position) + " after revision " +
                                            std::to_string(before(read.begin)) +
                                            " was acknowledged");
      }
    }
  }
}

}  // namespace tiendo::fault
