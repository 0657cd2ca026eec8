#include "http_api/http.hpp"

namespace matinee::http_api {

std::string_view Request::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

std::string Request::joined_header(std::string_view name) const {
  std::string joined;
  for (const Header& header : headers) {
    if (header.name != name) continue;
    if (!joined.empty()) joined += ", ";
    joined += header.value;
  }
  return joined;
}

}  // namespace matinee::http_api
