#include "services/cli/supervision_write.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "common/base/random_id.h"
#include "services/cli/call_error.h"
#include "services/cli/supervision_words.h"

namespace tiendo::cli {
namespace {

using google::protobuf::Message;
using supervision::v1::Dossier;
using supervision::v1::Engagement;
using supervision::v1::Plan;
using supervision::v1::Recommendation;
using supervision::v1::Reminder;

constexpr char kService[] = "tiendo.supervision.v1.SupervisionService/";

template <typename T>
const T* As(const Message& message) {
  return message.GetDescriptor() == T::descriptor() ? static_cast<const T*>(&message) : nullptr;
}

// Warnings of `after` that `before` does not have: they are only ever added by a write.
void ShowNewWarnings(Context& context, const Message* before, const Message& after) {
  const auto* now = As<Engagement>(after);
  if (now == nullptr) return;
  const auto* was = before == nullptr ? nullptr : As<Engagement>(*before);
  for (int i = was == nullptr ? 0 : was->warnings_size(); i < now->warnings_size(); ++i) {
    context.err << "  lưu ý: " << WarningVi(now->warnings(i)) << " (vẫn ghi được)\n";
  }
}

// Which number it has, and what comes next. Numbers are no counts: that of a voided urging is not
// given again, and an heir goes on from the highest of those it replaces.
void ShowPlace(Context& context, const Message& after) {
  const auto* reminder = As<Reminder>(after);
  if (reminder == nullptr) return;
  context.err << "  lần nhắc thứ " << reminder->ordinal() << ", văn bản đôn đốc thứ "
              << reminder->urging() << " (kể cả lần đã hủy)\n";
  const std::string next = NextStepVi(*reminder);
  if (!next.empty()) context.err << "  " << next << '\n';
}

// What a write is about, in front of its name.
std::string TitleOf(const Message& resource) {
  if (const auto* reminder = As<Reminder>(resource)) {
    return reminder->subject() + ", " + reminder->unit();
  }
  const std::string title = StringField(resource, "title");
  return title.empty() ? StringField(resource, "name") : title;
}

absl::Status Send(Context& context, const SupervisionWrite& write, bool validate_only,
                  Message& answer) {
  std::unique_ptr<Message> request(write.request->New());
  request->CopyFrom(*write.request);
  SetBool(*request, "validate_only", validate_only);
  if (!validate_only) SetString(*request, "request_id", RandomUuid());
  return context.caller.CallByName(kService + write.method, *request, answer);
}

}  // namespace

void AddSupervisionFlags(CLI::App& command, SupervisionFlags& flags, const std::string& name_help,
                         bool document_required) {
  command.add_option("name", flags.name, name_help)->required();
  command.add_option("--date", flags.date, "The day on which it counts; default: today");
  CLI::Option* number =
      command.add_option("--document", flags.document.number, "Number of the document behind it");
  if (document_required) number->required();
  command.add_option("--document-date", flags.document.date, "Date on the document");
  command.add_option("--issuer", flags.document.issuer, "Issuing body of the document");
  command.add_flag("--yes,-y", flags.yes, "Do not ask");
}

std::string NameIn(std::string_view collection, const std::string& given) {
  if (given.empty() || given.find('/') != std::string::npos) return given;
  return std::string(collection) + '/' + given;
}

std::string ByDocumentAndDate(const tiendo::type::v1::Document& document,
                              const google::type::Date& date) {
  std::string out = "ngày " + VietnameseDate(date);
  if (!document.number().empty()) out += ", văn bản " + document.number();
  return out;
}

std::string DescribeState(const Message& resource) {
  if (const auto* plan = As<Plan>(resource)) return std::string(StateVi(plan->state()));
  if (const auto* engagement = As<Engagement>(resource)) return StageVi(*engagement);
  if (const auto* recommendation = As<Recommendation>(resource)) {
    std::string out(StateVi(recommendation->state()));
    if (recommendation->outcome() != supervision::v1::OUTCOME_UNSPECIFIED) {
      out += " (" + std::string(OutcomeVi(recommendation->outcome())) + ")";
    }
    return out;
  }
  if (const auto* dossier = As<Dossier>(resource)) {
    return "hồ sơ " + std::to_string(dossier->present_count()) + "/" +
           std::to_string(dossier->total_count());
  }
  if (const auto* reminder = As<Reminder>(resource)) {
    return NumberVi(*reminder) + ", " + AnswerVi(*reminder);
  }
  return "";
}

absl::StatusOr<int> RunSupervisionWrite(Context& context, const std::string& getter,
                                        const std::string& name, bool yes, SupervisionWrite write,
                                        const Message& answer) {
  std::unique_ptr<Message> before(answer.New());
  if (!getter.empty()) {
    const google::protobuf::MethodDescriptor* method =
        DescriptorOf(Service::kSupervision).FindMethodByName(getter);
    std::unique_ptr<Message> get = NewMessage(*method->input_type());
    SetString(*get, "name", name);
    TIENDO_RETURN_IF_ERROR(context.caller.Call({Service::kSupervision, method}, *get, *before));
  }
  // What it would be: the service answers a check with the state it would write.
  std::unique_ptr<Message> after(answer.New());
  TIENDO_RETURN_IF_ERROR(Send(context, write, /*validate_only=*/true, *after));
  context.err << context.style.Bold(TitleOf(*after)) << " (" << StringField(*after, "name")
              << ")\n  sẽ ghi: " << write.description << "\n  ";
  if (!getter.empty()) context.err << DescribeState(*before) << " → ";
  context.err << DescribeState(*after) << '\n';
  ShowNewWarnings(context, getter.empty() ? nullptr : before.get(), *after);
  if (getter.empty()) ShowPlace(context, *after);
  if (!Confirmed(context, yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }
  TIENDO_RETURN_IF_ERROR(Send(context, write, /*validate_only=*/false, *after));
  if (context.settings.json) {
    context.out << ToJson(*after);
  } else {
    context.out << "Đã ghi: " << StringField(*after, "name") << " " << DescribeState(*after)
                << ".\n";
  }
  return kExitOk;
}

}  // namespace tiendo::cli
