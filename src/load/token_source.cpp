#include "load/token_source.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

namespace matinee::load {
namespace {

std::string output_of(std::FILE* pipe) {
  std::string output;
  std::array<char, 64 * 1024> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  return output;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

TokenSource TokenSource::signing(TokenSigner signer) {
  TokenSource source;
  source.signer_ = std::move(signer);
  source.prefix_ = fmt::format("bench-{:08x}", std::random_device{}());
  return source;
}

Result<TokenSource, std::string> TokenSource::running(const std::string& command, std::size_t count) {
  ::setenv("MATINEE_TOKENS", std::to_string(count).c_str(), 1);
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return failure(std::string("the token command can't be started"));
  TokenSource source;
  source.tokens_ = lines_of(output_of(pipe));
  const int status = ::pclose(pipe);
  if (status != 0) return failure(std::string("the token command failed"));
  if (source.tokens_.size() < count) {
    return failure(
        fmt::format("the token command printed {} tokens; {} are needed, one a line", source.tokens_.size(), count));
  }
  return source;
}

std::string TokenSource::token(std::size_t viewer) const {
  return signer_ ? signer_(fmt::format("{}-{}", prefix_, viewer)) : tokens_.at(viewer);
}

}  // namespace matinee::load
