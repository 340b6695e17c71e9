#include "common/paging/filter.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/calendar/day.h"
#include "common/errors/error.h"

namespace tiendo::paging {
namespace {

constexpr std::string_view kSupported =
    "a filter is conditions \"field operator value\" joined by AND, with the operators = != < <= > "
    ">= and : (has)";

absl::Status Bad(const std::string& why) { return errors::InvalidField("filter", why); }

struct Token {
  enum Kind { kWord, kText, kOperator, kEnd } kind = kEnd;
  std::string text;
  Op op = Op::kEqual;
};

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsOperator(char c) { return c == '=' || c == '!' || c == '<' || c == '>' || c == ':'; }
bool EndsWord(char c) {
  return IsSpace(c) || IsOperator(c) || c == '"' || c == '\'' || c == '(' || c == ')' || c == ',';
}

std::string AtCharacter(size_t offset) { return " at byte " + std::to_string(offset); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  absl::StatusOr<Token> Next() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    if (at_ == text_.size()) return Token{};
    char c = text_[at_];
    if (c == '"' || c == '\'') return Quoted(c);
    if (IsOperator(c)) return Operator();
    if (c == '(' || c == ')' || c == ',') {
      return Bad("parentheses and functions are not supported" + AtCharacter(at_) + ": " +
                 std::string(kSupported));
    }
    size_t begin = at_;
    while (at_ < text_.size() && !EndsWord(text_[at_])) ++at_;
    return Token{Token::kWord, std::string(text_.substr(begin, at_ - begin))};
  }

 private:
  absl::StatusOr<Token> Quoted(char quote) {
    size_t begin = at_++;
    Token token{Token::kText, ""};
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == quote) {
        ++at_;
        return token;
      }
      if (c == '\\') {
        if (++at_ == text_.size()) break;
        static constexpr std::string_view kFrom = "\\\"'nt";
        static constexpr std::string_view kTo = "\\\"'\n\t";
        size_t i = kFrom.find(text_[at_]);
        if (i == std::string_view::npos) {
          return Bad("unknown escape" + AtCharacter(at_ - 1) + R"(: use \\ \" \' \n or \t)");
        }
        c = kTo[i];
      }
      token.text += c;
    }
    return Bad("the string that begins" + AtCharacter(begin) + " does not end");
  }

  absl::StatusOr<Token> Operator() {
    static constexpr std::pair<std::string_view, Op> kOperators[] = {
        {"!=", Op::kNotEqual}, {"<=", Op::kLessOrEqual}, {">=", Op::kGreaterOrEqual},
        {"=", Op::kEqual},     {"<", Op::kLess},         {">", Op::kGreater},
        {":", Op::kHas}};
    size_t end = at_;
    while (end < text_.size() && IsOperator(text_[end])) ++end;
    std::string_view run = text_.substr(at_, end - at_);
    for (const auto& [name, op] : kOperators) {
      if (run != name) continue;
      at_ = end;
      return Token{Token::kOperator, std::string(name), op};
    }
    return Bad("unknown operator \"" + std::string(run) + "\"" + AtCharacter(at_) + ": " +
               std::string(kSupported));
  }

  std::string_view text_;
  size_t at_ = 0;
};

absl::Status Unsupported(const std::string& what) {
  return Bad(what + " is not supported: " + std::string(kSupported));
}

bool IsReserved(const Token& token) {
  return token.kind == Token::kWord &&
         (token.text == "AND" || token.text == "OR" || token.text == "NOT");
}

absl::StatusOr<Term> ParseTerm(Lexer& lexer, const Token& field) {
  if (field.kind == Token::kWord && (field.text == "NOT" || field.text.starts_with('-'))) {
    return Unsupported("negation (NOT, -)");
  }
  if (field.kind == Token::kWord && field.text == "OR") return Unsupported("OR");
  if (field.kind != Token::kWord || field.text == "AND") {
    return Bad("a condition must begin with a field: " + std::string(kSupported));
  }
  TIENDO_ASSIGN_OR_RETURN(Token op, lexer.Next());
  if (op.kind != Token::kOperator) {
    return Bad("\"" + field.text + "\" is not followed by an operator: " + std::string(kSupported));
  }
  TIENDO_ASSIGN_OR_RETURN(Token value, lexer.Next());
  if ((value.kind != Token::kWord && value.kind != Token::kText) || IsReserved(value)) {
    return Bad("\"" + field.text + " " + op.text + "\" is not followed by a value: quote a value " +
               "that is not a plain word, e.g. \"AND\"");
  }
  return Term{field.text, op.op, value.text};
}

