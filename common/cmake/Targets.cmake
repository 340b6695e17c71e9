# Functions for the targets of this project. Strict warnings and sanitizers apply to these targets
# only; generated code and libraries come in as system includes.

set(TIENDO_SANITIZE "" CACHE STRING "address (with undefined) or thread; empty for none")

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(TIENDO_SANITIZE)
  # As the sanitizers' authors advise, with lines for stack traces and no more: it compiles faster.
  add_compile_options(-O1 -g1)
endif()
if(TIENDO_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(TIENDO_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(TIENDO_SANITIZE)
  message(FATAL_ERROR "TIENDO_SANITIZE is '${TIENDO_SANITIZE}': use address or thread")
endif()

# hiredis asks for it; what shares precompiled headers must agree.
add_compile_definitions(_FILE_OFFSET_BITS=64)

find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers are hashed whole: what they define need not be looked at.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

function(tiendo_strict target)
  cmake_parse_arguments(ARG "NO_HEADERS" "" "" ${ARGN})
  target_compile_options(${target} PRIVATE -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor
    -Woverloaded-virtual -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual
    -Wimplicit-fallthrough
    # GCC 12 reports std::optional's storage as maybe uninitialised where it is not.
    -Wno-maybe-uninitialized)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
  if(NOT ARG_NO_HEADERS)
    set_property(GLOBAL APPEND PROPERTY TIENDO_TARGETS ${target})
  endif()
endfunction()

function(tiendo_test_options target)
  # GoogleTest's and rapidcheck's macros trip this; the code under test keeps it.
  target_compile_options(${target} PRIVATE -Wno-sign-conversion)
  # What is tested is compiled as it is shipped; the tests themselves compile faster with -O1.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# tiendo_library(<name> SRCS <files> DEPS <libraries>): a static library of this project. DEPS is
# the layer rule: what is not listed cannot be linked.
function(tiendo_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SRCS})
  tiendo_strict(${name})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
endfunction()

# tiendo_binary(<name> SRCS <files> DEPS <libraries>): an executable in <build>/bin.
function(tiendo_binary name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  tiendo_strict(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
endfunction()

# tiendo_test(<name> LABEL unit|contract|integration|system SRCS <files> DEPS <libraries>
#             [TIMEOUT <seconds>]): a GoogleTest executable that is one ctest test.
function(tiendo_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  tiendo_strict(${name})
  tiendo_test_options(${name})
  set_target_properties(${name} PROPERTIES TIENDO_TEST ON)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "TIENDO_BIN=${PROJECT_BINARY_DIR}/bin;TIENDO_SOURCE=${PROJECT_SOURCE_DIR}")
endfunction()
