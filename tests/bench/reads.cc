// Reads: h2load drives both servers in turn; a C++ client would saturate before they do.
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/bench/bench.h"
#include "tests/support/temp_dir.h"

namespace tiendo::bench {
namespace {

// The least a callback server can do: parse nothing, send bytes that were made before.
class Echo final : public tiendo::status::v1::StatusService::WithRawCallbackMethod_GetStatus<
                       tiendo::status::v1::StatusService::Service> {
 public:
  explicit Echo(const std::string& bytes) : slice_(bytes) {}
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                      grpc::ByteBuffer* out) override {
    grpc::ByteBuffer(&slice_, 1).Swap(out);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::Slice slice_;
};

// The request as a gRPC message on the wire: flag, length, bytes.
void WriteFrame(const std::string& file, const std::string& message) {
  std::ofstream out(file, std::ios::binary);
  const auto n = static_cast<uint32_t>(message.size());
  const char head[5] = {0, static_cast<char>(n >> 24), static_cast<char>(n >> 16),
                        static_cast<char>(n >> 8), static_cast<char>(n)};
  out.write(head, sizeof(head));
  out << message;
}

// Requests per second of one run; 0 when h2load could not run.
double Load(const std::string& address, const std::string& body) {
  const std::string command = "h2load -c 4 -m 16 -t 1 -D 2 --warm-up-time=1 -d " + body +
                              " -H 'content-type: application/grpc' -H 'te: trailers' http://" +
                              address + "/tiendo.status.v1.StatusService/GetStatus 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return 0;
  char line[512];
  double rate = 0;
  while (std::fgets(line, sizeof(line), pipe) != nullptr) {
    if (std::string_view(line).starts_with("finished in")) {
      double seconds = 0;
      (void)std::sscanf(line, "finished in %lfs, %lf req/s", &seconds, &rate);
    }
  }
  pclose(pipe);
  return rate;
}

}  // namespace

void BenchReads(testing::Suite& suite, const std::string& status_address) {
  tiendo::status::v1::GetStatusRequest request;
  request.set_scope("units/dang-bo");
  *request.mutable_as_of() = testing::DateOf("2022-06-30");
  auto answer = suite.Status(request);
  if (!answer.ok()) {
    std::printf("reads: %s\n", std::string(answer.status().message()).c_str());
    return;
  }
  const std::string bytes = answer->SerializeAsString();
  Echo echo(bytes);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();

  testing::TempDir dir;
  const std::string body = dir.File("request");
  WriteFrame(body, request.SerializeAsString());
  Sample status_rate;
  Sample echo_rate;
  Sample ratio;
  constexpr int kRounds = 5;
  for (int i = 0; i < kRounds; ++i) {
    const double a = Load(status_address, body);
    const double b = Load("127.0.0.1:" + std::to_string(port), body);
    status_rate.Add(a);
    echo_rate.Add(b);
    if (b > 0) ratio.Add(a / b);
  }
  server->Shutdown();
  std::printf("cached GetStatus, %zu bytes, 4 connections x 16 calls, %d interleaved rounds\n",
              bytes.size(), kRounds);
  std::printf("  GetStatus   %8.0f /s  (median; %.0f to %.0f)\n", status_rate.Quantile(0.5),
              status_rate.Quantile(0), status_rate.Quantile(1));
  std::printf("  bare echo   %8.0f /s  (median; %.0f to %.0f)\n", echo_rate.Quantile(0.5),
              echo_rate.Quantile(0), echo_rate.Quantile(1));
  std::printf("  ratio       %8.2f     (median of the rounds; %.2f to %.2f)\n\n",
              ratio.Quantile(0.5), ratio.Quantile(0), ratio.Quantile(1));
}

}  // namespace tiendo::bench
