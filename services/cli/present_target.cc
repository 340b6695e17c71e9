#include "services/cli/present_target.h"

#include <google/protobuf/util/message_differencer.h>

#include <functional>
#include <optional>

#include "common/base/status_macros.h"
#include "common/decimal/decimal.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/programs/v1/targets.pb.h"

namespace tiendo::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using programs::v1::AdjustTargetRequest;
using programs::v1::AssignTargetRequest;
using programs::v1::CorrectTargetReportRequest;
using programs::v1::ReportTargetValueRequest;
using programs::v1::TargetEvent;
using programs::v1::TargetReport;
using programs::v1::VoidTargetEventRequest;
using programs::v1::VoidTargetReportRequest;
using programs::v1::WithdrawTargetRequest;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

template <typename T>
bool Is(const Message& request) {
  return request.GetDescriptor() == T::descriptor();
}
template <typename T>
const T& As(const Message& request) {
  return static_cast<const T&>(request);
}

bool SameNumber(const std::string& a, const std::string& b) {
  return decimal::Decimal::Parse(a) == decimal::Decimal::Parse(b);
}

std::string TargetOf(const std::string& name) {
  return name.substr(0, name.find('/', name.find("/targets/") + sizeof("/targets/") - 1));
}

// Whether one of the entries of a target is what `wanted` looks for; `List` and `Page` are the
// messages of the method, `entries` the field of the page.
template <typename List, typename Page, typename Entry>
absl::StatusOr<PresentState> Find(
    Caller& caller, const std::string& method, const std::string& target,
    const google::protobuf::RepeatedPtrField<Entry>& (Page::*entries)() const,
    const std::function<std::optional<PresentState>(const Entry&)>& wanted) {
  List list;
  list.set_parent(target);
  list.set_page_size(1000);
  do {
    Page page;
    TIENDO_RETURN_IF_ERROR(caller.CallByName(kService + method, list, page));
    for (const Entry& entry : (page.*entries)()) {
      if (std::optional<PresentState> found = wanted(entry)) return *std::move(found);
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return PresentState{};
}

absl::StatusOr<PresentState> FindEvent(
    Caller& caller, const std::string& target,
    const std::function<std::optional<PresentState>(const TargetEvent&)>& wanted) {
  return Find<programs::v1::ListTargetEventsRequest, programs::v1::ListTargetEventsResponse,
              TargetEvent>(caller, "ListTargetEvents", target,
                           &programs::v1::ListTargetEventsResponse::events, wanted);
}

absl::StatusOr<PresentState> FindReport(
    Caller& caller, const std::string& target,
    const std::function<std::optional<PresentState>(const TargetReport&)>& wanted) {
  return Find<programs::v1::ListTargetReportsRequest, programs::v1::ListTargetReportsResponse,
              TargetReport>(caller, "ListTargetReports", target,
                            &programs::v1::ListTargetReportsResponse::reports, wanted);
}

std::optional<PresentState> SameIf(bool same) {
  return same ? std::optional(PresentState{Presence::kSame, {}}) : std::nullopt;
}

PresentState Differs(const std::string& field, const std::string& wanted,
                     const std::string& present) {
  return {Presence::kDiffers,
          {field + ": trong tệp \"" + wanted + "\", hiện có \"" + present + "\""}};
}

// An event of a kind that stands once: the same date, or another one. Of those that were voided
// only the same date counts.
template <typename Request>
absl::StatusOr<PresentState> FindOnce(Caller& caller, const Request& request,
                                      TargetEvent::Kind kind) {
  return FindEvent(caller, request.name(),
                   [&](const TargetEvent& event) -> std::optional<PresentState> {
                     if (event.kind() != kind) return std::nullopt;
                     if (MessageDifferencer::Equals(event.event_date(), request.approval_date())) {
                       return PresentState{Presence::kSame, {}};
                     }
                     if (event.voided()) return std::nullopt;
                     return Differs("approval_date", request.approval_date().ShortDebugString(),
                                    event.event_date().ShortDebugString());
                   });
}

absl::StatusOr<PresentState> FindAdjustment(Caller& caller, const AdjustTargetRequest& request) {
  return FindEvent(caller, request.name(), [&](const TargetEvent& event) {
    return SameIf(event.kind() == TargetEvent::KIND_ADJUSTED &&
                  MessageDifferencer::Equals(event.event_date(), request.approval_date()) &&
                  SameNumber(event.year_value(), request.year_value()) &&
                  event.document().number() == request.document().number());
  });
}

// A report about the same, as it was first reported: a correction since then is not another fact.
absl::StatusOr<PresentState> FindValue(Caller& caller, const ReportTargetValueRequest& request) {
  return FindReport(caller, request.name(),
                    [&](const TargetReport& report) -> std::optional<PresentState> {
                      const bool corrected = report.has_correction();
                      const auto& period = corrected && report.version() == 2
                                               ? report.correction().previous_period()
                                               : report.period();
                      if (report.kind() != request.kind() || report.unit() != request.unit() ||
                          !MessageDifferencer::Equals(period, request.period())) {
                        return std::nullopt;
                      }
                      if (request.has_as_of() && !corrected &&
                          !MessageDifferencer::Equals(report.as_of(), request.as_of())) {
                        return std::nullopt;
                      }
                      if (corrected || SameNumber(report.value(), request.value())) {
                        return PresentState{Presence::kSame, {}};
                      }
                      if (report.voided()) return std::nullopt;
                      return Differs("value", request.value(), report.value());
                    });
}

absl::StatusOr<PresentState> FindCorrection(Caller& caller,
                                            const CorrectTargetReportRequest& request) {
  return FindReport(caller, TargetOf(request.name()), [&](const TargetReport& report) {
    return SameIf(report.name() == request.name() && report.has_correction() &&
                  SameNumber(report.value(), request.value()));
  });
}

}  // namespace

bool IsRepeatableTargetVerb(const Message& request) {
  return Is<AssignTargetRequest>(request) || Is<AdjustTargetRequest>(request) ||
         Is<WithdrawTargetRequest>(request) || Is<ReportTargetValueRequest>(request) ||
         Is<CorrectTargetReportRequest>(request);
}

bool IsTargetVerb(const Message& request) {
  return IsRepeatableTargetVerb(request) || Is<VoidTargetReportRequest>(request) ||
         Is<VoidTargetEventRequest>(request);
}

absl::StatusOr<PresentState> LookUpTargetVerb(Caller& caller, const Message& request) {
  if (Is<AssignTargetRequest>(request)) {
    return FindOnce(caller, As<AssignTargetRequest>(request), TargetEvent::KIND_ASSIGNED);
  }
  if (Is<WithdrawTargetRequest>(request)) {
    return FindOnce(caller, As<WithdrawTargetRequest>(request), TargetEvent::KIND_WITHDRAWN);
  }
  if (Is<AdjustTargetRequest>(request)) {
    return FindAdjustment(caller, As<AdjustTargetRequest>(request));
  }
  if (Is<ReportTargetValueRequest>(request)) {
    return FindValue(caller, As<ReportTargetValueRequest>(request));
  }
  if (Is<CorrectTargetReportRequest>(request)) {
    return FindCorrection(caller, As<CorrectTargetReportRequest>(request));
  }
  // Of the rest: whether the entry is taken back.
  const std::string name = Is<VoidTargetReportRequest>(request)
                               ? As<VoidTargetReportRequest>(request).name()
                               : As<VoidTargetEventRequest>(request).name();
  if (Is<VoidTargetReportRequest>(request)) {
    return FindReport(caller, TargetOf(name), [&](const TargetReport& report) {
      return SameIf(report.name() == name && report.voided());
    });
  }
  return FindEvent(caller, TargetOf(name), [&](const TargetEvent& event) {
    return SameIf(event.name() == name && event.voided());
  });
}

}  // namespace tiendo::cli
