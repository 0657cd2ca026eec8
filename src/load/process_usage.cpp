#include "load/process_usage.hpp"

#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace matinee::load {
namespace {

/// The number of kilobytes behind `name` in a file of "Name:   123 kB" lines; 0 when it is not there.
std::uint64_t bytes_named(const std::string& path, std::string_view name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) return std::stoull(line.substr(name.size())) * 1024;
  }
  return 0;
}

double system_share_of(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t name_end = text.rfind(')');  // the name may itself contain blanks
  if (name_end == std::string::npos) return 0;
  std::istringstream rest(text.substr(name_end + 1));
  std::string field;
  for (int number = 3; number < 14; ++number) rest >> field;  // numbered as in proc(5)
  double user = 0;
  double system = 0;
  rest >> user >> system;
  return user + system > 0 ? system / (user + system) : 0;
}

std::uint64_t count_descriptors(pid_t pid) {
  std::error_code error;
  const std::filesystem::directory_iterator entries(fmt::format("/proc/{}/fd", pid), error);
  return error ? 0 : static_cast<std::uint64_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

std::optional<Nanos> read_process_cpu(pid_t pid) {
  clockid_t clock = 0;
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return std::nullopt;
  return std::chrono::seconds{time.tv_sec} + Nanos{time.tv_nsec};
}

std::optional<ProcessUsage> read_process_usage(pid_t pid) {
  const auto cpu = read_process_cpu(pid);
  if (!cpu) return std::nullopt;
  ProcessUsage usage;
  usage.cpu = *cpu;
  usage.system_share = system_share_of(pid);
  usage.resident_bytes = bytes_named(fmt::format("/proc/{}/status", pid), "VmRSS:");
  usage.proportional_bytes = bytes_named(fmt::format("/proc/{}/smaps_rollup", pid), "Pss:");
  usage.descriptors = count_descriptors(pid);
  return usage;
}

}  // namespace matinee::load
