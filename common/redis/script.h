// A Lua script that Redis runs as one atomic step.
#ifndef TIENDO_COMMON_REDIS_SCRIPT_H_
#define TIENDO_COMMON_REDIS_SCRIPT_H_

#include <string>

namespace tiendo::redis {

// Immutable. Make one per script, not one per call: the hash that EVALSHA wants is taken here.
class Script {
 public:
  explicit Script(std::string text);

  const std::string& text() const { return text_; }
  // SHA-1 in lower-case hex: Redis' name of the script, not a protection.
  const std::string& sha1() const { return sha1_; }

 private:
  std::string text_;
  std::string sha1_;
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_SCRIPT_H_
