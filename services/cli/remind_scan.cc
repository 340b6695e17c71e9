#include "services/cli/remind_scan.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"

namespace tiendo::cli {
namespace {

using google::protobuf::util::TimeUtil;
using status::v1::AttentionEntry;
using status::v1::AttentionGroup;
using status::v1::Freshness;
using status::v1::ListAttentionRequest;
using status::v1::ListAttentionResponse;
using supervision::v1::IssueDueRemindersRequest;
using supervision::v1::IssueDueRemindersResponse;

using Subject = IssueDueRemindersRequest::Subject;

constexpr char kListAttention[] = "tiendo.status.v1.StatusService/ListAttention";
constexpr char kIssue[] = "tiendo.supervision.v1.SupervisionService/IssueDueReminders";
constexpr int kPage = 1000;
// Most subjects that one call takes.
constexpr int kBatch = 1000;
// Readings of a list whose facts moved between its pages, before a fixed time is asked for.
constexpr int kReadings = 3;
constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2100;

using Key = std::pair<std::string, std::string>;  // subject, unit
using Subjects = std::map<Key, Subject>;

ListAttentionRequest Question(const ScanOptions& options, int year) {
  ListAttentionRequest request;
  status::v1::GetStatusRequest& query = *request.mutable_query();
  query.set_scope(options.scope);
  *query.mutable_as_of() = options.as_of;
  query.set_year(year);
  query.set_basis(status::v1::BASIS_IN_FORCE);
  query.set_due_soon_days(options.due_soon_days);
  request.add_kinds(status::v1::ATTENTION_KIND_OVERDUE);
  request.add_kinds(status::v1::ATTENTION_KIND_DUE_TODAY);
  request.add_kinds(status::v1::ATTENTION_KIND_DUE_SOON);
  request.add_kinds(status::v1::ATTENTION_KIND_NOT_COMPUTABLE);
  request.set_page_size(kPage);
  return request;
}

// Where the facts of an answer stand, to tell whether two are of the same ones.
std::string PositionsOf(const Freshness& freshness) {
  std::string out;
  for (const status::v1::SourcePosition& p : freshness.source_positions()) {
    out += p.service() + ' ' + p.database_id() + ' ' + std::to_string(p.revision()) + '\n';
  }
  return out;
}

absl::Status CheckFresh(const Freshness& freshness, bool allow_stale) {
  if (allow_stale || (!freshness.stale() && freshness.unreachable().empty())) {
    return absl::OkStatus();
  }
  std::string away;
  for (const std::string& service : freshness.unreachable()) away += ' ' + service;
  return errors::Make(absl::StatusCode::kUnavailable, "",
                      "status chưa nhận được số liệu mới" +
                          (away.empty() ? "" : ", không liên lạc được:" + away) +
                          "; có thể nhắc nhầm việc đã xong nên không ghi gì: chạy lại khi status đã"
                          " theo kịp, hoặc dùng --allow-stale");
}

void Take(const ListAttentionResponse& page, Subjects& subjects) {
  for (const AttentionGroup& group : page.groups()) {
    for (const AttentionEntry& entry : group.entries()) {
      if (!entry.has_due_date() || entry.own_part_done()) continue;
      Subject& subject = subjects[{entry.subject(), group.unit()}];
      subject.set_subject(entry.subject());
      subject.set_unit(group.unit());
      *subject.mutable_due_date() = entry.due_date();
    }
  }
}

// The list of one year, all pages of the same facts; nullopt when these moved meanwhile.
absl::StatusOr<std::optional<Subjects>> ReadOnce(Context& context, ListAttentionRequest request,
                                                 bool allow_stale, ScanResult& result) {
  Subjects subjects;
  std::string positions;
  do {
    ListAttentionResponse page;
    TIENDO_RETURN_IF_ERROR(context.caller.CallByName(kListAttention, request, page));
    TIENDO_RETURN_IF_ERROR(CheckFresh(page.freshness(), allow_stale));
    const std::string of_page = PositionsOf(page.freshness());
    if (request.page_token().empty()) positions = of_page;
    result.freshness = page.freshness();
    result.scope_title = page.scope_title();
    if (of_page != positions) return std::optional<Subjects>();
    Take(page, subjects);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return std::optional(std::move(subjects));
}

absl::StatusOr<Subjects> ReadYear(Context& context, const ScanOptions& options, int year,
                                  ScanResult& result) {
  ListAttentionRequest request = Question(options, year);
  for (int reading = 0; reading < kReadings; ++reading) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Subjects> subjects,
                            ReadOnce(context, request, options.allow_stale, result));
    if (subjects) return *std::move(subjects);
  }
  // Too much is being written: what all sources have told of by now stands still.
  const auto& positions = result.freshness.source_positions();
  const auto oldest =
      std::min_element(positions.begin(), positions.end(),
                       [](const auto& a, const auto& b) { return a.time() < b.time(); });
  if (oldest != positions.end()) *request.mutable_query()->mutable_known_at() = oldest->time();
  TIENDO_ASSIGN_OR_RETURN(std::optional<Subjects> subjects,
                          ReadOnce(context, request, options.allow_stale, result));
  if (subjects) return *std::move(subjects);
  return errors::Make(absl::StatusCode::kAborted, "",
                      "số liệu thay đổi liên tục trong lúc đọc; chạy lại sau");
}

void Merge(const IssueDueRemindersResponse& batch, ScanResult& result) {
  result.answer.mutable_reminders()->MergeFrom(batch.reminders());
  result.answer.set_already_issued(result.answer.already_issued() + batch.already_issued());
  result.answer.set_not_due(result.answer.not_due() + batch.not_due());
  result.answer.mutable_not_computable()->MergeFrom(batch.not_computable());
  result.answer.mutable_no_unit()->MergeFrom(batch.no_unit());
}

}  // namespace

absl::StatusOr<std::vector<Subject>> DueSubjects(Context& context, const ScanOptions& options,
                                                 ScanResult& result) {
  Subjects all;
  const int year = options.as_of.year();
  for (int y = std::max(kFirstYear, year - 1); y <= std::min(kLastYear, year + 1); ++y) {
    TIENDO_ASSIGN_OR_RETURN(Subjects subjects, ReadYear(context, options, y, result));
    all.merge(subjects);
  }
  std::vector<Subject> out;
  for (auto& [key, subject] : all) out.push_back(std::move(subject));
  return out;
}

absl::Status Scan(Context& context, const ScanOptions& options, ScanResult& result) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Subject> subjects,
                          DueSubjects(context, options, result));
  result.subjects = static_cast<int>(subjects.size());
  for (size_t first = 0; first < subjects.size(); first += kBatch) {
    IssueDueRemindersRequest request;
    *request.mutable_as_of() = options.as_of;
    const size_t end = std::min(subjects.size(), first + kBatch);
    for (size_t i = first; i < end; ++i) *request.add_subjects() = subjects[i];
    if (options.dry_run) {
      request.set_validate_only(true);
    } else {
      // For the retries of this call. A scan decides anew each time: what it could not tell before
      // may be told now, and what was issued stands in supervision.
      request.set_request_id(RandomUuid());
    }
    IssueDueRemindersResponse answer;
    TIENDO_RETURN_IF_ERROR(context.caller.CallByName(kIssue, request, answer));
    Merge(answer, result);
    if (context.err_is_terminal && end < subjects.size()) {
      context.err << "\r" << end << "/" << subjects.size() << std::flush;
    }
  }
  return absl::OkStatus();
}

}  // namespace tiendo::cli
