#include "tests/support/http_receiver.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace tiendo::testing {
namespace {

std::string Text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string out(data, static_cast<size_t>(size));
  BIO_free(bio);
  return out;
}

std::shared_ptr<SSL_CTX> NewContext(const Certificate& certificate) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  BIO* pem = BIO_new_mem_buf(certificate.certificate.data(), -1);
  X509* x509 = PEM_read_bio_X509(pem, nullptr, nullptr, nullptr);
  BIO_free(pem);
  pem = BIO_new_mem_buf(certificate.key.data(), -1);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(pem, nullptr, nullptr, nullptr);
  BIO_free(pem);
  if (SSL_CTX_use_certificate(context.get(), x509) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), key) != 1) {
    std::abort();
  }
  X509_free(x509);
  EVP_PKEY_free(key);
  return context;
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

HttpReceiver::Request ParseHead(std::string_view head) {
  HttpReceiver::Request request;
  const size_t line_end = head.find("\r\n");
  const std::string_view first = head.substr(0, line_end);
  request.method = first.substr(0, first.find(' '));
  const std::string_view rest = first.substr(request.method.size() + 1);
  request.path = rest.substr(0, rest.find(' '));
  for (size_t at = line_end + 2; at < head.size();) {
    const size_t end = head.find("\r\n", at);
    const std::string_view line = head.substr(at, end - at);
    const size_t colon = line.find(": ");
    if (colon != std::string_view::npos) {
      request.headers[Lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
    at = end + 2;
  }
  return request;
}

}  // namespace

Certificate Certificate::SelfSigned() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* x509 = X509_new();
  X509_set_version(x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 24L * 3600);
  X509_set_pubkey(x509, key);
  X509_NAME* name = X509_get_subject_name(x509);
  const std::string common_name = "tiendo test";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name.data()), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  for (const auto& [id, value] : {std::pair(NID_subject_alt_name, "IP:127.0.0.1"),
                                  std::pair(NID_basic_constraints, "critical,CA:TRUE")}) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }
  if (X509_sign(x509, key, EVP_sha256()) == 0) std::abort();
  Certificate out;
  BIO* pem = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(pem, x509);
  out.certificate = Text(pem);
  pem = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(pem, key, nullptr, nullptr, 0, nullptr, nullptr);
  out.key = Text(pem);
  X509_free(x509);
  EVP_PKEY_free(key);
  return out;
}

// Bytes in and out, with TLS or without.
class HttpReceiver::Connection {
 public:
  Connection(int fd, SSL_CTX* tls) : fd_(fd) {
    if (tls == nullptr) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, fd);
    open_ = SSL_accept(ssl_) == 1;
  }
  ~Connection() {
    if (ssl_ != nullptr) SSL_free(ssl_);
  }
  // The next request; nullopt when the connection has ended.
  std::optional<Request> Read() {
    size_t head_end = 0;
    while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!Fill()) return std::nullopt;
    }
    Request request = ParseHead(buffer_.substr(0, head_end + 2));
    buffer_.erase(0, head_end + 4);
    const size_t size = std::strtoul(request.headers["content-length"].c_str(), nullptr, 10);
    while (buffer_.size() < size) {
      if (!Fill()) return std::nullopt;
    }
    request.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return request;
  }
  void Write(const std::string& text) {
    // The client may have given up meanwhile.
    if (ssl_ != nullptr) {
      (void)SSL_write(ssl_, text.data(), static_cast<int>(text.size()));
    } else {
      (void)!send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    }
  }

 private:
  bool Fill() {
    std::array<char, 4096> bytes;
    const ssize_t n = !open_            ? 0
                      : ssl_ != nullptr ? SSL_read(ssl_, bytes.data(), bytes.size())
                                        : recv(fd_, bytes.data(), bytes.size(), 0);
    if (n <= 0) return false;
    buffer_.append(bytes.data(), static_cast<size_t>(n));
    return true;
  }

  const int fd_;
  SSL* ssl_ = nullptr;
  bool open_ = true;
  std::string buffer_;
};

HttpReceiver::HttpReceiver(Handler handler, const Certificate* certificate)
    : handler_(std::move(handler)),
      tls_(certificate == nullptr ? nullptr : NewContext(*certificate)),
      server_([this](int fd) { Serve(fd); }) {}

std::string HttpReceiver::url() const {
  return std::string(tls_ == nullptr ? "http" : "https") + "://" + server_.address() + "/hook";
}

std::vector<HttpReceiver::Request> HttpReceiver::requests() const {
  std::lock_guard lock(mutex_);
  return requests_;
}

void HttpReceiver::Serve(int fd) {
  // TLS writes to a client that has hung up raise it.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Connection connection(fd, tls_.get());
  while (std::optional<Request> request = connection.Read()) {
    {
      std::lock_guard lock(mutex_);
      requests_.push_back(*request);
    }
    const Answer answer = handler_(*request);
    if (answer.drop) break;
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " Answer\r\n";
    for (const std::string& header : answer.headers) text += header + "\r\n";
    connection.Write(text + (answer.status == 204 ? "\r\n" : "Content-Length: 5\r\n\r\nhello"));
  }
}

}  // namespace tiendo::testing
