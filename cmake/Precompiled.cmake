# Precompiled headers, made once for all modules: without parsing the standard library, Outcome and GoogleMock each time, a
# test compiles in about a sixth less time. Only headers that nearly every file reads, and none of our own, which change.
#
#   matinee_precompiled(<target> [TEST])
#
# has the target read them before its files. Files keep including what they use: they must compile without this too, which
# the fuzz preset (clang) does.
set(MATINEE_PRECOMPILED_HEADERS
  <algorithm> <array> <atomic> <chrono> <cstdint> <deque> <functional> <map> <memory> <mutex> <optional> <set> <span>
  <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>
  <boost/outcome/basic_result.hpp> <boost/outcome/policy/terminate.hpp> <boost/outcome/success_failure.hpp>
  <fmt/format.h>)

function(matinee_precompiling_library name)
  file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp.in "// Carries the precompiled headers of others.\n")
  file(COPY_FILE ${CMAKE_BINARY_DIR}/${name}.cpp.in ${CMAKE_BINARY_DIR}/${name}.cpp ONLY_IF_DIFFERENT)
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_precompile_headers(${name} PRIVATE ${MATINEE_PRECOMPILED_HEADERS} ${ARGN})
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  matinee_precompiling_library(matinee_precompiled)
  target_link_libraries(matinee_precompiled PRIVATE Boost::headers fmt::fmt spdlog::spdlog)
  matinee_precompiling_library(matinee_precompiled_tests <gmock/gmock.h> <gtest/gtest.h>)
  target_link_libraries(matinee_precompiled_tests PRIVATE Boost::headers fmt::fmt spdlog::spdlog GTest::gmock)
endif()

function(matinee_precompiled target)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  elseif("TEST" IN_LIST ARGN)
    target_precompile_headers(${target} REUSE_FROM matinee_precompiled_tests)
  else()
    target_precompile_headers(${target} REUSE_FROM matinee_precompiled)
  endif()
endfunction()
