// What the bytes of answers in Redis mean.
#ifndef TIENDO_SERVICES_STATUS_CACHE_SCHEMA_H_
#define TIENDO_SERVICES_STATUS_CACHE_SCHEMA_H_

namespace tiendo::status {

// Changes with the message or its rules. What settings change in the figures follows it after a
// "/", see SchemaOf in server.cc.
inline constexpr char kCacheSchema[] = "tiendo.status.v1.Status/5";

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_CACHE_SCHEMA_H_