absl::StatusOr<std::vector<Term>> ParseTerms(std::string_view text) {
  Lexer lexer(text);
  std::vector<Term> terms;
  TIENDO_ASSIGN_OR_RETURN(Token token, lexer.Next());
  while (token.kind != Token::kEnd) {
    TIENDO_ASSIGN_OR_RETURN(Term term, ParseTerm(lexer, token));
    terms.push_back(std::move(term));
    if (terms.size() > kMaxFilterTerms) {
      return Bad("has more than " + std::to_string(kMaxFilterTerms) + " conditions");
    }
    TIENDO_ASSIGN_OR_RETURN(token, lexer.Next());
    if (token.kind == Token::kEnd) break;
    if (token.kind == Token::kWord && token.text == "OR") return Unsupported("OR");
    if (token.kind != Token::kWord || token.text != "AND") {
      return Bad("conditions must be joined by AND; \"" + token.text + "\" stands where AND would");
    }
    TIENDO_ASSIGN_OR_RETURN(token, lexer.Next());
    if (token.kind == Token::kEnd) return Bad("ends with AND: a condition is missing");
  }
  return terms;
}

bool Allows(const FilterField& field, Op op) {
  const FieldType type = field.type;
  if (field.repeated) return op == Op::kHas;
  if (op == Op::kEqual || op == Op::kNotEqual) return true;
  if (op == Op::kHas) return type == FieldType::kString;
  return type == FieldType::kNumber || type == FieldType::kDate;
}

std::string Join(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// Says what is wrong with `value` for `field`; normalises it when nothing is.
std::optional<std::string> CheckValue(const FilterField& field, std::string& value) {
  switch (field.type) {
    case FieldType::kString:
      return std::nullopt;
    case FieldType::kNumber: {
      int64_t number = 0;
      auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc() || end != value.data() + value.size()) {
        return "takes a whole number, not \"" + value + "\"";
      }
      value = std::to_string(number);
      return std::nullopt;
    }
    case FieldType::kDate: {
      absl::StatusOr<calendar::Day> day = calendar::ParseIsoDay(value);
      if (!day.ok()) return "takes a date: " + std::string(day.status().message());
      return std::nullopt;
    }
    case FieldType::kBool:
      if (value == "true" || value == "false") return std::nullopt;
      return "takes true or false, not \"" + value + "\"";
    case FieldType::kEnum:
      if (std::ranges::count(field.values, value) > 0) return std::nullopt;
      return "takes one of " + Join(field.values) + ", not \"" + value + "\"";
  }
  return "has a type that cannot be filtered";
}

void Check(const std::vector<FilterField>& fields, Term& term, errors::Violations& violations) {
  auto it = std::ranges::find(fields, term.field, &FilterField::name);
  if (it == fields.end()) {
    std::vector<std::string> names;
    for (const FilterField& f : fields) names.push_back(f.name);
    violations.Add("filter",
                   "unknown field \"" + term.field + "\": filter by one of " + Join(names));
    return;
  }
  if (!Allows(*it, term.op)) {
    std::vector<std::string> ops;
    for (Op op : {Op::kEqual, Op::kNotEqual, Op::kLess, Op::kLessOrEqual, Op::kGreater,
                  Op::kGreaterOrEqual, Op::kHas}) {
      if (Allows(*it, op)) ops.emplace_back(Name(op));
    }
    violations.Add("filter", term.field + " does not take the operator " +
                                 std::string(Name(term.op)) + ": use one of " + Join(ops) +
                                 (it->repeated ? " (one of its elements is the value)" : ""));
    return;
  }
  if (std::optional<std::string> problem = CheckValue(*it, term.value)) {
    violations.Add("filter", term.field + " " + *problem);
  }
}

}  // namespace

std::string_view Name(Op op) {
  switch (op) {
    case Op::kEqual:
      return "=";
    case Op::kNotEqual:
      return "!=";
    case Op::kLess:
      return "<";
    case Op::kLessOrEqual:
      return "<=";
    case Op::kGreater:
      return ">";
    case Op::kGreaterOrEqual:
      return ">=";
    case Op::kHas:
      return ":";
  }
  return "=";
}

std::string Filter::Canonical() const {
  std::vector<std::string> parts;
  for (const Term& term : terms) {
    std::string part = term.field + std::string(Name(term.op)) + '"';
    for (char c : term.value) {
      if (c == '"' || c == '\\') part += '\\';
      part += c;
    }
    parts.push_back(part + '"');
  }
  std::ranges::sort(parts);
  parts.erase(std::ranges::unique(parts).begin(), parts.end());
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " AND ") + part;
  return out;
}

absl::StatusOr<Filter> ParseFilter(std::string_view text, const std::vector<FilterField>& fields) {
  // Counts code points: every byte but a continuation byte begins one.
  auto characters = static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
  if (characters > kMaxFilterCharacters || text.size() > 4 * kMaxFilterCharacters) {
    return Bad("is longer than " + std::to_string(kMaxFilterCharacters) + " characters");
  }
  TIENDO_ASSIGN_OR_RETURN(std::vector<Term> terms, ParseTerms(text));
  errors::Violations violations;
  for (Term& term : terms) Check(fields, term, violations);
  if (!violations.empty()) return violations.ToStatus();
  return Filter{std::move(terms)};
}

}  // namespace tiendo::paging
