#include "websocket/close.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "websocket/frame_test_support.hpp"

namespace matinee::websocket {
namespace {

using testing::raw_close_payload;

TEST(CloseCodes, TravelExactlyAsRegistered) {
  std::set<unsigned> allowed{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014};
  for (unsigned code = 3000; code <= 4999; ++code) allowed.insert(code);
  for (unsigned code = 0; code <= 0xFFFF; ++code) {
    ASSERT_EQ(may_appear_on_wire(CloseCode(code)), allowed.contains(code)) << code;
    const std::string payload = raw_close_payload(static_cast<std::uint16_t>(code), "why");
    const auto close = decode_close_payload(payload);
    ASSERT_EQ(close.has_value(), allowed.contains(code)) << code;
    if (close) {
      ASSERT_EQ(close.value().code, CloseCode(code));
      ASSERT_EQ(close.value().reason, "why");
    } else {
      ASSERT_EQ(close.error(), FailureReason::invalid_close_code);
    }
  }
}

TEST(ClosePayload, IsEmptyOrStartsWithACode) {
  const auto empty = decode_close_payload("");
  ASSERT_TRUE(empty);
  EXPECT_FALSE(empty.value().code);
  EXPECT_EQ(empty.value().reason, "");
  EXPECT_EQ(decode_close_payload("\x03").error(), FailureReason::close_payload_of_one_byte);
  EXPECT_EQ(decode_close_payload("\x03\xE8").value().reason, "");
}

TEST(ClosePayload, CarriesAReasonInUtf8) {
  EXPECT_EQ(decode_close_payload(raw_close_payload(1000, "\xC3\xA4")).value().reason, "\xC3\xA4");
  EXPECT_EQ(decode_close_payload(raw_close_payload(1000, "\xC3(")).error(), FailureReason::close_reason_not_utf8);
  EXPECT_EQ(decode_close_payload(raw_close_payload(1000, "\xC3")).error(), FailureReason::close_reason_not_utf8);
}

TEST(CloseReason, IsCutOnlyBetweenCharacters) {
  for (const std::string character : {"a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x8E\xAC"}) {
    std::string reason;
    while (reason.size() < 200) reason += character;
    const std::size_t expected = max_close_reason_size - max_close_reason_size % character.size();
    EXPECT_EQ(fit_close_reason(reason), reason.substr(0, expected));
  }
  EXPECT_EQ(fit_close_reason("short"), "short");
  EXPECT_EQ(fit_close_reason(std::string(200, '\x80')), "") << "not text at all: nothing is better than half";
}

TEST(FailureReasons, HaveACodeAndALineThatFitsACloseFrame) {
  std::set<std::string_view> lines;
  for (std::uint8_t i = 0; i < failure_reason_count; ++i) {
    const auto reason = static_cast<FailureReason>(i);
    EXPECT_TRUE(lines.insert(describe(reason)).second) << describe(reason);
    EXPECT_LE(describe(reason).size(), max_close_reason_size) << describe(reason);
    EXPECT_NE(describe(reason), "unknown failure");
  }
  EXPECT_EQ(close_code_for(FailureReason::text_not_utf8), CloseCode::invalid_payload);
  EXPECT_EQ(close_code_for(FailureReason::close_reason_not_utf8), CloseCode::invalid_payload);
  EXPECT_EQ(close_code_for(FailureReason::message_too_big), CloseCode::message_too_big);
  EXPECT_EQ(close_code_for(FailureReason::unmasked_frame), CloseCode::protocol_error);
}

}  // namespace
}  // namespace matinee::websocket
