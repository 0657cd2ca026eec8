// Rejection: why the transport itself turns a request down, before any route is known. Plain values, any thread.
#pragma once

#include <string_view>

#include "base/time.hpp"
#include "http_api/http.hpp"
#include "protocol/error_code.hpp"
#include "transport/admission.hpp"

namespace matinee::transport {

struct Rejection {
  unsigned status = 400;
  protocol::ErrorCode code = protocol::ErrorCode::invalid_request;
  std::string_view detail;  ///< static text: what was wrong and what would be right
  Millis retry_after{0};    ///< > 0: when trying again makes sense
};

/// To a connection that there is no place for.
Rejection rejection_of(AdmissionFailure failure);

/// Problem details (RFC 9457) as http_api writes them, but for statuses that the error catalogue has no code for.
http_api::Response to_response(const Rejection& rejection);

}  // namespace matinee::transport
