// Resources between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_PROGRAMS_API_CODEC_H_
#define TIENDO_SERVICES_PROGRAMS_API_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/api/message_codec.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/period.h"
#include "services/programs/domain/program.h"
#include "services/programs/domain/secret.h"
#include "services/programs/domain/tag.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::programs {

// Items and events as they are: answers of everything but GetItem are made of masked ones.
v1::Category ToProto(const Category& category);
v1::Program ToProto(const Program& program);
v1::Item ToProto(const Item& item);
v1::ItemEvent ToProto(const ItemEvent& event);
v1::Tag ToProto(const Tag& tag);
v1::Period ToProto(const Period& period);

// Of messages made by ToProto.
Category FromProto(const v1::Category& message);
Program FromProto(const v1::Program& message);
Item FromProto(const v1::Item& message);
Milestone FromProto(const v1::Item::Milestone& message);
ItemEvent FromProto(const v1::ItemEvent& message);
Tag FromProto(const v1::Tag& message);
Period FromProto(const v1::Period& message);

using CategoryCodec = api::MessageCodec<v1::Category, Category, FromProto>;
using ProgramCodec = api::MessageCodec<v1::Program, Program, FromProto>;
using TagCodec = api::MessageCodec<v1::Tag, Tag, FromProto>;
using PeriodCodec = api::MessageCodec<v1::Period, Period, FromProto>;

// Encodes the masked item: the bytes go to lists, the change log and the feed as they are.
class ItemCodec final : public resource::Codec<Item> {
 public:
  std::string Encode(const Item& item) const override;
  absl::StatusOr<Item> Decode(std::string_view body) const override;
};

// Encodes the masked event. That it is secret is no field of the message and not in the bytes.
class EventCodec final : public resource::Codec<ItemEvent> {
 public:
  std::string Encode(const ItemEvent& event) const override;
  absl::StatusOr<ItemEvent> Decode(std::string_view body) const override;
};

// The milestones of an item.
class HiddenItemCodec final : public HiddenCodec<Item> {
 public:
  std::string Encode(const Item& item) const override;
  absl::Status Reveal(std::string_view hidden, Item& item) const override;
};

// The note, the milestones and the reason of voiding of an event.
class HiddenEventCodec final : public HiddenCodec<ItemEvent> {
 public:
  std::string Encode(const ItemEvent& event) const override;
  absl::Status Reveal(std::string_view hidden, ItemEvent& event) const override;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_CODEC_H_
