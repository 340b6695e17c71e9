#include "tests/fault/harness/client.h"

#include <utility>

namespace tiendo::fault {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kRemembered = 20;
constexpr int kTries = 5;

void SetText(Message& message, const char* field, const std::string& value) {
  const FieldDescriptor* f = message.GetDescriptor()->FindFieldByName(field);
  message.GetReflection()->SetString(&message, f, value);
}

}  // namespace

Attempt Writer::Unsent(const std::string& method, std::vector<std::string> names,
                       std::string value) {
  Attempt a;
  a.call.client = number();
  a.call.service = service();
  a.call.method = method;
  a.call.write = true;
  a.call.request_id = "r-" + NewName();
  a.call.names = std::move(names);
  a.call.value = std::move(value);
  return a;
}

Attempt Writer::WithOtherBody(const Attempt& old) {
  Attempt a = old;
  a.request.reset(old.request->New());
  a.request->CopyFrom(*old.request);
  // Any field that the request has: the body is another then.
  const auto* descriptor = a.request->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (const char* text : {"title", "display_name", "number", "product"}) {
      if (field->message_type()->FindFieldByName(text) == nullptr) continue;
      SetText(*a.request->GetReflection()->MutableMessage(a.request.get(), field), text,
              "another body");
      a.call.body += "'";
      a.call.value.clear();
      return Wrong(std::move(a));
    }
  }
  return old;
}

Attempt Writer::Next() {
  own_ = false;
  if (again_ != nullptr) return *again_;
  tries_ = 0;
  if (!old_.empty() && Chance(6)) {
    const Attempt& old = old_[static_cast<size_t>(Below(static_cast<int>(old_.size())))];
    return Chance(70) ? old : WithOtherBody(old);
  }
  own_ = true;
  return Compose();
}

void Writer::Take(const Attempt& attempt) {
  const bool own = own_ || again_ != nullptr;
  const bool certain = tries_ == 0;
  again_.reset();
  if (attempt.call.outcome == Outcome::kUnknown) {
    // A repeat of an old one changes nothing whatever becomes of it.
    if (!own) return;
    if (++tries_ < kTries && Chance(85)) {
      again_ = std::make_shared<Attempt>(attempt);
      return;
    }
    Forget(attempt);
    return;
  }
  if (!own) return;
  if (attempt.call.outcome == Outcome::kOk && !attempt.call.validate_only) {
    old_.push_back(attempt);
    if (old_.size() > kRemembered) old_.pop_front();
    world().SetPosition(attempt.position);
  }
  Learn(attempt, certain);
}

Attempt Wrong(Attempt attempt) {
  attempt.call.wrong = true;
  return attempt;
}

Attempt ValidateOnly(Attempt attempt) {
  attempt.call.validate_only = true;
  Message& request = *attempt.request;
  request.GetReflection()->SetBool(&request,
                                   request.GetDescriptor()->FindFieldByName("validate_only"), true);
  return attempt;
}

}  // namespace tiendo::fault
