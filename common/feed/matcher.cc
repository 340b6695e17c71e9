#include "common/feed/matcher.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "google/type/date.pb.h"

namespace tiendo::feed {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::unique_ptr<Message> Unpack(std::string_view body) {
  google::protobuf::Any any;
  if (!any.ParseFromArray(body.data(), static_cast<int>(body.size()))) return nullptr;
  std::string type;
  if (!google::protobuf::Any::ParseAnyTypeUrl(any.type_url(), &type)) return nullptr;
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  if (!any.UnpackTo(message.get())) return nullptr;
  return message;
}

// "SIDE_PARTY" of enum Side is "PARTY" in filters: the prefix is the name of the zero value without
// "UNSPECIFIED".
std::string ShortName(const google::protobuf::EnumValueDescriptor& value) {
  const std::string& zero = value.type()->value(0)->name();
  constexpr std::string_view kZero = "UNSPECIFIED";
  size_t prefix = zero.ends_with(kZero) ? zero.size() - kZero.size() : 0;
  return value.name().substr(prefix);
}

struct FieldValue {
  std::string text;  // as filters spell it
  bool number = false;
};

std::optional<FieldValue> ScalarOf(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return FieldValue{reflection.GetString(message, &field)};
    case FieldDescriptor::CPPTYPE_BOOL:
      return FieldValue{reflection.GetBool(message, &field) ? "true" : "false"};
    case FieldDescriptor::CPPTYPE_INT32:
      return FieldValue{std::to_string(reflection.GetInt32(message, &field)), true};
    case FieldDescriptor::CPPTYPE_INT64:
      return FieldValue{std::to_string(reflection.GetInt64(message, &field)), true};
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldValue{ShortName(*reflection.GetEnum(message, &field))};
    default:
      return std::nullopt;
  }
}

// What a field holds: nothing when it is not set or does not exist.
struct FieldValues {
  std::vector<FieldValue> values;
  bool repeated = false;
};

void AddElement(const Message& message, const FieldDescriptor& field, int i, FieldValues& out) {
  const Reflection& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    out.values.push_back({reflection.GetRepeatedString(message, &field, i)});
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    out.values.push_back({std::to_string(reflection.GetRepeatedInt32(message, &field, i)), true});
  }
}

FieldValues ValuesOf(const Message& message, std::string_view path) {
  FieldValues out;
  const size_t dot = path.find('.');
  const std::string_view rest = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  const FieldDescriptor* field =
      message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (field == nullptr) return out;
  const Reflection& reflection = *message.GetReflection();
  if (field->is_repeated()) {
    out.repeated = true;
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (rest.empty()) {
        AddElement(message, *field, i, out);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        FieldValues inner = ValuesOf(reflection.GetRepeatedMessage(message, field, i), rest);
        out.values.insert(out.values.end(), inner.values.begin(), inner.values.end());
      }
    }
    return out;
  }
  if (field->has_presence() && !reflection.HasField(message, field)) return out;
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    if (auto value = ScalarOf(message, *field)) out.values.push_back(*std::move(value));
    return out;
  }
  const Message& inner = reflection.GetMessage(message, field);
  if (!rest.empty()) return ValuesOf(inner, rest);
  if (const auto* date = dynamic_cast<const google::type::Date*>(&inner)) {
    out.values.push_back(
        {absl::StrFormat("%04d-%02d-%02d", date->year(), date->month(), date->day())});
  }
  return out;
}

// <0, 0, >0. Numbers by value, everything else by bytes (ISO dates sort so; a code "07" is not 7).
int Compare(const FieldValue& value, const std::string& wanted) {
  if (!value.number) return value.text.compare(wanted);
  int64_t x = 0;
  int64_t y = 0;
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), x);
  std::from_chars(wanted.data(), wanted.data() + wanted.size(), y);
  return x < y ? -1 : (x > y ? 1 : 0);
}

bool Meets(const FieldValue& value, const paging::Term& term) {
  const int order = Compare(value, term.value);
  switch (term.op) {
    case paging::Op::kEqual:
      return order == 0;
    case paging::Op::kNotEqual:
      return order != 0;
    case paging::Op::kLess:
      return order < 0;
    case paging::Op::kLessOrEqual:
      return order <= 0;
    case paging::Op::kGreater:
      return order > 0;
    case paging::Op::kGreaterOrEqual:
      return order >= 0;
    case paging::Op::kHas:
      return value.text.find(term.value) != std::string::npos;
  }
  return false;
}

bool Meets(const FieldValues& field, const paging::Term& term) {
  if (field.repeated) {
    return std::any_of(field.values.begin(), field.values.end(),
                       [&](const FieldValue& value) { return Compare(value, term.value) == 0; });
  }
  if (field.values.empty()) return term.op == paging::Op::kNotEqual;
  return Meets(field.values.front(), term);
}

}  // namespace

bool MatchesCollection(const paging::Filter& filter, const ledger::Collection& collection) {
  for (const paging::Term& term : filter.terms) {
    if (term.field == "collection" && !Meets(FieldValue{collection.id}, term)) return false;
  }
  return true;
}

bool Matches(const paging::Filter& filter, const ledger::Collection& collection,
             std::string_view body) {
  if (!MatchesCollection(filter, collection)) return false;
  std::unique_ptr<Message> message;
  for (const paging::Term& term : filter.terms) {
    if (term.field == "collection") continue;
    if (message == nullptr) message = Unpack(body);
    if (message == nullptr || !Meets(ValuesOf(*message, term.field), term)) return false;
  }
  return true;
}

}  // namespace tiendo::feed
