// The Vietnamese sentence of every error reason, for LocalizedMessage.
#ifndef TIENDO_COMMON_RPC_LOCALIZED_VI_H_
#define TIENDO_COMMON_RPC_LOCALIZED_VI_H_

#include <string_view>

namespace tiendo::rpc {

// What a person reads: what happened and what to do. `reason` is the name without its prefix, e.g.
// "ETAG_MISMATCH". Empty when the reason is not in the catalogue.
std::string_view LocalizedVi(std::string_view reason);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_LOCALIZED_VI_H_
