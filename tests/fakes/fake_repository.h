// A repository in memory, for tests of domains.
#ifndef TIENDO_TESTS_FAKES_FAKE_REPOSITORY_H_
#define TIENDO_TESTS_FAKES_FAKE_REPOSITORY_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/resource/repository.h"

namespace tiendo::testing {

// Every Put is a revision of its own, one second after the one before.
template <typename T>
class FakeRepository final : public resource::Repository<T> {
 public:
  absl::StatusOr<std::optional<T>> Get(std::string_view name) override {
    auto found = values_.find(name);
    if (found == values_.end()) return std::optional<T>();
    return std::optional<T>(found->second);
  }

  absl::StatusOr<std::vector<T>> List(std::string_view prefix, std::string_view after,
                                      int limit) override {
    std::vector<T> out;
    for (const auto& [name, value] : values_) {
      if (out.size() == static_cast<size_t>(limit)) break;
      if (name.starts_with(prefix) && name > after) out.push_back(value);
    }
    return out;
  }

  absl::Status Put(T& value) override {
    const Instant now{std::chrono::seconds(++revision_)};
    if (value.stamp.revision == 0) value.stamp.create_time = now;
    value.stamp.revision = revision_;
    value.stamp.update_time = now;
    values_.insert_or_assign(value.name, value);
    return absl::OkStatus();
  }

  // Writes so far.
  int64_t revision() const { return revision_; }

 private:
  std::map<std::string, T, std::less<>> values_;
  int64_t revision_ = 0;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_FAKES_FAKE_REPOSITORY_H_
