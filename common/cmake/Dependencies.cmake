# Every library the suite is built on, found once. All come from Debian 12 packages
# (deploy/packages/build.txt).
find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
# Debian builds protobuf with autotools: there is no package config, CMake's module finds it.
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(spdlog CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(PkgConfig REQUIRED)
# Debian's HiredisConfigVersion.cmake is a CMake error: pkg-config works.
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(nghttp2 REQUIRED IMPORTED_TARGET libnghttp2)
# Tables of offices: XLSX in (libzip, pugixml) and out (xlsxwriter), CSV in (libcsv).
# The CMake config of libzip-dev wants programs that the package does not have: pkg-config works.
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
find_package(pugixml CONFIG REQUIRED)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
find_package(GTest CONFIG REQUIRED)
find_package(benchmark CONFIG REQUIRED)

# SOCI's Debian package has no CMake config either.
add_library(soci INTERFACE)
find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE3 soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL soci_postgresql REQUIRED)
find_path(SOCI_INCLUDE soci/soci.h REQUIRED)
target_include_directories(soci SYSTEM INTERFACE ${SOCI_INCLUDE} ${SOCI_INCLUDE}/soci
  ${PostgreSQL_INCLUDE_DIRS})
target_link_libraries(soci INTERFACE ${SOCI_CORE} ${SOCI_SQLITE3} ${SOCI_POSTGRESQL})

# Nor has that of libcsv.
find_library(LIBCSV csv REQUIRED)
find_path(LIBCSV_INCLUDE csv.h REQUIRED)
add_library(libcsv INTERFACE)
target_include_directories(libcsv SYSTEM INTERFACE ${LIBCSV_INCLUDE})
target_link_libraries(libcsv INTERFACE ${LIBCSV})

find_library(RAPIDCHECK rapidcheck REQUIRED)
add_library(rapidcheck INTERFACE)
target_link_libraries(rapidcheck INTERFACE ${RAPIDCHECK})
