#include <map>
#include <utility>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "tests/fault/harness/client.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::fault {
namespace {

namespace pb = programs::v1;

google::type::Date DayOf2025(int number) {
  return api::ToProto(calendar::ParseIsoDay("2025-01-01").value() + std::chrono::days(number));
}

std::string Etag(int64_t revision) { return "\"" + std::to_string(revision) + "\""; }

// Writes the lives of its own items, and now and then an item that others write too.
class ProgramsWriter final : public Writer {
 public:
  using Writer::Writer;

 private:
  struct Known {
    pb::Item::State state = pb::Item::STATE_DRAFT;
    int64_t revision = 0;
  };
  static constexpr size_t kItems = 30;

  std::string service() const override { return "tiendo.programs.v1.ProgramService"; }

  Attempt Compose() override {
    if (items_.empty() || (items_.size() < kItems && Chance(30))) return Create();
    const int dice = Below(100);
    if (dice < 12) return CreateMany();
    if (dice < 18) return UpdateShared();
    if (dice < 24) return ComposeWrong();
    if (dice < 26) return ValidateOnly(Create());
    return Advance(AnyItem());
  }

  const std::string& AnyItem() {
    auto it = items_.begin();
    std::advance(it, Below(static_cast<int>(items_.size())));
    return it->first;
  }

  pb::CreateItemRequest NewItem(const std::string& program, const std::string& value) {
    pb::CreateItemRequest request;
    request.set_parent(program);
    request.set_item_id(NewName());
    pb::Item& item = *request.mutable_item();
    item.set_title(value);
    item.set_ordinal(Below(100));
    const int leads = Below(3);
    for (int i = 0; i < leads; ++i) {
      item.add_leads()->set_unit(world().government[static_cast<size_t>(
          (number() + i * 7) % static_cast<int>(world().government.size()))]);
    }
    if (leads == 2 && item.leads(0).unit() == item.leads(1).unit()) {
      item.mutable_leads()->RemoveLast();
    }
    if (Chance(85)) *item.mutable_baseline_due_date() = DayOf2025(Below(365));
    return request;
  }

  Attempt Create() {
    const std::string value = NewName();
    pb::CreateItemRequest request = NewItem(Any(world().programs), value);
    std::string name = request.parent() + "/items/" + request.item_id();
    return Write<pb::CreateItemRequest, pb::Item>("CreateItem", std::move(request), {name}, value);
  }

  Attempt CreateMany() {
    const std::string value = NewName();
    pb::BatchCreateItemsRequest request;
    request.set_parent(Any(world().programs));
    std::vector<std::string> names;
    for (int i = 5 + Below(15); i > 0; --i) {
      *request.add_requests() = NewItem(request.parent(), value);
      names.push_back(request.parent() + "/items/" +
                      request.requests(request.requests_size() - 1).item_id());
    }
    return Write<pb::BatchCreateItemsRequest, pb::BatchCreateItemsResponse>(
        "BatchCreateItems", std::move(request), std::move(names), value);
  }

  Attempt Update(const std::string& name, int64_t etag) {
    const std::string value = NewName();
    pb::UpdateItemRequest request;
    request.mutable_item()->set_name(name);
    request.mutable_item()->set_title(value);
    if (etag != 0) request.mutable_item()->set_etag(Etag(etag));
    request.mutable_update_mask()->add_paths("title");
    Attempt a =
        Write<pb::UpdateItemRequest, pb::Item>("UpdateItem", std::move(request), {name}, value);
    a.call.etag = etag;
    return a;
  }

  // Its state may have moved on: refused then.
  Attempt UpdateShared() {
    const std::string& name = Any(world().shared_items);
    return Update(name, shared_[name]);
  }

  Attempt Issue(const std::string& name, int64_t etag) {
    pb::IssueItemRequest request;
    request.set_name(name);
    *request.mutable_approval_date() = DayOf2025(Below(200));
    request.mutable_document()->set_number("01/QĐ");
    if (etag != 0) request.set_etag(Etag(etag));
    Attempt a = Write<pb::IssueItemRequest, pb::Item>("IssueItem", std::move(request), {name});
    a.call.etag = etag;
    return a;
  }

  Attempt Complete(const std::string& name) {
    pb::ReportCompletionRequest request;
    request.set_name(name);
    *request.mutable_result_date() = DayOf2025(Below(365));
    auto lead = leads_.find(name);
    if (lead != leads_.end()) request.set_lead(lead->second);
    return Write<pb::ReportCompletionRequest, pb::Item>("ReportCompletion", std::move(request),
                                                        {name});
  }

  Attempt Extend(const std::string& name) {
    pb::ExtendItemRequest request;
    request.set_name(name);
    *request.mutable_new_due_date() = DayOf2025(200 + Below(165));
    *request.mutable_approval_date() = DayOf2025(200 + Below(100));
    request.set_approver("Giám đốc Sở");
    request.mutable_document()->set_number("02/QĐ");
    request.set_reason("Lý do mẫu");
    return Write<pb::ExtendItemRequest, pb::Item>("ExtendItem", std::move(request), {name});
  }

