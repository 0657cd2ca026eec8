// The rules of RFC 6455, section by section. Every case is read whole, byte by byte, and cut in two at every place.
#include "websocket/frame_reader.hpp"

#include <gtest/gtest.h>

#include "websocket/frame_test_support.hpp"

namespace matinee::websocket {
namespace {

using namespace std::string_literals;
using testing::encode;
using testing::failure_record;
using testing::LengthForm;
using testing::raw_close_payload;
using testing::RawFrame;
using testing::Records;

constexpr ReaderOptions large_messages{.max_message_size = 100'000};
constexpr ReaderOptions client{.role = Role::client};

void expect_events(std::string_view bytes, const Records& expected, ReaderOptions options = {}) {
  EXPECT_EQ(testing::read_whole(bytes, options), expected);
  EXPECT_EQ(testing::read_bytewise(bytes, options), expected);
  if (bytes.size() > 600) return;  // quadratic
  for (std::size_t split = 1; split < bytes.size(); ++split) {
    MessageReader reader(options);
    Records records;
    testing::read_piece(reader, bytes.substr(0, split), records);
    testing::read_piece(reader, bytes.substr(split), records);
    ASSERT_EQ(records, expected) << "split after byte " << split;
  }
}

void expect_failure(const std::vector<RawFrame>& frames, FailureReason reason, ReaderOptions options = {}) {
  SCOPED_TRACE(describe(reason));
  expect_events(encode(frames), {failure_record(reason)}, options);
}

TEST(MessageReader, ReadsTheExamplesOfSection5_7) {
  expect_events("\x81\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58", {"text:Hello"});
  expect_events("\x8A\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58", {"pong:Hello"});
  expect_events("\x81\x05Hello", {"text:Hello"}, client);
  expect_events("\x01\x03Hel\x80\x02lo", {"text:Hello"}, client);
  expect_events("\x89\x05Hello", {"ping:Hello"}, client);
}

TEST(MessageReader, ReadsEveryLengthEncoding) {
  for (const std::size_t size : {0, 1, 2, 124, 125, 126, 127, 255, 256, 65534, 65535, 65536, 65537}) {
    SCOPED_TRACE(size);
    const std::string payload(size, 'x');
    expect_events(encode({.payload = payload}), {"text:" + payload}, large_messages);
    expect_events(encode({.opcode = Opcode::binary, .payload = payload}), {"binary:" + payload}, large_messages);
  }
}

TEST(MessageReader, RefusesLengthsNotInTheirShortestForm) {
  for (const std::size_t size : {0, 1, 125}) {
    expect_failure({{.payload = std::string(size, 'x'), .length_form = LengthForm::bits_16}},
                   FailureReason::length_not_minimal);
  }
  for (const std::size_t size : {0, 125, 126, 65535}) {
    expect_failure({{.payload = std::string(size, 'x'), .length_form = LengthForm::bits_64}},
                   FailureReason::length_not_minimal, large_messages);
  }
}

TEST(MessageReader, RefusesLengthsOver63Bits) {
  expect_failure({{.announced_size = 0x8000'0000'0000'0000}}, FailureReason::length_out_of_range);
  expect_failure({{.announced_size = 0xFFFF'FFFF'FFFF'FFFF}}, FailureReason::length_out_of_range);
  expect_failure({{.announced_size = 0x7FFF'FFFF'FFFF'FFFF}}, FailureReason::message_too_big);
}

TEST(MessageReader, UnmasksWithTheKeyOfEachFrame) {
  const MaskingKey keys[] = {{0, 0, 0, 0}, {1, 2, 3, 4}, {0xFF, 0, 0xFF, 0}, {0xFF, 0xFF, 0xFF, 0xFF}};
  for (std::size_t size = 0; size < 20; ++size) {
    std::vector<RawFrame> frames;
    Records expected;
    for (const auto& key : keys) {
      frames.push_back({.payload = std::string(size, 'm'), .key = key});
      expected.push_back("text:" + std::string(size, 'm'));
    }
    expect_events(encode(frames), expected);
  }
}

TEST(MessageReader, ServersDemandMasksAndClientsRefuseThem) {
  for (const Opcode opcode : {Opcode::text, Opcode::binary, Opcode::ping, Opcode::pong, Opcode::close}) {
    expect_failure({{.opcode = opcode, .key = std::nullopt}}, FailureReason::unmasked_frame);
    expect_failure({{.opcode = opcode}}, FailureReason::masked_frame, client);
  }
  const RawFrame first{.payload = "a", .fin = false};
  expect_failure({first, {.opcode = Opcode::continuation, .key = std::nullopt}}, FailureReason::unmasked_frame);
}

TEST(MessageReader, RefusesReservedBitsOnEveryOpcode) {
  for (const Opcode opcode : {Opcode::text, Opcode::binary, Opcode::ping, Opcode::pong, Opcode::close}) {
    for (std::uint8_t bits = 1; bits <= 7; ++bits) {
      expect_failure({{.opcode = opcode, .reserved_bits = bits}}, FailureReason::reserved_bits_set);
    }
  }
  const RawFrame first{.payload = "a", .fin = false};
  expect_failure({first, {.opcode = Opcode::continuation, .reserved_bits = 4}}, FailureReason::reserved_bits_set);
}

TEST(MessageReader, RefusesReservedOpcodes) {
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    expect_failure({{.opcode = Opcode(opcode)}}, FailureReason::reserved_opcode);
    expect_failure({{.opcode = Opcode(opcode), .fin = false}}, FailureReason::reserved_opcode);
  }
}

TEST(MessageReader, JoinsFragments) {
  expect_events(encode({{.payload = "one ", .fin = false},
                        {.opcode = Opcode::continuation, .payload = "two ", .fin = false},
                        {.opcode = Opcode::continuation, .payload = "three"},
                        {.opcode = Opcode::binary, .payload = "\xFF", .fin = false},
                        {.opcode = Opcode::continuation, .payload = "\xFE"}}),
                {"text:one two three", "binary:\xFF\xFE"});
}

TEST(MessageReader, JoinsEmptyFragments) {
  expect_events(
      encode({{.fin = false}, {.opcode = Opcode::continuation, .fin = false}, {.opcode = Opcode::continuation}}),
      {"text:"});
  expect_events(encode({{.fin = false}, {.opcode = Opcode::continuation, .payload = "late"}}), {"text:late"});
  expect_events(encode({{.payload = "early", .fin = false}, {.opcode = Opcode::continuation}}), {"text:early"});
}

TEST(MessageReader, DeliversControlFramesBetweenFragmentsFirst) {
  const std::string longest(125, 'p');
  expect_events(encode({{.payload = "one ", .fin = false},
                        {.opcode = Opcode::ping, .payload = longest},
                        {.opcode = Opcode::pong},
                        {.opcode = Opcode::continuation, .payload = "two", .fin = false},
                        {.opcode = Opcode::ping, .payload = "\xFF not text"},
                        {.opcode = Opcode::continuation}}),
                {"ping:" + longest, "pong:", "ping:\xFF not text", "text:one two"});
}

TEST(MessageReader, ACloseBetweenFragmentsEndsEverything) {
  expect_events(encode({{.payload = "never", .fin = false},
                        {.opcode = Opcode::close, .payload = raw_close_payload(1001, "bye")},
                        {.opcode = Opcode::continuation, .payload = "told"}}),
                {"close:1001:bye"});
}

TEST(MessageReader, RefusesFragmentedControlFrames) {
  for (const Opcode opcode : {Opcode::ping, Opcode::pong, Opcode::close}) {
    expect_failure({{.opcode = opcode, .fin = false}}, FailureReason::fragmented_control_frame);
  }
}

TEST(MessageReader, RefusesControlFramesOver125Bytes) {
  for (const Opcode opcode : {Opcode::ping, Opcode::pong, Opcode::close}) {
    expect_failure({{.opcode = opcode, .payload = std::string(126, 'x')}}, FailureReason::control_frame_too_long);
    expect_failure({{.opcode = opcode, .announced_size = 65536}}, FailureReason::control_frame_too_long);
    expect_failure({{.opcode = opcode, .length_form = LengthForm::bits_16}}, FailureReason::control_frame_too_long);
  }
}

TEST(MessageReader, RefusesFragmentsOutOfOrder) {
  const RawFrame text{.payload = "a"};
  const RawFrame first{.payload = "a", .fin = false};
  const RawFrame last{.opcode = Opcode::continuation, .payload = "b"};
  expect_failure({last}, FailureReason::continuation_without_message);
  expect_failure({first, text}, FailureReason::message_not_finished);
  expect_failure({first, first}, FailureReason::message_not_finished);
  expect_failure({first, {.opcode = Opcode::binary}}, FailureReason::message_not_finished);
  expect_events(encode({first, last, last}), {"text:ab", failure_record(FailureReason::continuation_without_message)});
}

TEST(MessageReader, AcceptsTextSplitBetweenFramesInsideCharacters) {
  const std::string text = "h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\xAC";
  for (std::size_t i = 0; i <= text.size(); ++i) {
    for (std::size_t j = i; j <= text.size(); ++j) {
      const std::vector<RawFrame> frames{
          {.payload = text.substr(0, i), .fin = false},
          {.opcode = Opcode::ping},
          {.opcode = Opcode::continuation, .payload = text.substr(i, j - i), .fin = false},
          {.opcode = Opcode::continuation, .payload = text.substr(j)}};
      ASSERT_EQ(testing::read_whole(encode(frames)), (Records{"ping:", "text:" + text})) << i << ' ' << j;
      ASSERT_EQ(testing::read_bytewise(encode(frames)), (Records{"ping:", "text:" + text})) << i << ' ' << j;
    }
  }
}

TEST(MessageReader, RefusesTextThatIsNotUtf8) {
  for (const std::string bad :
       {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "ok \xC3"}) {
    expect_failure({{.payload = bad}}, FailureReason::text_not_utf8);
    expect_failure({{.payload = bad, .fin = false}, {.opcode = Opcode::continuation}}, FailureReason::text_not_utf8);
    expect_events(encode({.opcode = Opcode::binary, .payload = bad}), {"binary:" + bad});
  }
}

TEST(MessageReader, RefusesBadTextBeforeTheRestArrives) {
  const std::string bytes = encode({.payload = "ok\xED\xA0", .fin = false, .announced_size = 1000});
  EXPECT_EQ(testing::read_whole(bytes), Records{failure_record(FailureReason::text_not_utf8)});
  EXPECT_EQ(testing::read_whole(bytes.substr(0, bytes.size() - 1)), Records{}) << "E D could still become a character";
}

TEST(MessageReader, AnUnfinishedCharacterDoesNotLeakIntoTheNextMessage) {
  expect_events(encode({{.opcode = Opcode::binary, .payload = "\xE2\x82"}, {.payload = "a"}}),
                {"binary:\xE2\x82", "text:a"});
}

TEST(MessageReader, AcceptsMessagesUpToTheLimitAndNotOneByteMore) {
  const std::string limit(16 * 1024, 'x');
  expect_events(encode({.payload = limit}), {"text:" + limit});
  expect_events(encode({{.payload = limit.substr(1), .fin = false}, {.opcode = Opcode::continuation, .payload = "x"}}),
                {"text:" + limit});
  expect_failure({{.payload = limit + "x"}}, FailureReason::message_too_big);
  expect_failure({{.payload = limit, .fin = false}, {.opcode = Opcode::continuation, .payload = "x"}},
                 FailureReason::message_too_big);
}

TEST(MessageReader, RefusesABigMessageWhenItsHeaderAnnouncesIt) {
  const std::string header = encode(RawFrame{.announced_size = 16 * 1024 + 1});
  EXPECT_EQ(testing::read_whole(header), Records{failure_record(FailureReason::message_too_big)});
}

TEST(MessageReader, ControlFramesDoNotCountAgainstTheLimit) {
  const ReaderOptions tiny{.max_message_size = 3};
  const std::string payload(125, 'p');
  expect_events(encode({{.payload = "ab", .fin = false},
                        {.opcode = Opcode::ping, .payload = payload},
                        {.opcode = Opcode::continuation, .payload = "c"}}),
                {"ping:" + payload, "text:abc"}, tiny);
}

TEST(MessageReader, ReadsCloseFrames) {
  expect_events(encode({.opcode = Opcode::close}), {"close:none:"});
  expect_events(encode({.opcode = Opcode::close, .payload = raw_close_payload(1000)}), {"close:1000:"});
  expect_events(encode({.opcode = Opcode::close, .payload = raw_close_payload(4000, "\xC3\xA4")}),
                {"close:4000:\xC3\xA4"});
  const std::string longest(123, 'r');
  expect_events(encode({.opcode = Opcode::close, .payload = raw_close_payload(3000, longest)}),
                {"close:3000:" + longest});
}

TEST(MessageReader, RefusesInvalidCloseFrames) {
  expect_failure({{.opcode = Opcode::close, .payload = "\x03"}}, FailureReason::close_payload_of_one_byte);
  expect_failure({{.opcode = Opcode::close, .payload = raw_close_payload(1000, "\xFF")}},
                 FailureReason::close_reason_not_utf8);
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    expect_failure({{.opcode = Opcode::close, .payload = raw_close_payload(static_cast<std::uint16_t>(code))}},
                   FailureReason::invalid_close_code);
  }
}

TEST(MessageReader, DeliversNothingAfterAClose) {
  const RawFrame text{.payload = "a"};
  expect_events(encode({text, {.opcode = Opcode::close}, text, {.opcode = Opcode::ping}, {.opcode = Opcode::close}}),
                {"text:a", "close:none:"});
}

TEST(MessageReader, DeliversNothingAfterAFailure) {
  const RawFrame text{.payload = "a"};
  expect_events(encode({text, {.reserved_bits = 1}, text, {.opcode = Opcode::close}}),
                {"text:a", failure_record(FailureReason::reserved_bits_set)});
  MessageReader reader;
  std::string_view input = "\xFF\xFFrest";
  EXPECT_TRUE(reader.next(input));
  EXPECT_TRUE(reader.finished());
  EXPECT_FALSE(reader.next(input));
  EXPECT_TRUE(input.empty());
}

TEST(MessageReader, SaysNothingAboutHalfAFrame) {
  const std::string bytes = encode({.payload = "half"});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(testing::read_whole(bytes.substr(0, size)), Records{}) << size;
  }
}

TEST(MessageReader, HoldsNoMemoryAtRest) {
  MessageReader reader;
  Records records;
  const std::string big(16 * 1024, 'x');
  testing::read_piece(reader, encode({{.payload = big}, {.opcode = Opcode::ping, .payload = big.substr(0, 125)}}),
                      records);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(reader.buffered_capacity(), 0u);
  EXPECT_LE(sizeof(MessageReader), 160u);
}

TEST(MessageReader, HoldsNoMemoryAfterItsLastEvent) {
  for (const RawFrame& last : {RawFrame{.opcode = Opcode::close}, RawFrame{.reserved_bits = 1}}) {
    MessageReader reader;
    Records records;
    testing::read_piece(reader, encode({{.payload = std::string(1000, 'x'), .fin = false}, last}), records);
    EXPECT_EQ(reader.buffered_capacity(), 0u);
  }
}

TEST(MessageReader, HoldsWhatHasArrivedAndNotWhatWasAnnounced) {
  MessageReader reader;
  Records records;
  testing::read_piece(reader, encode({.payload = std::string(100, 'x'), .announced_size = 16 * 1024}), records);
  EXPECT_GE(reader.buffered_capacity(), 100u);
  EXPECT_LE(reader.buffered_capacity(), 256u);
}

}  // namespace
}  // namespace matinee::websocket
