# Everything bench/run needs.
if(MATINEE_BENCHMARKS)
  add_custom_target(benchmarks)
endif()

# A folder under src/ is a module, a namespace and a CMake target.
#
#   matinee_module(<name> [DEPENDS <targets>...] [TEST_DEPENDS <targets>...] [SEPARATE <patterns>...])
#
# declares the library matinee_<name> from every .cpp in the folder that is not a test or a benchmark, and, where
# *_test.cpp files stand beside the source, the executable <name>_test, registered with CTest under the same name.
# TEST_DEPENDS adds what only the tests and benchmarks link. With MATINEE_BENCHMARKS, *_bench.cpp files make <name>_bench.
# With MATINEE_UNITY a module's files are compiled together, and its tests too, so that names in unnamed namespaces have to
# differ within a module; files that match a pattern of SEPARATE (CMake regular expressions) stay by themselves.
function(matinee_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;TEST_DEPENDS;SEPARATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  set(benches ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|bench)\\.cpp$")

  if(sources)
    add_library(matinee_${name} STATIC ${sources})
    matinee_precompiled(matinee_${name})
    matinee_together(matinee_${name} "${ARG_SEPARATE}")
    set(visibility PUBLIC)
  else()
    add_library(matinee_${name} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_include_directories(matinee_${name} ${visibility} ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(matinee_${name} ${visibility} ${ARG_DEPENDS})

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE matinee_${name} ${ARG_TEST_DEPENDS} GTest::gmock GTest::gtest_main)
    matinee_together(${name}_test "${ARG_SEPARATE}")
    matinee_precompiled(${name}_test TEST)
    add_test(NAME ${name} COMMAND ${name}_test --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  endif()

  if(benches AND MATINEE_BENCHMARKS)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE matinee_${name} ${ARG_TEST_DEPENDS} GTest::gmock benchmark::benchmark_main)
    add_dependencies(benchmarks ${name}_bench)
  endif()
endfunction()

# Has the target's files compiled as one, but for those that match one of the patterns.
function(matinee_together target separate)
  if(NOT MATINEE_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  get_target_property(sources ${target} SOURCES)
  foreach(pattern IN LISTS separate)
    set(alone ${sources})
    list(FILTER alone INCLUDE REGEX "${pattern}")
    set_source_files_properties(${alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
endfunction()
