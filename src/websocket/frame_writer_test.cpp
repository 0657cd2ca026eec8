#include "websocket/frame_writer.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "websocket/frame_test_support.hpp"

namespace matinee::websocket {
namespace {

using namespace std::string_literals;

template <class Append, class... Args>
std::string written(Append append, Args... args) {
  std::string out;
  append(out, args...);
  return out;
}

TEST(FrameWriter, WritesTheExamplesOfTheRfc) {
  EXPECT_EQ(written(append_text_frame, "Hello"), "\x81\x05Hello");
  EXPECT_EQ(written(append_ping_frame, "Hello"), "\x89\x05Hello");
  EXPECT_EQ(written(append_pong_frame, "Hello"), "\x8A\x05Hello");
  std::string out;
  append_masked_frame(out, Opcode::text, "Hello", testing::test_key);
  EXPECT_EQ(out, "\x81\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58");
}

TEST(FrameWriter, WritesEachLengthInItsShortestForm) {
  struct Case {
    std::size_t size;
    std::string header;
  };
  const Case cases[] = {{0, "\x82\x00"s},
                        {1, "\x82\x01"},
                        {125, "\x82\x7D"},
                        {126, "\x82\x7E\x00\x7E"s},
                        {256, "\x82\x7E\x01\x00"s},
                        {65535, "\x82\x7E\xFF\xFF"},
                        {65536, "\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00"s},
                        {70000, "\x82\x7F\x00\x00\x00\x00\x00\x01\x11\x70"s}};
  for (const auto& [size, header] : cases) {
    const std::string payload(size, 'x');
    EXPECT_EQ(written(append_binary_frame, payload), header + payload) << size;
    EXPECT_EQ(text_frame_size(size), header.size() + size);
    EXPECT_EQ(written(append_text_frame, payload).size(), text_frame_size(size));
  }
}

TEST(FrameWriter, WritesAHeaderOf64BitsInNetworkOrder) {
  std::string out;
  append_frame_header(out, {.opcode = Opcode::continuation, .fin = false, .payload_size = 0x0102030405060708});
  EXPECT_EQ(out, "\x00\x7F\x01\x02\x03\x04\x05\x06\x07\x08"s);
  EXPECT_EQ(out.size(), frame_header_size(0x0102030405060708, false));
}

TEST(FrameWriter, AppendsToWhatIsThere) {
  std::string out;
  append_text_frame(out, "a");
  append_masked_frame(out, Opcode::continuation, "b", {0, 0, 0, 0}, false);
  append_ping_frame(out);
  EXPECT_EQ(out,
            "\x81\x01"
            "a\x00\x81\x00\x00\x00\x00"
            "b\x89\x00"s);
}

TEST(FrameWriter, WritesCloseFrames) {
  EXPECT_EQ(written(append_close_frame, CloseCode::normal, ""), "\x88\x02\x03\xE8");
  EXPECT_EQ(written(append_close_frame, CloseCode{4008}, "slow"), "\x88\x06\x0F\xA8slow");
  EXPECT_EQ(written(append_empty_close_frame), "\x88\x00"s);
}

TEST(FrameWriter, AnswersACloseWithItsCodeAndNotItsReason) {
  EXPECT_EQ(written(append_close_reply, Close{CloseCode::going_away, "bye"}), "\x88\x02\x03\xE9");
  EXPECT_EQ(written(append_close_reply, Close{CloseCode{4999}, {}}), "\x88\x02\x13\x87");
  EXPECT_EQ(written(append_close_reply, Close{}), "\x88\x00"s);
}

TEST(FrameWriter, ShortensALongReasonToWholeCharacters) {
  const std::string reason = std::string(122, 'r') + "\xC3\xA4";
  EXPECT_EQ(written(append_close_frame, CloseCode::normal, reason), "\x88\x7C\x03\xE8" + std::string(122, 'r'));
  const std::string fitting = std::string(121, 'r') + "\xC3\xA4";
  EXPECT_EQ(written(append_close_frame, CloseCode::normal, fitting), "\x88\x7D\x03\xE8" + fitting);
}

TEST(FrameWriter, RefusesWhatNoFrameCanCarry) {
  const std::string long_payload(126, 'x');
  std::string out;
  EXPECT_THROW(append_ping_frame(out, long_payload), std::invalid_argument);
  EXPECT_THROW(append_pong_frame(out, long_payload), std::invalid_argument);
  EXPECT_THROW(append_masked_frame(out, Opcode::ping, long_payload, testing::test_key), std::invalid_argument);
  EXPECT_THROW(append_masked_frame(out, Opcode::pong, "", testing::test_key, false), std::invalid_argument);
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000}) {
    EXPECT_THROW(append_close_frame(out, CloseCode(code)), std::invalid_argument) << code;
  }
  EXPECT_EQ(out, "") << "a refused frame must leave nothing behind";
  EXPECT_NO_THROW(append_ping_frame(out, std::string(125, 'x')));
}

}  // namespace
}  // namespace matinee::websocket
