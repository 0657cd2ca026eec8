#include "http_api/content_coding.hpp"

#include "auth/header_text.hpp"

namespace matinee::http_api {
namespace {

/// "q=0", "q=0.000": not acceptable at all. Any other weight is, how much does not matter.
bool is_weightless(std::string_view parameter) {
  if (parameter.size() < 3 || !auth::equal_ignoring_case(parameter.substr(0, 2), "q=")) return false;
  return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  bool everything = false;
  while (!accept_encoding.empty()) {
    std::string_view entry = auth::next_entry(accept_encoding, ',');
    const std::string_view coding = auth::next_entry(entry, ';');
    const bool accepted = !is_weightless(auth::next_entry(entry, ';'));
    if (auth::equal_ignoring_case(coding, "gzip") || auth::equal_ignoring_case(coding, "x-gzip")) return accepted;
    if (coding == "*") everything = accepted;
  }
  return everything;
}

}  // namespace matinee::http_api
