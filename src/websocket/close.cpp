#include "websocket/close.hpp"

#include "base/utf8.hpp"

namespace matinee::websocket {

Result<Close, FailureReason> decode_close_payload(std::string_view payload) {
  if (payload.empty()) return Close{};
  if (payload.size() == 1) return FailureReason::close_payload_of_one_byte;

  const auto high = static_cast<std::uint8_t>(payload[0]);
  const auto low = static_cast<std::uint8_t>(payload[1]);
  const auto code = static_cast<CloseCode>(high << 8 | low);
  if (!may_appear_on_wire(code)) return FailureReason::invalid_close_code;

  const std::string_view reason = payload.substr(2);
  if (!is_valid_utf8(reason)) return FailureReason::close_reason_not_utf8;
  return Close{code, reason};
}

std::string_view fit_close_reason(std::string_view reason) {
  if (reason.size() <= max_close_reason_size) return reason;
  std::size_t size = max_close_reason_size;
  const auto is_continuation = [&](std::size_t i) { return (static_cast<std::uint8_t>(reason[i]) & 0xC0) == 0x80; };
  while (size > 0 && is_continuation(size)) --size;
  return reason.substr(0, size);
}

}  // namespace matinee::websocket
