#include "tests/fault/history/record.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/paging/digest.h"

namespace tiendo::fault {
namespace {

using Json = nlohmann::json;

Json ToJson(const std::vector<Position>& positions) {
  Json out = Json::array();
  for (const Position& p : positions) out.push_back({p.service, p.database_id, p.revision});
  return out;
}

std::vector<Position> ToPositions(const Json& json) {
  std::vector<Position> out;
  for (const Json& p : json) out.push_back({p[0], p[1], p[2]});
  return out;
}

Json ToJson(const Run& r) {
  return {{"t", "run"},
          {"version", 2},
          {"name", r.name},
          {"seed", r.seed},
          {"min_in_flight", r.min_in_flight},
          {"min_faults", r.min_faults},
          {"min_writes", r.min_writes},
          {"min_events", r.min_events},
          {"min_removed", r.min_removed},
          {"min_disconnects", r.min_disconnects},
          {"not_updated_days", r.not_updated_days}};
}

Json ToJson(const Call& c) {
  Json out = {{"t", "call"},        {"id", c.id},
              {"client", c.client}, {"service", c.service},
              {"method", c.method}, {"write", c.write},
              {"names", c.names},   {"outcome", Name(c.outcome)},
              {"code", c.code},     {"positions", ToJson(c.positions)},
              {"begin", c.begin},   {"end", c.end}};
  if (!c.request_id.empty()) out["request_id"] = c.request_id;
  if (!c.body.empty()) out["body"] = c.body;
  if (!c.value.empty()) out["value"] = c.value;
  if (c.etag != 0) out["etag"] = c.etag;
  if (c.validate_only) out["validate_only"] = true;
  if (c.wrong) out["wrong"] = true;
  if (!c.min_positions.empty()) out["min_positions"] = ToJson(c.min_positions);
  if (!c.reason.empty()) out["reason"] = c.reason;
  Json answer = Json::array();
  for (const Resource& r : c.answer) answer.push_back({r.name, r.revision, r.value});
  if (!answer.empty()) out["answer"] = std::move(answer);
  return out;
}

Json ToJson(const Figures& f) {
  return {{"t", "figures"},
          {"call", f.call},
          {"server", f.server},
          {"scope", f.scope},
          {"as_of", f.as_of},
          {"year", f.year},
          {"baseline", f.baseline},
          {"quiet", f.quiet},
          {"positions", ToJson(f.positions)},
          {"rows", f.rows},
          {"supervision", f.supervision}};
}

Json ToJson(const WatchOpened& w) {
  Json filter = Json::array();
  for (const Term& t : w.filter) filter.push_back({t.field, t.value});
  Json out = {
      {"t", "watch"},     {"watcher", w.watcher}, {"stream", w.stream}, {"service", w.service},
      {"filter", filter}, {"start", w.start},     {"at", w.at}};
  if (w.start == "token") out["token"] = {w.token_stream, w.token_frame};
  return out;
}

Json ToJson(const Frame& f) {
  Json changes = Json::array();
  for (const FrameChange& c : f.changes) {
    changes.push_back({c.name, c.kind, c.revision, c.previous});
  }
  Json out = {{"t", "frame"},           {"stream", f.stream},     {"phase", f.phase},
              {"revision", f.revision}, {"previous", f.previous}, {"head", f.head},
              {"time_us", f.time_us},   {"db", f.database_id},    {"at", f.at}};
  if (!changes.empty()) out["changes"] = std::move(changes);
  if (f.fragment) out["fragment"] = true;
  return out;
}

Json ToJson(const WatchEnded& w) {
  return {{"t", "watch_end"},   {"stream", w.stream}, {"by", w.by}, {"code", w.code},
          {"reason", w.reason}, {"last", w.last},     {"at", w.at}};
}

Json ToJson(const Fault& f) {
  return {{"t", "fault"},
          {"name", f.name},
          {"target", f.target},
          {"in_flight", f.in_flight},
          {"at", f.at}};
}

Json ToJson(const Pointer& p) {
  return {{"t", "pointer"},
          {"key", p.key},
          {"positions", ToJson(p.positions)},
          {"life", p.life},
          {"at", p.at}};
}

Json ToJson(const LedgerHead& h) {
  return {{"t", "ledger"},
          {"service", h.service},
          {"database_id", h.database_id},
          {"revision", h.revision},
          {"chain_error", h.chain_error}};
}

Json ToJson(const LedgerChange& c) {
  return {{"t", "change"},
          {"service", c.service},
          {"revision", c.revision},
          {"ordinal", c.ordinal},
          {"name", c.name},
          {"previous", c.previous},
          {"created", c.created},
          {"method", c.method},
          {"request_id", c.request_id},
          {"time_us", c.time_us},
          {"collection", c.collection},
          {"value", c.value},
          {"fields", c.fields},
          {"body", paging::Base64UrlEncode(c.body)}};
}

Json ToJson(const RequestRow& r) {
  return {{"t", "request"},
          {"service", r.service},
          {"method", r.method},
          {"request_id", r.request_id},
          {"revision", r.revision}};
}

template <typename T>
T Value(const Json& json, const char* key) {
  return json.value(key, T());
}

Call ToCall(const Json& j) {
  Call c;
  c.id = j.at("id");
  c.client = j.at("client");
  c.service = j.at("service");
  c.method = j.at("method");
  c.write = j.at("write");
  c.request_id = Value<std::string>(j, "request_id");
  c.body = Value<std::string>(j, "body");
  c.names = j.at("names").get<std::vector<std::string>>();
  c.value = Value<std::string>(j, "value");
  c.etag = Value<int64_t>(j, "etag");
  c.validate_only = Value<bool>(j, "validate_only");
  c.wrong = Value<bool>(j, "wrong");
  if (j.contains("min_positions")) c.min_positions = ToPositions(j["min_positions"]);
  const std::string outcome = j.at("outcome");
  c.outcome = outcome == "ok"        ? Outcome::kOk
              : outcome == "refused" ? Outcome::kRefused
                                     : Outcome::kUnknown;
  c.code = j.at("code");
  c.reason = Value<std::string>(j, "reason");
  if (j.contains("answer")) {
    for (const Json& r : j["answer"]) c.answer.push_back({r[0], r[1], r[2]});
  }
  c.positions = ToPositions(j.at("positions"));
  c.begin = j.at("begin");
  c.end = j.at("end");
  return c;
}

Figures ToFigures(const Json& j) {
  Figures f;
  f.call = j.at("call");
  f.server = j.at("server");
  f.scope = j.at("scope");
  f.as_of = j.at("as_of");
  f.year = j.at("year");
  f.baseline = j.at("baseline");
  f.quiet = j.at("quiet");
  f.positions = ToPositions(j.at("positions"));
  f.rows = j.at("rows").get<decltype(f.rows)>();
  f.supervision = j.at("supervision").get<decltype(f.supervision)>();
  return f;
}

WatchOpened ToWatch(const Json& j) {
  WatchOpened w;
  w.watcher = j.at("watcher");
  w.stream = j.at("stream");
  w.service = j.at("service");
  for (const Json& t : j.at("filter")) w.filter.push_back({t[0], t[1]});
  w.start = j.at("start");
  if (w.start == "token") {
    w.token_stream = j.at("token")[0];
    w.token_frame = j.at("token")[1];
  }
  w.at = j.at("at");
  return w;
}

Frame ToFrame(const Json& j) {
  Frame f;
  f.stream = j.at("stream");
  f.phase = j.at("phase");
  f.revision = j.at("revision");
  f.previous = j.at("previous");
  f.head = j.at("head");
  f.time_us = j.at("time_us");
  f.fragment = Value<bool>(j, "fragment");
  f.database_id = j.at("db");
  if (j.contains("changes")) {
    for (const Json& c : j["changes"]) f.changes.push_back({c[0], c[1], c[2], c[3]});
  }
  f.at = j.at("at");
  return f;
}

LedgerChange ToChange(const Json& j) {
  LedgerChange c;
  c.service = j.at("service");
  c.revision = j.at("revision");
  c.ordinal = j.at("ordinal");
  c.name = j.at("name");
  c.previous = j.at("previous");
  c.created = j.at("created");
  c.method = j.at("method");
  c.request_id = j.at("request_id");
  c.time_us = j.at("time_us");
  c.collection = j.at("collection");
  c.value = j.at("value");
  c.fields = j.at("fields").get<decltype(c.fields)>();
  c.body = paging::Base64UrlDecode(j.at("body").get<std::string>()).value_or("");
  return c;
}

Record FromJson(const Json& j) {
  const std::string type = j.at("t");
  if (type == "call") return ToCall(j);
  if (type == "frame") return ToFrame(j);
  if (type == "change") return ToChange(j);
  if (type == "figures") return ToFigures(j);
  if (type == "watch") return ToWatch(j);
  if (type == "watch_end") {
    return WatchEnded{j.at("stream"), j.at("by"),   j.at("code"),
                      j.at("reason"), j.at("last"), j.at("at")};
  }
  if (type == "fault") {
    return Fault{j.at("name"), j.at("target"), j.at("in_flight"), j.at("at")};
  }
  if (type == "pointer") {
    return Pointer{j.at("key"), ToPositions(j.at("positions")), j.at("life"), j.at("at")};
  }
  if (type == "ledger") {
    return LedgerHead{j.at("service"), j.at("database_id"), j.at("revision"), j.at("chain_error")};
  }
  if (type == "request") {
    return RequestRow{j.at("service"), j.at("method"), j.at("request_id"), j.at("revision")};
  }
  if (type != "run") throw std::out_of_range("unknown record");
  return Run{j.at("name"),
             j.at("seed"),
             j.at("min_in_flight"),
             j.at("min_faults"),
             j.at("min_writes"),
             j.at("min_events"),
             j.at("min_removed"),
             j.at("min_disconnects"),
             j.at("not_updated_days")};
}

}  // namespace

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kOk:
      return "ok";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kUnknown:
      break;
  }
  return "unknown";
}

std::string Encode(const Record& record) {
  return std::visit([](const auto& r) { return ToJson(r).dump(); }, record);
}

absl::StatusOr<Record> Decode(const std::string& line) {
  try {
    return FromJson(Json::parse(line));
  } catch (const std::exception& e) {
    return absl::InvalidArgumentError(e.what());
  }
}

}  // namespace tiendo::fault
