// The statistics of supervision in words.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_STATISTICS_TEXT_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_STATISTICS_TEXT_H_

#include <string>

#include "services/status/domain/rounding.h"
#include "services/status/domain/statistics.h"

namespace tiendo::status {

// The words, as configuration. A name in braces is replaced; unknown names stay as they are.
struct StatisticsWording {
  std::string plans =
      "{issued}/{required} tổ chức đã ban hành kế hoạch ({percent}), chậm xây dựng {late}";
  std::string no_plans = "chưa có quy định tổ chức phải ban hành kế hoạch";
  std::string engagements =
      "đã kết luận {concluded}/{due}/{planned} cuộc, {slow} tổ chức chậm thực hiện";
  // Of the concluded ones.
  std::string dossiers = "đủ hồ sơ {complete}/{concluded} cuộc ({present}/{required} tài liệu)";
  std::string reminders =
      "đã nhắc nhở {reminders} lần, {reminded}/{organisations} tổ chức ({percent})";
  std::string compliance =
      "{complied}/{subjects} việc thực hiện sau nhắc nhở, bình quân {mean} ngày, trung vị {median} "
      "ngày";
  std::string no_compliance = "{complied}/{subjects} việc thực hiện sau nhắc nhở";
  std::string recommendations = "kiến nghị: {done}/{total} đã thực hiện, {open} chưa báo cáo";
  std::string and_then = "; ";
  // Of a share of nothing.
  std::string nothing = "không có";
};

// As read out: "18/20 tổ chức đã ban hành kế hoạch (90%), chậm xây dựng 3; …". What there is none
// of is left out, but for the plans: they are with a tag, and when none was due in the period.
std::string StatisticsVi(const SupervisionStatistics& statistics, bool with_plans,
                         Rounding rounding, const StatisticsWording& wording = {});

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_STATISTICS_TEXT_H_
