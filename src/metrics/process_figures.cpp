#include "metrics/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace matinee::metrics {
namespace {

/// The fields of /proc/self/stat from the third on: the second, the program's name, may itself contain blanks.
std::vector<double> stat_fields_from_third() {
  std::ifstream file("/proc/self/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 4 > text.size()) return {};
  std::istringstream rest(text.substr(name_end + 4));  // past ") S": the state is a letter, the rest are numbers
  std::vector<double> fields{0};
  for (double value = 0; rest >> value;) fields.push_back(value);
  return fields;
}

double boot_time_seconds() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("btime ")) return std::stod(line.substr(6));
  }
  return 0;
}

double count_open_file_descriptors() {
  std::error_code error;
  const std::filesystem::directory_iterator entries("/proc/self/fd", error);
  // The iteration itself holds one open.
  return error ? 0 : static_cast<double>(std::distance(begin(entries), end(entries)) - 1);
}

}  // namespace

std::uint64_t resident_memory_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total_pages = 0;
  std::uint64_t resident_pages = 0;
  file >> total_pages >> resident_pages;
  return file ? resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

ProcessFigures read_process_figures() {
  ProcessFigures figures;
  const std::vector<double> fields = stat_fields_from_third();
  const auto field = [&fields](std::size_t number) { return fields[number - 3]; };  // numbered as in proc(5)
  if (fields.size() > 24 - 3) {
    const auto ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    figures.cpu_seconds = (field(14) + field(15)) / ticks_per_second;
    figures.start_time_seconds = boot_time_seconds() + field(22) / ticks_per_second;
    figures.resident_memory_bytes = field(24) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  }
  figures.open_file_descriptors = count_open_file_descriptors();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) figures.most_file_descriptors = static_cast<double>(limit.rlim_cur);
  return figures;
}

}  // namespace matinee::metrics
