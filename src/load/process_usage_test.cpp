// What the kernel says about a process: here, this one.
#include "load/process_usage.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace matinee::load {
namespace {

TEST(ProcessUsage, CountsTheCpuTimeOfThisProcess) {
  const Nanos before = read_process_cpu(::getpid()).value();
  volatile std::uint64_t sum = 0;
  while (read_process_cpu(::getpid()).value() < before + std::chrono::milliseconds{5}) sum = sum + 1;
  EXPECT_GT(sum, 0u);
}

TEST(ProcessUsage, SeesItsMemoryGrow) {
  constexpr std::size_t size = 32 * 1024 * 1024;
  const auto before = read_process_usage(::getpid()).value();
  const std::vector<char> memory(size, 'x');
  const auto after = read_process_usage(::getpid()).value();
  EXPECT_GT(after.resident_bytes, before.resident_bytes + size / 2);
  EXPECT_GT(after.proportional_bytes, before.proportional_bytes + size / 2);
  EXPECT_GE(after.descriptors, 3u);
}

TEST(ProcessUsage, OfNobodyIsNothing) {
  EXPECT_FALSE(read_process_usage(0x7FFF'FFFE));
}

}  // namespace
}  // namespace matinee::load
