// Arbitrary bytes as the input of an HTTP connection. The first byte says how they are cut. Checks that the guard
// decides the same however they arrive, that what it lets through has none of the ambiguities it exists for, and that
// the parser behind it survives everything.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "transport/http_text.hpp"
#include "transport/request_guard.hpp"
#include "transport/request_reader.hpp"

namespace {

using namespace matinee::transport;

constexpr RequestLimits limits{512, 1'024};

void require(bool condition) {
  if (!condition) std::abort();
}

std::size_t count_fields(std::string_view head, std::string_view name) {
  std::size_t count = 0;
  for (std::size_t end = head.find("\r\n"); end + 2 < head.size(); end = head.find("\r\n", end + 2)) {
    const std::string_view rest = head.substr(end + 2);
    if (equal_ignoring_case(trim(rest.substr(0, rest.find(':'))), name)) ++count;
  }
  return count;
}

void check_accepted(std::string_view head) {
  require(head.ends_with("\r\n\r\n") && head.find('\0') == std::string_view::npos);
  require(std::count(head.begin(), head.end(), '\n') == std::count(head.begin(), head.end(), '\r'));
  require(head.find("\r\n ") == std::string_view::npos && head.find("\r\n\t") == std::string_view::npos);
  require(count_fields(head, "host") <= 1);
  require(count_fields(head, "content-length") + count_fields(head, "transfer-encoding") <= 1);
}

// 0: more is needed; below 100: accepted; else the status of the refusal.
unsigned decide(RequestGuard& guard, std::string_view input) {
  const auto size = guard.scan(input);
  if (!size) return size.error().status;
  if (size.value() == 0) return 0;
  check_accepted(input.substr(0, size.value()));
  return 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t cut = 1 + data[0] % 64;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);

  RequestGuard whole(limits.header_bytes);
  const unsigned expected = decide(whole, input);
  RequestGuard pieces(limits.header_bytes);
  unsigned decision = 0;
  for (std::size_t end = cut; decision == 0; end += cut) {
    decision = decide(pieces, input.substr(0, std::min(end, input.size())));
    if (end >= input.size()) break;
  }
  require(decision == expected);

  RequestReader reader(limits);
  for (std::size_t at = 0; at < input.size(); at += cut) {
    reader.append(input.substr(at, cut));
    for (;;) {
      const auto progress = reader.advance();
      if (!progress) return 0;
      if (progress.value() == RequestReader::Progress::need_more) break;
      if (progress.value() != RequestReader::Progress::complete) continue;
      const auto incoming = reader.take();
      require(incoming.request.body.size() <= limits.body_bytes);
      require(incoming.request.path.starts_with('/') || incoming.request.path == "*");
    }
  }
  return 0;
}
