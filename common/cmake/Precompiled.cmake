# Precompiled headers: what most sources of a layer include and is slow to parse (the standard
# library, Abseil, gRPC, the generated protos, GoogleMock) is parsed once. Sources include what they
# use all the same; -DTIENDO_PRECOMPILE=OFF compiles without, and finds where one does not.
option(TIENDO_PRECOMPILE "Parse the headers that most sources share once" ON)

set(TIENDO_HEADERS_base <algorithm> <array> <chrono> <functional> <map> <memory> <mutex> <optional>
  <set> <span> <string> <string_view> <utility> <vector> <absl/status/status.h>
  <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_format.h>
  <absl/strings/str_join.h> <absl/strings/str_split.h> <absl/time/time.h>)
set(TIENDO_HEADERS_grpc ${TIENDO_HEADERS_base} <grpcpp/grpcpp.h> <google/protobuf/message.h>
  <google/rpc/error_details.pb.h>)
set(TIENDO_HEADERS_protos ${TIENDO_HEADERS_grpc})  # and the protos that use gRPC, below
set(TIENDO_HEADERS_tests <atomic> <fstream> <future> <random> <sstream> <thread> <gmock/gmock.h>
  <gtest/gtest.h>)

# Whether `target` is linked, through others too, with one that matches `pattern`.
function(tiendo_links target pattern out)
  set(${out} OFF PARENT_SCOPE)
  get_property(known GLOBAL PROPERTY "TIENDO_LINKS_${pattern}_${target}" SET)
  if(NOT known)
    set(found OFF)
    get_target_property(linked ${target} LINK_LIBRARIES)
    foreach(library ${linked})
      if(library MATCHES "${pattern}")
        set(found ON)
      elseif(TARGET ${library})
        get_target_property(imported ${library} IMPORTED)
        if(NOT imported)
          tiendo_links(${library} "${pattern}" found)
        endif()
      endif()
      if(found)
        break()
      endif()
    endforeach()
    set_property(GLOBAL PROPERTY "TIENDO_LINKS_${pattern}_${target}" ${found})
  endif()
  get_property(found GLOBAL PROPERTY "TIENDO_LINKS_${pattern}_${target}")
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# A target that does nothing but own one set of precompiled headers.
function(tiendo_header_set name)
  cmake_parse_arguments(ARG "TEST" "" "HEADERS;DEPS" ${ARGN})
  set(source "${PROJECT_BINARY_DIR}/headers/${name}.cc")
  file(CONFIGURE OUTPUT "${source}" CONTENT "")
  add_library(${name} OBJECT "${source}")
  tiendo_strict(${name} NO_HEADERS)
  if(ARG_TEST)
    tiendo_test_options(${name})
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# Gives each target of this project the largest set of headers whose libraries it is linked with.
function(tiendo_precompile)
  if(NOT TIENDO_PRECOMPILE)
    return()
  endif()
  get_property(protos GLOBAL PROPERTY TIENDO_SERVICE_PROTOS)
  set(proto_headers)
  foreach(proto ${protos})
    get_target_property(headers ${proto} TIENDO_GRPC_HEADERS)
    list(APPEND proto_headers ${headers})
  endforeach()
  foreach(kind "" _test)
    set(test)
    set(extra)
    set(extra_deps)
    if(kind)
      set(test TEST)
      set(extra ${TIENDO_HEADERS_tests})
      set(extra_deps GTest::gmock)
    endif()
    tiendo_header_set(headers_base${kind} ${test} HEADERS ${TIENDO_HEADERS_base} ${extra}
      DEPS absl::status absl::statusor absl::strings absl::str_format absl::time ${extra_deps})
    tiendo_header_set(headers_grpc${kind} ${test} HEADERS ${TIENDO_HEADERS_grpc} ${extra}
      DEPS proto_google gRPC::grpc++ ${extra_deps})
    tiendo_header_set(headers_protos${kind} ${test}
      HEADERS ${TIENDO_HEADERS_protos} ${proto_headers} ${extra}
      DEPS proto_google ${protos} gRPC::grpc++ ${extra_deps})
  endforeach()
  list(JOIN protos "|" any_proto)
  get_property(targets GLOBAL PROPERTY TIENDO_TARGETS)
  foreach(target ${targets})
    set(set headers_base)
    tiendo_links(${target} "^(${any_proto})$" with_protos)
    if(with_protos)
      set(set headers_protos)
    else()
      tiendo_links(${target} "^gRPC::" with_grpc)
      if(with_grpc)
        set(set headers_grpc)
      endif()
    endif()
    get_target_property(test ${target} TIENDO_TEST)
    if(test)
      string(APPEND set _test)
    endif()
    target_precompile_headers(${target} REUSE_FROM ${set})
    # GCC 12 reports the copies inside of std::string that come from there as out of bounds; a build
    # without them (BUILD=dev) keeps these warnings.
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-restrict
      -Wno-stringop-overflow -Wno-stringop-overread)
  endforeach()
endfunction()
