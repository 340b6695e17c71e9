#include "services/cli/unit_diff.h"

#include <memory>
#include <utility>

#include "services/cli/dates.h"
#include "services/cli/item_record.h"

namespace tiendo::cli {
namespace {

using sheets::Column;
using sheets::UnitRow;
using units::v1::Unit;

constexpr std::string_view kKindPrefix = "KIND_";

Unit::Kind KindOf(const std::string& name) {
  Unit::Kind kind = Unit::KIND_UNSPECIFIED;
  Unit::Kind_Parse(std::string(kKindPrefix) + name, &kind);
  return kind;
}

std::string KindText(const std::string& kind) {
  return sheets::WordOf(sheets::kUnitKinds, std::string_view(kind));
}

class Comparison {
 public:
  Comparison(const UnitRow& row, const sheets::Header& header, const Unit* now)
      : row_(row), unit_(now), out_(row.row, header, now != nullptr) {
    if (now != nullptr) now_ = RecordOf(*now);
  }

  RowOutcome Run() {
    if (unit_ == nullptr) {
      Create();
    } else {
      FillIn();
      CheckFixed();
    }
    return out_.Take();
  }

 private:
  void Create() {
    if (!row_.effective_from) {
      return out_.Problem(Column::kEffectiveFrom, "", "thiếu, đơn vị mới cần có");
    }
    auto& request = out_.AddStep<units::v1::CreateUnitRequest>(RowStep::Kind::kCreate);
    request.set_unit_id(row_.id);
    Unit& unit = *request.mutable_unit();
    unit.set_display_name(row_.name);
    unit.set_short_name(row_.short_name);
    unit.set_code(row_.code);
    unit.set_kind(KindOf(row_.kind));
    unit.set_side(unit.kind() <= Unit::KIND_COMMITTEE_ORGAN ? Unit::SIDE_PARTY
                                                            : Unit::SIDE_GOVERNMENT);
    unit.set_parent(row_.superior);
    unit.set_led_by(row_.led_by);
    unit.set_head_title(row_.head_title);
    *unit.mutable_effective_from() = ToDate(*row_.effective_from);
    if (!row_.founding.empty()) *unit.mutable_legal_basis() = ToProto(row_.founding);
  }

  std::string Rename(const char* flag) const {
    return "đổi là một lần đổi tên: tiendo units rename " + row_.id + ' ' + flag +
           " … --on … --document …; ghi sai từ đầu thì sửa bằng UpdateUnit (tệp JSON)";
  }
  std::string Transfer(const char* flag) const {
    return "đổi là một lần chuyển: tiendo units transfer " + row_.id + ' ' + flag +
           " … --on … --document …; ghi sai từ đầu thì sửa bằng UpdateUnit (tệp JSON)";
  }

  // What the unit has no value for.
  void FillIn() {
    auto request = std::make_unique<units::v1::UpdateUnitRequest>();
    Unit& unit = *request->mutable_unit();
    const auto fill = [&](Column column, const char* path, const std::string& now,
                          const std::string& wanted, const std::string& remedy) {
      if (wanted.empty() || wanted == now) return false;
      if (!now.empty()) {
        out_.Problem(column, wanted, "đang là " + Shown(now) + "; " + remedy);
        return false;
      }
      request->mutable_update_mask()->add_paths(path);
      out_.Change(column, Shown(now), Shown(wanted));
      return true;
    };
    fill(Column::kUnitName, "display_name", now_.name, row_.name, Rename("--to"));
    if (fill(Column::kShortName, "short_name", now_.short_name, row_.short_name,
             Rename("--short-name"))) {
      unit.set_short_name(row_.short_name);
    }
    if (fill(Column::kCode, "code", now_.code, row_.code, Rename("--code"))) {
      unit.set_code(row_.code);
    }
    if (fill(Column::kHeadTitle, "head_title", now_.head_title, row_.head_title,
             Rename("--head-title"))) {
      unit.set_head_title(row_.head_title);
    }
    if (request->update_mask().paths().empty()) return;
    unit.set_name("units/" + row_.id);
    unit.set_etag(unit_->etag());
    out_.AddStep(RowStep::Kind::kUpdate, std::move(request));
  }

  void CheckFixed() {
    const auto fixed = [this](Column column, const std::string& now, const std::string& wanted,
                              const std::string& remedy) {
      if (wanted.empty() || wanted == now) return;
      out_.Problem(column, wanted, "đang là " + Shown(now) + "; " + remedy);
    };
    fixed(Column::kUnitKind, KindText(now_.kind), KindText(row_.kind),
          "loại hình không đổi: đơn vị loại khác là đơn vị mới");
    fixed(Column::kSuperior, now_.superior, row_.superior, Transfer("--parent"));
    fixed(Column::kLedBy, now_.led_by, row_.led_by, Transfer("--led-by"));
    if (row_.effective_from && row_.effective_from != now_.effective_from) {
      out_.Problem(Column::kEffectiveFrom, Shown(row_.effective_from),
                   "đã ghi " + Shown(now_.effective_from) + "; ngày thành lập không đổi");
    }
    if (!Agrees(row_.founding, now_.founding)) {
      out_.Problem(Column::kFoundingDocument, TextOfDocument(row_.founding),
                   "đã ghi " + Shown(TextOfDocument(now_.founding)) +
                       "; quyết định thành lập không sửa được sau khi tạo");
    }
  }

  const UnitRow& row_;
  const Unit* unit_;
  UnitRow now_;  // empty without unit
  OutcomeWriter out_;
};

}  // namespace

UnitRow RecordOf(const Unit& unit) {
  UnitRow row;
  row.id = unit.name().substr(unit.name().find('/') + 1);
  row.name = sheets::OneLineOf(unit.display_name());
  row.short_name = sheets::OneLineOf(unit.short_name());
  row.code = sheets::OneLineOf(unit.code());
  row.kind = Unit::Kind_Name(unit.kind()).substr(kKindPrefix.size());
  row.superior = unit.parent();
  row.led_by = unit.led_by();
  row.head_title = sheets::OneLineOf(unit.head_title());
  row.effective_from = DayOf(unit.has_effective_from(), unit.effective_from());
  row.founding = FromProto(unit.legal_basis());
  return row;
}

RowOutcome CompareRow(const UnitRow& row, const sheets::Header& header, const Unit* now) {
  return Comparison(row, header, now).Run();
}

}  // namespace tiendo::cli
