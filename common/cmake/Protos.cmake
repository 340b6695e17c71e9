# tiendo_protos(<name> ROOT <import root> PROTOS <paths under the root> [GRPC] [DEPS <libraries>]):
# compiles each proto once, into one library, as system code (no strict warnings). CMake 3.25's own
# protobuf_generate computes wrong output paths for protos below an import folder, hence this.
find_program(PROTOC protoc REQUIRED)
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)

# google/rpc and google/type come from Debian's package and are not copied into the tree.
find_path(GOOGLEAPIS_ROOT google/rpc/error_details.proto
  PATHS /usr/share/gocode/src/github.com/gogo/googleapis REQUIRED)
find_path(GRPC_PROTO_ROOT grpc/health/v1/health.proto
  PATHS /usr/share/grpc-proto /usr/include /usr/share/grpc REQUIRED)

set(TIENDO_GEN "${PROJECT_BINARY_DIR}/gen")
file(MAKE_DIRECTORY "${TIENDO_GEN}")

# What tools that read sources need of a build.
add_custom_target(generated)

function(tiendo_protos name)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "PROTOS;DEPS" ${ARGN})
  set(generated)
  set(headers)
  foreach(proto ${ARG_PROTOS})
    string(REGEX REPLACE "\\.proto$" "" stem "${proto}")
    set(outputs "${TIENDO_GEN}/${stem}.pb.cc" "${TIENDO_GEN}/${stem}.pb.h")
    set(grpc_args)
    if(ARG_GRPC)
      list(APPEND outputs "${TIENDO_GEN}/${stem}.grpc.pb.cc" "${TIENDO_GEN}/${stem}.grpc.pb.h")
      list(APPEND headers "<${stem}.grpc.pb.h>")
      set(grpc_args "--grpc_out=${TIENDO_GEN}" "--plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN}")
    endif()
    add_custom_command(OUTPUT ${outputs}
      COMMAND ${PROTOC} "--cpp_out=${TIENDO_GEN}" ${grpc_args}
        "-I${PROJECT_SOURCE_DIR}/protos" "-I${GOOGLEAPIS_ROOT}" "-I${GRPC_PROTO_ROOT}"
        "${ARG_ROOT}/${proto}"
      DEPENDS "${ARG_ROOT}/${proto}"
      VERBATIM)
    list(APPEND generated ${outputs})
  endforeach()
  add_custom_target(${name}_sources DEPENDS ${generated})
  add_dependencies(generated ${name}_sources)
  add_library(${name} STATIC ${generated})
  target_include_directories(${name} SYSTEM PUBLIC "${TIENDO_GEN}")
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} protobuf::libprotobuf)
  if(ARG_GRPC)
    target_link_libraries(${name} PUBLIC gRPC::grpc++)
    set_target_properties(${name} PROPERTIES TIENDO_GRPC_HEADERS "${headers}")
  endif()
endfunction()

# tiendo_service_config(<library> <json> <namespace>): the service config that clients of a service use,
# published beside its proto, as a constant
#   <namespace>::kServiceConfig
# in <json's name>.h, for the clients of this project.
function(tiendo_service_config library json namespace)
  set_property(GLOBAL APPEND PROPERTY TIENDO_SERVICE_PROTOS ${library})
  get_filename_component(path "${json}" ABSOLUTE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
  file(READ "${path}" text)
  string(REGEX REPLACE "\\.json$" ".h" header "${json}")
  string(MAKE_C_IDENTIFIER "${header}" guard)
  string(TOUPPER "${guard}" guard)
  file(CONFIGURE OUTPUT "${TIENDO_GEN}/${header}" @ONLY CONTENT [[
#ifndef @guard@_
#define @guard@_

namespace @namespace@ {

inline constexpr char kServiceConfig[] = R"json(@text@)json";

}  // namespace @namespace@

#endif  // @guard@_
]])
endfunction()