  Attempt Withdraw(const std::string& name) {
    pb::WithdrawItemRequest request;
    request.set_name(name);
    *request.mutable_approval_date() = DayOf2025(200 + Below(100));
    request.mutable_document()->set_number("03/QĐ");
    request.set_reason("Lý do mẫu");
    return Write<pb::WithdrawItemRequest, pb::Item>("WithdrawItem", std::move(request), {name});
  }

  // The next step of an item's life.
  Attempt Advance(const std::string& name) {
    const Known& known = items_[name];
    if (Chance(30)) return Update(name, Chance(80) ? known.revision : 0);
    if (known.state == pb::Item::STATE_DRAFT) return Issue(name, Chance(50) ? known.revision : 0);
    const bool open =
        known.state == pb::Item::STATE_ISSUED || known.state == pb::Item::STATE_IN_PROGRESS;
    if (!open) return Update(name, known.revision);
    const int dice = Below(100);
    if (dice < 60) return Complete(name);
    return dice < 85 ? Extend(name) : Withdraw(name);
  }

  Attempt ComposeWrong() {
    const std::string& name = AnyItem();
    const Known& known = items_[name];
    switch (Below(4)) {
      case 0: {  // a title is required
        pb::CreateItemRequest request = NewItem(Any(world().programs), "");
        return Wrong(Write<pb::CreateItemRequest, pb::Item>("CreateItem", std::move(request), {}));
      }
      case 1: {  // exists
        pb::CreateItemRequest request = NewItem(name.substr(0, name.find("/items/")), NewName());
        request.set_item_id(name.substr(name.rfind('/') + 1));
        return Wrong(Write<pb::CreateItemRequest, pb::Item>("CreateItem", std::move(request), {}));
      }
      case 2: {  // one of the batch exists: none is made
        pb::BatchCreateItemsRequest request;
        request.set_parent(name.substr(0, name.find("/items/")));
        for (int i = 0; i < 3; ++i) *request.add_requests() = NewItem(request.parent(), NewName());
        request.mutable_requests(2)->set_item_id(name.substr(name.rfind('/') + 1));
        return Wrong(Write<pb::BatchCreateItemsRequest, pb::BatchCreateItemsResponse>(
            "BatchCreateItems", std::move(request), {}));
      }
      default:  // nobody else writes to it, so that this is no state of it now
        return Wrong(Update(name, known.revision + 1'000'000'000));
    }
  }

  void Learn(const Attempt& a, bool certain) override {
    const std::string& name = a.call.names.empty() ? "" : a.call.names.front();
    const bool shared = !name.empty() && shared_.contains(name);
    if (a.call.outcome == Outcome::kRefused) {
      if (shared) shared_[name] = 0;
      // Its own, refused after a try without an answer: that try may still be on its way. Or
      // refused for a reason of dates, which changes nothing.
      if (!certain && !shared) Forget(a);
      return;
    }
    if (a.call.validate_only || a.call.wrong) return;
    if (shared) {
      shared_[name] = a.call.answer.front().revision;
      return;
    }
    if (const auto* batch = dynamic_cast<const pb::BatchCreateItemsResponse*>(a.response.get())) {
      for (const pb::Item& item : batch->items()) Remember(item);
    } else {
      Remember(static_cast<const pb::Item&>(*a.response));
    }
  }

  void Remember(const pb::Item& item) {
    for (const pb::Item::Lead& lead : item.leads()) {
      if (!lead.has_result_date()) leads_[item.name()] = lead.unit();
    }
    // An answer to a repeat is of the first time; a client does one thing at a time, so that it is
    // still true.
    items_[item.name()] = {item.state(), item.revision()};
    const bool done =
        item.state() == pb::Item::STATE_COMPLETED || item.state() == pb::Item::STATE_WITHDRAWN;
    if (items_.size() > kItems || (done && Chance(50))) Drop(item.name());
  }

  void Forget(const Attempt& a) override {
    for (const std::string& name : a.call.names) {
      if (shared_.contains(name)) {
        shared_[name] = 0;
      } else {
        Drop(name);
      }
    }
  }
  void Drop(const std::string& name) {
    items_.erase(name);
    leads_.erase(name);
  }

  std::map<std::string, Known> items_;
  std::map<std::string, std::string> leads_;  // a lead that is not done
  std::map<std::string, int64_t> shared_;     // last seen revision; 0: unknown
};

}  // namespace

std::unique_ptr<Client> NewProgramsWriter(int number, uint64_t seed, World& world) {
  return std::make_unique<ProgramsWriter>(number, seed, world);
}

}  // namespace tiendo::fault
