#include "common/resource/name.h"

#include "absl/strings/str_cat.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/text/id.h"

namespace tiendo::resource {
namespace {

namespace reasons = errors::reasons;

// "programs/*/items/*" as people read it: "programs/{program}/items/{item}".
std::string Readable(std::string_view pattern) {
  std::string out;
  std::string collection;
  while (!pattern.empty()) {
    size_t end = pattern.find('/');
    std::string segment(pattern.substr(0, end));
    if (!out.empty()) out += '/';
    if (segment == "*") {
      std::string singular = collection;
      if (singular.ends_with("ies")) {
        singular.replace(singular.size() - 3, 3, "y");
      } else if (singular.ends_with('s')) {
        singular.pop_back();
      }
      out += "{" + singular + "}";
    } else {
      out += segment;
      collection = segment;
    }
    if (end == std::string_view::npos) break;
    pattern.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

std::optional<std::vector<std::string>> ParseName(std::string_view name, std::string_view pattern) {
  std::vector<std::string> ids;
  while (true) {
    size_t p = pattern.find('/');
    size_t n = name.find('/');
    std::string_view want = pattern.substr(0, p);
    std::string_view have = name.substr(0, n);
    if (want == "*") {
      if (!text::ValidId(have)) return std::nullopt;
      ids.emplace_back(have);
    } else if (want != have) {
      return std::nullopt;
    }
    if ((p == std::string_view::npos) != (n == std::string_view::npos)) return std::nullopt;
    if (p == std::string_view::npos) return ids;
    pattern.remove_prefix(p + 1);
    name.remove_prefix(n + 1);
  }
}

std::optional<std::string> NameProblem(std::string_view name, std::string_view pattern) {
  if (ParseName(name, pattern)) return std::nullopt;
  if (name.empty()) return "is required: " + Readable(pattern);
  return "must be " + Readable(pattern) + "; each id " + std::string(text::kIdRule);
}

std::string NumberedName(std::string_view prefix, int number) {
  static_assert(kMaxNumber <= 9999);
  return std::string(prefix) + absl::StrCat(absl::Dec(number, absl::kZeroPad4));
}

absl::Status NotFound(std::string_view name) {
  return errors::Make(absl::StatusCode::kNotFound, reasons::kResourceNotFound,
                      "there is no " + std::string(name), {{"name", std::string(name)}});
}

absl::Status Exists(std::string_view name) {
  return errors::Make(absl::StatusCode::kAlreadyExists, reasons::kResourceExists,
                      std::string(name) + " exists already: choose another id or update it",
                      {{"name", std::string(name)}});
}

absl::Status ReferenceNotFound(std::string_view field, std::string_view name) {
  errors::Details details;
  details.reason = std::string(reasons::kReferenceNotFound);
  details.metadata["name"] = std::string(name);
  details.violations.push_back(
      {std::string(field), "there is no " + std::string(name) + ": create it first"});
  std::string message = std::string(field) + ": there is no " + std::string(name);
  return errors::Make(absl::StatusCode::kInvalidArgument, message, std::move(details));
}

}  // namespace tiendo::resource
