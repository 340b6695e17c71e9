// A document that a decision rests on (văn bản căn cứ).
#ifndef TIENDO_COMMON_RESOURCE_DOCUMENT_H_
#define TIENDO_COMMON_RESOURCE_DOCUMENT_H_

#include <optional>
#include <string>

#include "common/calendar/day.h"

namespace tiendo::resource {

struct Document {
  std::string number;                 // số, ký hiệu; empty when there is no document
  std::optional<calendar::Day> date;  // ngày ban hành
  std::string issuer;                 // cơ quan ban hành
  bool operator==(const Document&) const = default;
  bool empty() const { return number.empty() && !date && issuer.empty(); }
};

}  // namespace tiendo::resource

#endif  // TIENDO_COMMON_RESOURCE_DOCUMENT_H_
