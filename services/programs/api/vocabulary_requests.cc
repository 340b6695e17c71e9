// Requests about categories, tags and periods (requests.h).
#include <set>
#include <utility>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;
using paging::FieldType;

constexpr int32_t kMaxOrder = 10'000;
constexpr size_t kMaxName = 256;
constexpr unsigned kAll = feed::uses::kFilter | feed::uses::kOrder | feed::uses::kWatch;

std::string DisplayName(const std::string& prefix, const std::string& value,
                        Violations& violations) {
  return api::Text(prefix + ".display_name", value, Presence::kRequired, kMaxName, violations);
}

int32_t Order(const std::string& prefix, int32_t order, Violations& violations) {
  if (order < 0 || order > kMaxOrder) violations.Add(prefix + ".order", "must be from 0 to 10,000");
  return order;
}

template <typename Message>
void CheckKind(const std::string& field, const Message& message, const char* type,
               Violations& violations) {
  if (Message::Kind_IsValid(message.kind()) && message.kind() != Message::KIND_UNSPECIFIED) return;
  violations.Add(field, std::string("is required: one of ") + type + ".Kind");
}

// The part of an update that all words share: name, etag and the paths of the mask.
template <typename Word, typename Request, typename Message>
std::set<std::string> ParseUpdate(const Request& request, const Message& message,
                                  const std::string& field, std::string_view pattern,
                                  const std::vector<std::string>& updatable,
                                  WordUpdate<Word>& update, Violations& violations) {
  api::CheckName(field + ".name", message.name(), pattern, Presence::kRequired, violations);
  api::CheckRequestId(request.request_id(), violations);
  update.name = message.name();
  update.etag = message.etag();
  return api::UpdatePaths(request.update_mask(), *Message::descriptor(), updatable, violations);
}

// The dates of a period as given; impossible and missing ones are violations.
struct Dates {
  std::optional<Day> start, end, cut_off;
};
Dates ParseDates(const v1::Period& message, Presence presence, Violations& violations) {
  return {api::Date("period.start_date", message.has_start_date(), message.start_date(), presence,
                    violations),
          api::Date("period.end_date", message.has_end_date(), message.end_date(), presence,
                    violations),
          api::Date("period.cut_off_date", message.has_cut_off_date(), message.cut_off_date(),
                    Presence::kOptional, violations)};
}

}  // namespace

const std::vector<feed::ListField>& CategoryFields() {
  static const std::vector<feed::ListField> fields = {
      {{"kind", FieldType::kEnum, {"ITEM", "TARGET", "DUTY", "SCHEME"}}, "kind"},
      {{"retired", FieldType::kBool}, "retired"},
      {{"order", FieldType::kNumber}, "place", feed::uses::kOrder},
  };
  return fields;
}

const std::vector<feed::ListField>& TagFields() {
  static const std::vector<feed::ListField> fields = {
      {{"kind", FieldType::kEnum, {"WORK_AREA", "THEME", "RESOLUTION"}}, "kind"},
      {{"retired", FieldType::kBool}, "retired"},
      {{"order", FieldType::kNumber}, "place", feed::uses::kOrder},
  };
  return fields;
}

const std::vector<feed::ListField>& PeriodFields() {
  static const std::vector<feed::ListField> fields = {
      {{"kind", FieldType::kEnum, {"MONTH", "QUARTER", "HALF_YEAR", "NINE_MONTHS", "YEAR", "TERM"}},
       "kind"},
      {{"start_date", FieldType::kDate}, "start_date"},
      {{"end_date", FieldType::kDate}, "end_date", kAll},
      {{"cut_off_date", FieldType::kDate}, "cut_off_date"},
      {{"retired", FieldType::kBool}, "retired"},
  };
  return fields;
}

