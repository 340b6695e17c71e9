#include "services/supervision/domain/dossier.h"

#include <algorithm>
#include <utility>

#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

constexpr std::string_view kPrefix = "checklists/";

std::vector<ChecklistEntry> ThematicEntries(const std::string& what) {
  return {{"quyet-dinh", "Quyết định " + what},
          {"ke-hoach", "Kế hoạch " + what},
          {"de-cuong-bao-cao", "Đề cương gợi ý báo cáo"},
          {"lich-lam-viec", "Lịch làm việc"},
          {"thong-bao-trien-khai", "Thông báo, biên bản triển khai"},
          {"bao-cao-cua-doi-tuong", "Báo cáo của tổ chức được " + what},
          {"tai-lieu-lam-viec", "Biên bản làm việc, tài liệu thu thập"},
          {"bao-cao-tham-tra", "Báo cáo thẩm tra, xác minh"},
          {"du-thao-bao-cao", "Dự thảo báo cáo kết quả " + what},
          {"bien-ban-hoi-nghi", "Biên bản hội nghị"},
          {"bao-cao-ket-qua", "Báo cáo kết quả " + what},
          {"thong-bao-ket-luan", "Thông báo kết luận " + what}};
}

}  // namespace

std::string ChecklistName(EngagementKind kind) {
  std::string id;
  for (char c : Name(kind)) {
    id += c == '_' ? '-' : static_cast<char>(c - 'A' + 'a');
  }
  return std::string(kPrefix) + id;
}

std::optional<EngagementKind> ChecklistKind(std::string_view name) {
  for (EngagementKind kind : kEngagementKinds) {
    if (ChecklistName(kind) == name) return kind;
  }
  return std::nullopt;
}

Checklist DefaultChecklist(EngagementKind kind) {
  Checklist out;
  out.name = ChecklistName(kind);
  out.kind = kind;
  switch (kind) {
    case EngagementKind::kThematicInspection:
      out.entries = ThematicEntries("kiểm tra");
      break;
    case EngagementKind::kThematicSupervision:
      out.entries = ThematicEntries("giám sát");
      break;
    case EngagementKind::kContinuousSupervision:
      out.entries = {{"phan-cong", "Văn bản phân công giám sát"},
                     {"bao-cao-giam-sat", "Báo cáo giám sát thường xuyên"},
                     {"thong-bao-ket-luan", "Thông báo kết luận giám sát"}};
      break;
    case EngagementKind::kViolationSignsInspection:
      out.entries = ThematicEntries("kiểm tra");
      out.entries.insert(out.entries.begin(),
                         {"bao-cao-dau-hieu", "Báo cáo, đề xuất về dấu hiệu vi phạm"});
      break;
  }
  return out;
}

int Dossier::Present(Day day) const {
  int present = 0;
  for (size_t i = 0; i < static_cast<size_t>(total); ++i) {
    present += entries[i].filed_on && *entries[i].filed_on <= day ? 1 : 0;
  }
  return present;
}

std::string DossierName(std::string_view engagement) {
  return std::string(engagement) + "/dossier";
}

Dossier Arranged(Dossier dossier, const Checklist& checklist) {
  std::vector<DossierEntry> there = std::move(dossier.entries);
  dossier.entries.clear();
  for (const ChecklistEntry& wanted : checklist.entries) {
    DossierEntry entry{wanted.id, wanted.display_name, std::nullopt, {}};
    const auto found = std::find_if(there.begin(), there.end(),
                                    [&](const DossierEntry& e) { return e.id == wanted.id; });
    if (found != there.end()) {
      entry.filed_on = found->filed_on;
      entry.document = found->document;
      there.erase(found);
    }
    dossier.entries.push_back(std::move(entry));
  }
  dossier.total = static_cast<int>(dossier.entries.size());
  for (DossierEntry& left : there) {
    if (left.filed_on) dossier.entries.push_back(std::move(left));
  }
  return dossier;
}

}  // namespace tiendo::supervision
