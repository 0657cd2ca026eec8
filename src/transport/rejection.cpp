#include "transport/rejection.hpp"

#include <string>

#include "http_api/problem.hpp"

namespace matinee::transport {
namespace {

// Places become free by the second; sooner than this, most of those who wait would be refused again.
constexpr Millis place_retry_after{5'000};

std::string_view explain(AdmissionFailure failure) {
  switch (failure) {
    case AdmissionFailure::total:
      return "The server has as many connections as it may; try again later.";
    case AdmissionFailure::per_address:
      return "Too many connections from this address; close some or try again later.";
    case AdmissionFailure::memory:
      return "The server is short of memory; try again later.";
  }
  return "";
}

}  // namespace

Rejection rejection_of(AdmissionFailure failure) {
  return {503, protocol::ErrorCode::overloaded, explain(failure), place_retry_after};
}

http_api::Response to_response(const Rejection& rejection) {
  return http_api::problem({rejection.code, std::string{rejection.detail}, rejection.retry_after}, rejection.status);
}

}  // namespace matinee::transport
