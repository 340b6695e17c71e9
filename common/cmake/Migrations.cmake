# tiendo_migrations(<target> <namespace> FILES <paths>): adds to <target> a generated source that
# defines, in <namespace> (e.g. tiendo::units),
#   std::vector<tiendo::db::Migration> Migrations();
# from SQL files named <version>_<name>.sql ("0001_initial.sql"), with their text embedded. Declare
# the function in a header of the target; <target> links common_db. The tokens that the files may
# use are described in common/db/migrator.h.
function(tiendo_migrations target namespace)
  cmake_parse_arguments(ARG "" "" "FILES" ${ARGN})
  set(entries "")
  foreach(file ${ARG_FILES})
    get_filename_component(path "${file}" ABSOLUTE)
    get_filename_component(stem "${file}" NAME_WE)
    if(NOT stem MATCHES "^0*([1-9][0-9]*)_([a-z0-9_]+)$")
      message(FATAL_ERROR "${file}: name a migration <version>_<name>.sql")
    endif()
    set(version "${CMAKE_MATCH_1}")
    set(name "${CMAKE_MATCH_2}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" sql)
    string(APPEND entries "      {${version}, \"${name}\", R\"sql(${sql})sql\"},\n")
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${target}_migrations.cc")
  file(CONFIGURE OUTPUT "${generated}" @ONLY CONTENT [[
#include <vector>

#include "common/db/migrator.h"

namespace @namespace@ {

std::vector<tiendo::db::Migration> Migrations();
std::vector<tiendo::db::Migration> Migrations() {
  return {
@entries@  };
}

}  // namespace @namespace@
]])
  target_sources(${target} PRIVATE "${generated}")
endfunction()
