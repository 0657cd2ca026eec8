# Language level, warnings, sanitizers, linker and compiler cache for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(MATINEE_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, e.g. address,undefined or thread")
set(MATINEE_FUZZERS ON CACHE BOOL "Build the fuzz targets")
set(MATINEE_LIBFUZZER OFF CACHE BOOL "Link fuzz targets with libFuzzer (clang); otherwise they replay corpus files")
set(MATINEE_BENCHMARKS OFF CACHE BOOL "Build the micro-benchmarks and what bench/run compares with")
set(MATINEE_UNITY OFF CACHE BOOL "Compile the files of a module together: less to parse, but nothing incremental")
set(MATINEE_COVERAGE OFF CACHE BOOL "Instrument for gcov")

# Paths count relative to the project, so that every clone and work tree on a machine profits from what one has compiled.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true
               CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# In the same way __FILE__, which every assertion of a test has in it, names a file of the project.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  add_link_options(-fuse-ld=mold)
endif()

# GCC 12 sees uninitialised members in copies of variants that hold optionals, at -O2 only, where there are none.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-maybe-uninitialized)
endif()
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wconversion -Wno-sign-conversion -Werror=return-type -Werror=switch)

if(MATINEE_SANITIZE)
  add_compile_options(-fsanitize=${MATINEE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MATINEE_SANITIZE})
endif()
if(MATINEE_LIBFUZZER)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(MATINEE_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