absl::StatusOr<Category> ParseCreateCategory(const v1::CreateCategoryRequest& request) {
  Violations violations;
  Category category;
  api::CheckId("category_id", request.category_id(), violations);
  category.name = "categories/" + request.category_id();
  const v1::Category& message = request.category();
  if (!request.has_category()) {
    violations.Add("category", "is required");
  } else {
    category.display_name = DisplayName("category", message.display_name(), violations);
    CheckKind("category.kind", message, "Category", violations);
    category.kind = static_cast<CategoryKind>(message.kind());
    category.order = Order("category", message.order(), violations);
    category.retired = message.retired();
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return category;
}

absl::StatusOr<WordUpdate<Category>> ParseUpdateCategory(const v1::UpdateCategoryRequest& request) {
  Violations violations;
  WordUpdate<Category> update;
  const v1::Category& message = request.category();
  const std::set<std::string> paths =
      ParseUpdate(request, message, "category", kCategoryPattern,
                  {"display_name", "order", "retired"}, update, violations);
  Category fields;
  if (paths.contains("display_name")) {
    fields.display_name = DisplayName("category", message.display_name(), violations);
  }
  if (paths.contains("order")) fields.order = Order("category", message.order(), violations);
  fields.retired = message.retired();
  if (!violations.empty()) return violations.ToStatus();
  update.change = [paths, fields](Category& category) {
    if (paths.contains("display_name")) category.display_name = fields.display_name;
    if (paths.contains("order")) category.order = fields.order;
    if (paths.contains("retired")) category.retired = fields.retired;
    return absl::OkStatus();
  };
  return update;
}

absl::StatusOr<Tag> ParseCreateTag(const v1::CreateTagRequest& request) {
  Violations violations;
  Tag tag;
  api::CheckId("tag_id", request.tag_id(), violations);
  tag.name = "tags/" + request.tag_id();
  const v1::Tag& message = request.tag();
  if (!request.has_tag()) {
    violations.Add("tag", "is required");
  } else {
    CheckKind("tag.kind", message, "Tag", violations);
    tag.kind = static_cast<TagKind>(message.kind());
    tag.display_name = DisplayName("tag", message.display_name(), violations);
    tag.document = api::Document("tag.document", message.document(),
                                 message.has_document() ? Presence::kRequired : Presence::kOptional,
                                 violations);
    tag.order = Order("tag", message.order(), violations);
    tag.retired = message.retired();
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return tag;
}

absl::StatusOr<WordUpdate<Tag>> ParseUpdateTag(const v1::UpdateTagRequest& request) {
  Violations violations;
  WordUpdate<Tag> update;
  const v1::Tag& message = request.tag();
  const std::set<std::string> paths =
      ParseUpdate(request, message, "tag", kTagPattern,
                  {"display_name", "document", "order", "retired"}, update, violations);
  Tag fields;
  if (paths.contains("display_name")) {
    fields.display_name = DisplayName("tag", message.display_name(), violations);
  }
  if (paths.contains("document")) {
    fields.document = api::Document(
        "tag.document", message.document(),
        message.has_document() ? Presence::kRequired : Presence::kOptional, violations);
  }
  if (paths.contains("order")) fields.order = Order("tag", message.order(), violations);
  fields.retired = message.retired();
  if (!violations.empty()) return violations.ToStatus();
  update.change = [paths, fields](Tag& tag) {
    if (paths.contains("display_name")) tag.display_name = fields.display_name;
    if (paths.contains("document")) tag.document = fields.document;
    if (paths.contains("order")) tag.order = fields.order;
    if (paths.contains("retired")) tag.retired = fields.retired;
    return absl::OkStatus();
  };
  return update;
}

absl::StatusOr<Period> ParseCreatePeriod(const v1::CreatePeriodRequest& request) {
  Violations violations;
  Period period;
  api::CheckId("period_id", request.period_id(), violations);
  period.name = "periods/" + request.period_id();
  const v1::Period& message = request.period();
  if (!request.has_period()) {
    violations.Add("period", "is required");
  } else {
    CheckKind("period.kind", message, "Period", violations);
    period.kind = static_cast<PeriodKind>(message.kind());
    period.display_name = DisplayName("period", message.display_name(), violations);
    const Dates dates = ParseDates(message, Presence::kRequired, violations);
    if (dates.start && dates.end && (dates.cut_off || !message.has_cut_off_date())) {
      period.start = *dates.start;
      period.end = *dates.end;
      period.cut_off = dates.cut_off.value_or(period.end);
      CheckDates(period, "period", violations);
    }
    period.retired = message.retired();
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return period;
}

absl::StatusOr<WordUpdate<Period>> ParseUpdatePeriod(const v1::UpdatePeriodRequest& request) {
  Violations violations;
  WordUpdate<Period> update;
  const v1::Period& message = request.period();
  const std::set<std::string> paths = ParseUpdate(
      request, message, "period", kPeriodPattern,
      {"display_name", "start_date", "end_date", "cut_off_date", "retired"}, update, violations);
  std::string display_name;
  if (paths.contains("display_name")) {
    display_name = DisplayName("period", message.display_name(), violations);
  }
  v1::Period picked;
  api::CopyFields(paths, message, picked);
  const Dates dates = ParseDates(picked, Presence::kOptional, violations);
  for (const char* required : {"start_date", "end_date"}) {
    const bool given = required == std::string_view("start_date") ? picked.has_start_date()
                                                                  : picked.has_end_date();
    if (paths.contains(required) && !given) {
      violations.Add(std::string("period.") + required, "is required");
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  update.change = [paths, display_name, dates, retired = message.retired()](Period& period) {
    if (paths.contains("display_name")) period.display_name = display_name;
    if (dates.start) period.start = *dates.start;
    if (dates.end) period.end = *dates.end;
    // Cleared, it follows the end again.
    if (paths.contains("cut_off_date")) period.cut_off = dates.cut_off.value_or(period.end);
    if (paths.contains("retired")) period.retired = retired;
    Violations wrong;
    CheckDates(period, "period", wrong);
    return wrong.ToStatus();
  };
  return update;
}

}  // namespace tiendo::programs
