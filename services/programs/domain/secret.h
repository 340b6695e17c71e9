// Secret items (độ mật): counted like all others, their text shown by GetItem only. What lists,
// events and the feed carry, and what is stored as the resource, is the masked form.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_SECRET_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_SECRET_H_

#include "services/programs/domain/item.h"

namespace tiendo::programs {

// Stands for the title of a secret item in lists and reports (figures.md, rule 25). Clients and
// tests compare with it, so it is part of the contract and no setting.
inline constexpr char kSecretTitle[] = "(nội dung mật)";

// As others may see it: of a secret item the title is kSecretTitle and the product empty.
inline Item Masked(Item item) {
  if (item.secret) {
    item.title = kSecretTitle;
    item.product.clear();
  }
  return item;
}

// Of a secret item's event the reason is empty.
inline ItemEvent Masked(ItemEvent event) {
  if (event.secret) event.reason.clear();
  return event;
}

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_SECRET_H_
