// Secret items (độ mật): counted like all others, their text shown by GetItem only. What lists,
// events and the feed carry, and what is stored as the resource, is the masked form.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_SECRET_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_SECRET_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/programs/domain/item.h"

namespace tiendo::programs {

// Stands for the title of a secret item in lists and reports (rule 25 of status). Clients and
// tests compare with it, so it is part of the contract and no setting.
inline constexpr char kSecretTitle[] = "(nội dung mật)";

// Of a secret milestone others learn that it is there.
inline void HideMilestones(std::vector<Milestone>& milestones) {
  for (Milestone& milestone : milestones) milestone = {"", kSecretTitle};
}

// As others may see it: of a secret item the title is kSecretTitle, the product empty.
inline Item Masked(Item item) {
  if (item.secret) {
    item.title = kSecretTitle;
    item.product.clear();
    HideMilestones(item.milestones);
  }
  return item;
}

// Of a secret item's event everything that was written freely is empty.
inline ItemEvent Masked(ItemEvent event) {
  if (event.secret) {
    event.reason.clear();
    event.note.clear();
    event.void_reason.clear();
    HideMilestones(event.milestones);
  }
  return event;
}

// Octets of what is hidden beyond the columns that were there first (title, product, reason), for
// a column that nothing but the store reads.
template <typename T>
class HiddenCodec {
 public:
  virtual ~HiddenCodec() = default;
  virtual std::string Encode(const T& value) const = 0;
  // Puts it back.
  virtual absl::Status Reveal(std::string_view hidden, T& value) const = 0;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_SECRET_H_
