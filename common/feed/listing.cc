#include "common/feed/listing.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/paging/order_by.h"
#include "common/paging/page_size.h"

namespace tiendo::feed {
namespace {

namespace reasons = errors::reasons;

std::vector<std::string> OrderFields(const std::vector<ListField>& fields) {
  std::vector<std::string> out;
  for (const ListField& f : fields) {
    if ((f.use & uses::kOrder) != 0) out.push_back(f.field.name);
  }
  return out;
}

const ListField& FieldOf(const std::string& name, const std::vector<ListField>& fields) {
  return *std::find_if(fields.begin(), fields.end(),
                       [&](const ListField& f) { return f.field.name == name; });
}

absl::Status CheckReadTime(std::optional<Instant> read_time, Instant now) {
  if (!read_time || *read_time <= now) return absl::OkStatus();
  return errors::InvalidField("read_time", "is after now; leave it out to read the present");
}

ledger::Condition ToCondition(const paging::Term& term, const ListField& field) {
  db::Param value(term.value);
  if (field.field.type == paging::FieldType::kNumber) value = std::stoll(term.value);
  if (field.field.type == paging::FieldType::kBool) value = term.value == "true" ? 1 : 0;
  return {field.column, std::string(paging::Name(term.op)), value, field.absent};
}

ledger::ListOrder ToOrder(const paging::OrderBy& order, const std::vector<ListField>& fields) {
  ledger::ListOrder out;
  out.descending = order.descending;
  if (order.field.empty()) return out;
  const ListField& field = FieldOf(order.field, fields);
  out.column = field.column;
  out.number = field.field.type == paging::FieldType::kNumber;
  return out;
}

std::string ArgumentHash(const ListRequest& request, const paging::Filter& filter,
                         const paging::OrderBy& order) {
  std::string text = request.parent + '\0' + filter.Canonical() + '\0';
  if (request.read_time) text += std::to_string(ToMicros(*request.read_time));
  // Nothing for the order of name: tokens that were issued before there were others stay good.
  if (const std::string by = order.Canonical(); !by.empty()) text += '\0' + by;
  return ShortHash(text);
}

}  // namespace

std::vector<paging::FilterField> FilterFields(const std::vector<ListField>& fields) {
  std::vector<paging::FilterField> out;
  for (const ListField& f : fields) {
    if ((f.use & uses::kFilter) != 0) out.push_back(f.field);
  }
  return out;
}

void AddFilter(const paging::Filter& filter, const std::vector<ListField>& fields,
               ledger::ListQuery& query) {
  for (const paging::Term& term : filter.terms) {
    const ListField& field = FieldOf(term.field, fields);
    if (field.field.repeated) {
      query.keys.push_back({field.column, term.value});
    } else {
      query.conditions.push_back(ToCondition(term, field));
    }
  }
}

absl::Status CheckPageToken(const PageToken& token, std::string_view method,
                            std::string_view argument_hash, const ledger::Head& head) {
  if (token.method != method || token.argument_hash != argument_hash) {
    return errors::Make(absl::StatusCode::kInvalidArgument, reasons::kPageTokenMismatch,
                        "page_token belongs to a call with other arguments: repeat them, only"
                        " page_size may change");
  }
  if (token.database_id != head.database_id) {
    return errors::Make(absl::StatusCode::kOutOfRange, reasons::kDatabaseChanged,
                        "the database was replaced since the first page: list again",
                        {{"database_id", head.database_id}});
  }
  return absl::OkStatus();
}

absl::Status ValidateList(const ListRequest& request, const std::vector<ListField>& fields,
                          Instant now) {
  errors::Violations violations;
  violations.Merge("", paging::ResolvePageSize(request.page_size).status());
  violations.Merge("", paging::ParseFilter(request.filter, FilterFields(fields)).status());
  violations.Merge("", paging::ParseOrderBy(request.order_by, OrderFields(fields)).status());
  violations.Merge("", CheckReadTime(request.read_time, now));
  return violations.ToStatus();
}

absl::StatusOr<ListPage> ReadPage(ledger::Reader& reader, const ledger::Collection& collection,
                                  const std::vector<ListField>& fields, const ListRequest& request,
                                  Instant now) {
  TIENDO_RETURN_IF_ERROR(ValidateList(request, fields, now));
  TIENDO_ASSIGN_OR_RETURN(int32_t page_size, paging::ResolvePageSize(request.page_size));
  TIENDO_ASSIGN_OR_RETURN(paging::Filter filter,
                          paging::ParseFilter(request.filter, FilterFields(fields)));
  TIENDO_ASSIGN_OR_RETURN(const paging::OrderBy order,
                          paging::ParseOrderBy(request.order_by, OrderFields(fields)));
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
  const std::string argument_hash = ArgumentHash(request, filter, order);

  PageToken token;
  if (request.page_token.empty()) {
    token = PageToken{request.method, argument_hash,    "",
                      head.revision,  head.database_id, request.read_time.has_value()};
    if (request.read_time) {
      TIENDO_ASSIGN_OR_RETURN(token.revision, reader.RevisionAt(*request.read_time));
    }
  } else {
    TIENDO_ASSIGN_OR_RETURN(token, DecodePageToken(request.page_token));
    TIENDO_RETURN_IF_ERROR(CheckPageToken(token, request.method, argument_hash, head));
  }

  ledger::ListQuery query;
  query.order = ToOrder(order, fields);
  if (query.order.column.empty() || request.within.empty()) {
    query.prefix = request.prefix;
  } else {
    query.conditions = request.within;
  }
  query.after = token.last_key;
  query.after_value = token.last_value;
  query.limit = page_size + 1;  // one more tells whether there is a next page
  if (token.pinned) query.at = token.revision;
  AddFilter(filter, fields, query);
  ListPage page;
  TIENDO_ASSIGN_OR_RETURN(page.rows, reader.List(collection, query));
  if (page.rows.size() > static_cast<size_t>(page_size)) {
    page.rows.resize(static_cast<size_t>(page_size));
    token.last_key = page.rows.back().name;
    token.last_value = page.rows.back().order_value;
    page.next_page_token = Encode(token);
  }
  ResumeToken resume;
  resume.service = reader.schema().service;
  resume.database_id = token.database_id;
  resume.revision = token.revision;
  resume.from_list = true;
  page.resume_token = Encode(resume);
  return page;
}

absl::StatusOr<std::optional<int64_t>> ResolveReadTime(ledger::Reader& reader,
                                                       std::optional<Instant> read_time,
                                                       Instant now) {
  if (!read_time) return std::optional<int64_t>();
  TIENDO_RETURN_IF_ERROR(CheckReadTime(read_time, now));
  TIENDO_ASSIGN_OR_RETURN(int64_t revision, reader.RevisionAt(*read_time));
  return std::optional<int64_t>(revision);
}

}  // namespace tiendo::feed
