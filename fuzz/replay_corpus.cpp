// Runs every file of the given folders through LLVMFuzzerTestOneInput once: the corpus as a regression test, without
// libFuzzer. Fails when a folder is missing or empty, so that a corpus can't quietly vanish.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::size_t files = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i], error)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++files;
    }
    if (files == 0) {
      std::fprintf(stderr, "no corpus files in %s\n", argv[i]);
      return 1;
    }
    std::printf("%s: %zu inputs\n", argv[i], files);
  }
  return argc > 1 ? 0 : 1;
}
