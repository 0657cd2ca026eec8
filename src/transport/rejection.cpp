#include "transport/rejection.hpp"

#include <string>

#include "http_api/problem.hpp"

namespace matinee::transport {

http_api::Response to_response(const Rejection& rejection) {
  return http_api::problem({rejection.code, std::string{rejection.detail}}, rejection.status);
}

}  // namespace matinee::transport
