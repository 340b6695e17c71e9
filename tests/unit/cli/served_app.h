// `tiendo` against services of a test's own.
#ifndef TIENDO_TESTS_UNIT_CLI_SERVED_APP_H_
#define TIENDO_TESTS_UNIT_CLI_SERVED_APP_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/app.h"

namespace tiendo::cli {

class ServedApp : public ::testing::Test {
 protected:
  // Called once; the services are members of the test.
  void Serve(std::initializer_list<grpc::Service*> services) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  // Before the members of the test go.
  void TearDown() override { server_->Shutdown(); }

  // The exit code; what is printed is in out_ and err_. `answer` is what a clerk types.
  int Tiendo(std::vector<std::string> arguments, const std::string& answer = "") {
    arguments.insert(arguments.begin(), {"tiendo", "--programs", address_, "--supervision",
                                         address_, "--status", address_});
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::istringstream in(answer);
    out_.str("");
    err_.str("");
    return RunApp(static_cast<int>(argv.size()), argv.data(), {.in = in, .out = out_, .err = err_});
  }

  std::ostringstream out_;
  std::ostringstream err_;

 private:
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tiendo::cli

#endif  // TIENDO_TESTS_UNIT_CLI_SERVED_APP_H_
