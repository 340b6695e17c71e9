#include "common/http/client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "common/errors/error.h"

namespace tiendo::http {
namespace {

struct FreeCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

// A part of a URL; "" when it has none.
std::string Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string out(text);
  curl_free(text);
  return out;
}

bool IsLoopback(const std::string& host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address = {};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET;
}

Failure FailureOf(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return Failure::kNone;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Failure::kResolve;
    case CURLE_COULDNT_CONNECT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
      return Failure::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_NOTFOUND:
      return Failure::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::kTimeout;
    case CURLE_ABORTED_BY_CALLBACK:
      return Failure::kInterrupted;
    default:
      return Failure::kOther;
  }
}

// A year: what is longer is no answer, and must not overflow what is reckoned with it.
constexpr curl_off_t kLongestRetry = 366 * 86'400;

// What a receiver writes back is of no use here and may hold anything.
size_t Drop(char*, size_t size, size_t count, void*) { return size * count; }

int AbortWhenStopped(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

// Of this thread, where it then stays pending.
void BlockSigpipe() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

class CurlClient final : public Client {
 public:
  CurlClient(Options options, CURL* curl) : options_(std::move(options)), curl_(curl) {}

  Response Post(const Request& request, const std::atomic<bool>& stop) override {
    CURL* curl = curl_.get();
    curl_easy_reset(curl);  // keeps the connection
    const List headers = ToList(request.headers);
    bool set = Set(CURLOPT_URL, request.url.c_str()) && Set(CURLOPT_HTTPHEADER, headers.get()) &&
               Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())) &&
               Set(CURLOPT_POSTFIELDS, request.body.c_str());
    // Where it may go.
    set = set && Set(CURLOPT_PROTOCOLS_STR, "http,https") && Set(CURLOPT_FOLLOWLOCATION, 0L) &&
          Set(CURLOPT_PROXY, options_.proxy.c_str()) &&
          Set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
    // Whom it believes.
    set = set && Set(CURLOPT_SSL_VERIFYPEER, 1L) && Set(CURLOPT_SSL_VERIFYHOST, 2L) &&
          Set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) &&
          (options_.ca_file.empty() || Set(CURLOPT_CAINFO, options_.ca_file.c_str()));
    // How long it takes. Without signals: those are the process's own business.
    set = set && Set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count())) &&
          Set(CURLOPT_NOSIGNAL, 1L) && Set(CURLOPT_NOPROGRESS, 0L) &&
          Set(CURLOPT_XFERINFOFUNCTION, &AbortWhenStopped) && Set(CURLOPT_XFERINFODATA, &stop) &&
          Set(CURLOPT_WRITEFUNCTION, &Drop) && Set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    Response response;
    if (!set) {
      response.failure = Failure::kOther;
      return response;
    }
    BlockSigpipe();
    response.failure = FailureOf(curl_easy_perform(curl));
    if (response.failure != Failure::kNone) return response;
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    curl_off_t seconds = 0;
    if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) {
      response.retry_after = std::chrono::seconds(std::min(seconds, kLongestRetry));
    }
    return response;
  }

 private:
  template <typename Value>
  bool Set(CURLoption option, Value value) {
    return curl_easy_setopt(curl_.get(), option, value) == CURLE_OK;
  }

  // Without "Expect", for whose answer libcurl would wait before it sends a larger body.
  static List ToList(const std::vector<std::string>& headers) {
    List out(curl_slist_append(nullptr, "Expect:"));
    for (const std::string& header : headers) {
      if (curl_slist* longer = curl_slist_append(out.get(), header.c_str())) {
        (void)out.release();
        out.reset(longer);
      }
    }
    return out;
  }

  const Options options_;
  const std::unique_ptr<CURL, FreeCurl> curl_;
};

}  // namespace

absl::Status CheckUrl(std::string_view text) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  const std::string copy(text);
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, copy.c_str(), 0) != CURLUE_OK ||
      Part(url.get(), CURLUPART_HOST).empty()) {
    return absl::InvalidArgumentError("must be a URL, e.g. https://example.gov.vn/nhac-nho");
  }
  const std::string scheme = Part(url.get(), CURLUPART_SCHEME);
  const bool loopback = scheme == "http" && IsLoopback(Part(url.get(), CURLUPART_HOST));
  if (scheme != "https" && !loopback) {
    return absl::InvalidArgumentError("must begin with https://, or be of a loopback address");
  }
  if (!Part(url.get(), CURLUPART_USER).empty() || !Part(url.get(), CURLUPART_PASSWORD).empty()) {
    return absl::InvalidArgumentError("must hold neither user name nor password");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Client>> Client::Create(Options options) {
  // Once for the process, before the first handle; libcurl needs nothing at the end.
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL* curl = started == CURLE_OK ? curl_easy_init() : nullptr;
  if (curl == nullptr) return errors::Internal("libcurl cannot start");
  return std::make_unique<CurlClient>(std::move(options), curl);
}

}  // namespace tiendo::http
