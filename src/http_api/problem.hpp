// Refusals as HTTP: problem details (RFC 9457), and the refusals this folder says itself. Pure.
#pragma once

#include <string>

#include "http_api/http.hpp"
#include "protocol/error_code.hpp"

namespace matinee::http_api {

using protocol::ErrorCode;
using protocol::Refusal;

/// Problem details for a refusal. 401 names the Bearer scheme; Retry-After is in whole seconds, rounded up, at least 1.
Response problem(const Refusal& refusal);
/// The same under another status than the catalogue's, for what HTTP tells apart more finely (431 and 414 from 413).
Response problem(const Refusal& refusal, unsigned status);

inline Refusal unauthenticated(std::string detail) {
  return {ErrorCode::unauthenticated, std::move(detail)};
}
inline Refusal invalid_request(std::string detail) {
  return {ErrorCode::invalid_request, std::move(detail)};
}
inline Refusal forbidden(std::string detail) {
  return {ErrorCode::forbidden, std::move(detail)};
}
inline Refusal not_found(std::string detail) {
  return {ErrorCode::not_found, std::move(detail)};
}

/// A response with a JSON body that no cache keeps.
Response json_response(unsigned status, std::string body);

/// 204.
Response no_content();

}  // namespace matinee::http_api
