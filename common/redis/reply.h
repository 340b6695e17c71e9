// A reply of Redis, free of hiredis types.
#ifndef TIENDO_COMMON_REDIS_REPLY_H_
#define TIENDO_COMMON_REDIS_REPLY_H_

#include <cstdint>
#include <string>
#include <vector>

namespace tiendo::redis {

struct Reply {
  enum class Type { kNil, kInteger, kString, kStatus, kError, kArray };

  Type type = Type::kNil;
  int64_t integer = 0;          // kInteger.
  std::string text;             // kString (any bytes), kStatus, kError.
  std::vector<Reply> elements;  // kArray.
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_REPLY_H_
