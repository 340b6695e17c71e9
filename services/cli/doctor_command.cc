#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/time/clock.h"
#include "common/errors/error.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/cli/call_error.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "tiendo/admin/v1/admin.pb.h"

namespace tiendo::cli {
namespace {

using admin::v1::FollowedFeed;
using admin::v1::ServerInfo;

struct Flags {
  int64_t max_lag = 1000;
  std::string max_skew = "5s";
};

struct Finding {
  Service service;
  bool error;  // else only worth knowing
  std::string text;
};

struct Examined {
  Service service;
  std::string address;
  absl::StatusOr<bool> alive = false;
  absl::StatusOr<bool> ready = false;
  std::optional<ServerInfo> info = std::nullopt;
  // Server's clock minus ours, measured against the middle of the call.
  absl::Duration skew = absl::ZeroDuration();
};

absl::StatusOr<bool> CheckHealth(const std::shared_ptr<grpc::Channel>& channel,
                                 const std::string& service, absl::Duration deadline) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  grpc::health::v1::HealthCheckResponse response;
  const absl::Status status =
      CallUnary(channel, "grpc.health.v1.Health/Check", request, response, deadline);
  if (!status.ok()) return status;
  return response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

Examined Examine(Context& context, Service service, std::vector<Finding>& findings) {
  const absl::Duration deadline = context.settings.deadline;
  Examined e{.service = service, .address = context.settings.addresses.at(service)};
  const auto channel = OpenChannel(e.address);
  e.alive = CheckHealth(channel, "", deadline);
  if (!e.alive.ok()) {
    findings.push_back({service, true, e.address + " không trả lời: " + OneLine(e.alive.status())});
    return e;
  }
  if (!*e.alive) findings.push_back({service, true, "tiến trình báo không hoạt động"});
  e.ready = CheckHealth(channel, FullName(service), deadline);
  if (!e.ready.ok()) {
    findings.push_back(
        {service, true,
         "ở địa chỉ này không có dịch vụ " + FullName(service) + ": " + OneLine(e.ready.status())});
  } else if (!*e.ready) {
    findings.push_back({service, true, "chưa sẵn sàng nhận việc"});
  }
  const std::string& address = context.settings.admin_addresses.at(service);
  if (address.empty()) return e;
  ServerInfo info;
  const absl::Time before = absl::Now();
  const absl::Status status =
      CallUnary(OpenChannel(address), "tiendo.admin.v1.AdminService/GetServerInfo",
                admin::v1::GetServerInfoRequest(), info, deadline);
  if (!status.ok()) {
    // The admin port is bound to the server's own loopback by default.
    findings.push_back(
        {service, false, "không hỏi được cổng quản trị " + address + ": " + OneLine(status)});
    return e;
  }
  const absl::Time middle = before + (absl::Now() - before) / 2;
  e.skew = absl::FromUnixSeconds(info.server_time().seconds()) +
           absl::Nanoseconds(info.server_time().nanos()) - middle;
  e.info = std::move(info);
  return e;
}

const Examined* ByFullName(const std::vector<Examined>& all, const std::string& service) {
  for (const Examined& e : all) {
    if (FullName(e.service) == service) return &e;
  }
  return nullptr;
}

void JudgeFeed(const Examined& e, const FollowedFeed& feed, const std::vector<Examined>& all,
               int64_t max_lag, std::vector<Finding>& findings) {
  if (!feed.connected()) {
    findings.push_back({e.service, true, "mất kết nối với nguồn " + feed.service()});
  }
  const Examined* source = ByFullName(all, feed.service());
  int64_t head = feed.head_revision();
  if (source != nullptr && source->info) head = std::max(head, source->info->revision());
  if (head - feed.revision() > max_lag) {
    findings.push_back({e.service, true,
                        "chậm hơn nguồn " + feed.service() + " " +
                            std::to_string(head - feed.revision()) + " lần ghi"});
  }
  if (source != nullptr && source->info && !feed.database_id().empty() &&
      feed.database_id() != source->info->database_id()) {
    findings.push_back({e.service, true, "đang theo một cơ sở dữ liệu khác của " + feed.service()});
  }
}

void Judge(const std::vector<Examined>& all, int64_t max_lag, absl::Duration max_skew,
           std::vector<Finding>& findings) {
  std::string version;
  for (const Examined& e : all) {
    if (!e.info) continue;
    if (e.info->service() != FullName(e.service)) {
      findings.push_back({e.service, true, "cổng quản trị là của " + e.info->service()});
    }
    if (absl::AbsDuration(e.skew) > max_skew) {
      findings.push_back({e.service, true, "đồng hồ lệch " + absl::FormatDuration(e.skew)});
    }
    if (version.empty()) version = e.info->version();
    if (e.info->version() != version) {
      findings.push_back({e.service, false, "phiên bản " + e.info->version() + " khác " + version});
    }
    for (const FollowedFeed& feed : e.info->feeds()) JudgeFeed(e, feed, all, max_lag, findings);
  }
}

std::string YesNo(const absl::StatusOr<bool>& value) {
  if (!value.ok()) return "không trả lời";
  return *value ? "có" : "không";
}

std::string LagText(const ServerInfo& info) {
  std::string text;
  for (const FollowedFeed& feed : info.feeds()) {
    const size_t dot = feed.service().find('.') + 1;
    text += (text.empty() ? "" : ", ") +
            feed.service().substr(dot, feed.service().find('.', dot) - dot) + ' ' +
            std::to_string(feed.head_revision() - feed.revision());
  }
  return text.empty() ? "–" : text;
}

void PrintText(Context& context, const std::vector<Examined>& all,
               const std::vector<Finding>& findings) {
  using Align = Table::Align;
  Table table({{"Dịch vụ"},
               {"Địa chỉ"},
               {"Sống"},
               {"Sẵn sàng"},
               {"Phiên bản"},
               {"Lược đồ", Align::kRight},
               {"Lần ghi", Align::kRight},
               {"Chậm so với nguồn"},
               {"Lệch giờ", Align::kRight}});
  for (const Examined& e : all) {
    std::vector<std::string> cells = {std::string(ShortName(e.service)), e.address, YesNo(e.alive),
                                      e.alive.ok() ? YesNo(e.ready) : "–"};
    if (e.info) {
      cells.insert(cells.end(), {e.info->version(), std::to_string(e.info->schema_version()),
                                 std::to_string(e.info->revision()), LagText(*e.info),
                                 std::to_string(absl::ToInt64Milliseconds(e.skew)) + " ms"});
    }
    table.AddRow(std::move(cells));
  }
  context.out << table.Render(context.style);
  for (const Finding& finding : findings) {
    context.out << (finding.error ? context.style.Alert("LỖI") : "lưu ý") << "  "
                << ShortName(finding.service) << ": " << finding.text << '\n';
  }
  if (findings.empty()) context.out << "Không có gì bất thường.\n";
}

void PrintJson(Context& context, const std::vector<Examined>& all,
               const std::vector<Finding>& findings) {
  using nlohmann::ordered_json;
  ordered_json services = ordered_json::array();
  for (const Examined& e : all) {
    ordered_json s = {{"service", FullName(e.service)},
                      {"address", e.address},
                      {"alive", e.alive.ok() && *e.alive},
                      {"ready", e.ready.ok() && *e.ready}};
    if (e.info) {
      s["info"] = ordered_json::parse(ToJson(*e.info));
      s["clockSkewMillis"] = absl::ToInt64Milliseconds(e.skew);
    }
    services.push_back(std::move(s));
  }
  ordered_json list = ordered_json::array();
  for (const Finding& f : findings) {
    list.push_back(
        {{"service", std::string(ShortName(f.service))}, {"error", f.error}, {"text", f.text}});
  }
  const ordered_json j = {{"services", services}, {"findings", list}};
  context.out << j.dump(2, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

absl::StatusOr<int> RunDoctor(Context& context, const Flags& flags) {
  absl::Duration max_skew;
  if (!absl::ParseDuration(flags.max_skew, &max_skew)) {
    return errors::InvalidField("--max-skew", "write a duration such as 5s");
  }
  std::vector<Finding> findings;
  std::vector<Examined> all;
  for (Service service : kServices) all.push_back(Examine(context, service, findings));
  Judge(all, flags.max_lag, max_skew, findings);
  if (context.settings.json) {
    PrintJson(context, all, findings);
  } else {
    PrintText(context, all, findings);
  }
  int code = kExitOk;
  for (const Finding& finding : findings) {
    if (finding.error && code == kExitOk) code = kExitOther;
  }
  for (const Examined& e : all) {
    if (!e.alive.ok()) code = kExitUnavailable;
  }
  return code;
}

}  // namespace

void AddDoctor(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "doctor",
      "Reach, versions, schema, lag and clock of the four services; non-zero on an error");
  command->add_option("--max-lag", flags->max_lag, "Revisions a follower may be behind its source")
      ->capture_default_str();
  command->add_option("--max-skew", flags->max_skew, "Difference of clocks that is still accepted")
      ->capture_default_str();
  command->footer("Example:\n  tiendo doctor --json\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunDoctor(context, *flags); };
  });
}

}  // namespace tiendo::cli
