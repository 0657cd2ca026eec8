# Writes a .cpp with the text of every migrations/NNNN_name.sql, in order.
#   cmake -DDIRECTORY=<migrations> -DOUTPUT=<file.cpp> -P embed_migrations.cmake
file(GLOB files RELATIVE ${DIRECTORY} ${DIRECTORY}/*.sql)
list(SORT files)

set(entries "")
set(expected 1)
foreach(file IN LISTS files)
  if(NOT file MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)\\.sql$")
    message(FATAL_ERROR "${DIRECTORY}/${file}: a migration is named NNNN_lower_case_name.sql")
  endif()
  set(digits ${CMAKE_MATCH_1})
  set(name ${CMAKE_MATCH_2})
  math(EXPR number "1${digits} - 10000")
  if(NOT number EQUAL expected)
    message(FATAL_ERROR "${DIRECTORY}/${file}: migrations count from 0001 without gaps, ${expected} is the next")
  endif()
  math(EXPR expected "${expected} + 1")
  file(SHA256 ${DIRECTORY}/${file} checksum)
  file(READ ${DIRECTORY}/${file} text)
  string(APPEND entries
    "    Migration{${number}, \"${name}\", \"${checksum}\", R\"migration(${text})migration\"},\n")
endforeach()

file(WRITE ${OUTPUT} "// Generated from src/storage/migrations by embed_migrations.cmake.
#include \"storage/migrate.hpp\"

namespace matinee::storage {

std::span<const Migration> embedded_migrations() {
  static constexpr Migration migrations[] = {
${entries}  };
  return migrations;
}

}  // namespace matinee::storage
")
