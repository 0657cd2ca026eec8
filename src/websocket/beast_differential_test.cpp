// Boost.Beast's WebSocket implementation as the oracle: both read the same bytes and must agree, and each must
// understand what the other writes. Where they differ on purpose:
//
// - Close code 1014: registered with IANA after RFC 6455. We accept it, Beast answers 1002.
// - Close codes from 5000: no range of RFC 6455, 7.4.2. We answer 1002, Beast accepts them.
// - A close reason that is not UTF-8: we answer 1007 (RFC 6455, 8.1), Beast 1002.
// - A 64-bit length with its highest bit set: we answer 1002 (RFC 6455, 5.2), Beast counts it as too big, 1009.
// - Text that ends inside a character, finished by an empty fragment: we answer 1007, Beast delivers the broken text.
// - A close frame without a code: we answer with one without a code, Beast with 1000.
#include <gtest/gtest.h>

#include <boost/asio/impl/src.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>

#include "websocket/frame_writer.hpp"
#include "websocket/handshake.hpp"
#include "websocket/random_frames_test_support.hpp"

namespace matinee::websocket {
namespace {

namespace beast = boost::beast;
using testing::encode;
using testing::failure_record;
using testing::RandomFrames;
using testing::RawFrame;
using testing::Records;
using BeastStream = beast::websocket::stream<beast::test::stream, false>;

constexpr std::string_view upgrade_request =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

std::string after_http_header(std::string_view bytes) {
  return std::string(bytes.substr(bytes.find("\r\n\r\n") + 4));
}

// Reads until Beast reports an error, which it always does in the end: the peer's side is closed.
Records read_with_beast(BeastStream& stream, beast::error_code& error) {
  Records records;
  stream.control_callback([&](beast::websocket::frame_type type, std::string_view payload) {
    if (type == beast::websocket::frame_type::ping) records.push_back(std::string("ping:").append(payload));
    if (type == beast::websocket::frame_type::pong) records.push_back(std::string("pong:").append(payload));
  });
  for (;;) {
    beast::flat_buffer buffer;
    stream.read(buffer, error);
    if (error) break;
    records.push_back((stream.got_text() ? "text:" : "binary:") + beast::buffers_to_string(buffer.data()));
  }
  if (error == beast::websocket::error::closed) {
    const auto& close = stream.reason();
    const std::string code = close.code == beast::websocket::close_code::none ? "none" : std::to_string(close.code);
    records.push_back("close:" + code + ":" + std::string(close.reason.data(), close.reason.size()));
  }
  return records;
}

struct BeastResult {
  Records records;  // what it delivered, with "failure:<code>" at the end if it failed the connection
  Records replies;  // the frames it sent, as our own reader reads them
};

BeastResult read_with_beast_server(std::string_view bytes, std::size_t max_message_size) {
  boost::asio::io_context context;
  beast::test::stream peer(context);
  BeastStream server(context);
  server.next_layer().connect(peer);
  server.read_message_max(max_message_size);
  server.next_layer().append(upgrade_request);
  server.accept();
  server.next_layer().append(bytes);
  peer.close();

  BeastResult result;
  beast::error_code error;
  result.records = read_with_beast(server, error);
  result.replies = testing::read_whole(after_http_header(peer.str()), {.role = Role::client});
  const bool failed = error != beast::websocket::error::closed && error != boost::asio::error::eof;
  if (failed) result.records.push_back("failure:" + result.replies.back().substr(6, 4));
  return result;
}

// What Beast should say where we say `ours`: the same, but for the differences listed above.
std::string as_beast_says(const std::string& ours) {
  if (ours == failure_record(FailureReason::close_reason_not_utf8)) return "failure:1002";
  if (ours == failure_record(FailureReason::length_out_of_range)) return "failure:1009";
  if (ours.starts_with("close:1014:")) return "failure:1002";
  if (ours.starts_with("failure:")) return ours.substr(0, 12);
  return ours;
}

// Beast's blind spot: an empty last fragment is not checked, so broken text is delivered.
bool beast_missed_broken_text(const std::string& ours, const std::string& beasts) {
  return ours == failure_record(FailureReason::text_not_utf8) && beasts.starts_with("text:") &&
         !is_valid_utf8(std::string_view(beasts).substr(5));
}

bool beast_took_undefined_code(const std::string& ours, const std::string& beasts) {
  return ours == failure_record(FailureReason::invalid_close_code) && beasts.starts_with("close:") &&
         std::stoi(beasts.substr(6)) >= 5000;
}

// Beast's answers to what it read: a pong for each ping, then its close frame.
Records expected_replies(const Records& beasts) {
  Records replies;
  for (const std::string& event : beasts) {
    const auto colon = event.find(':', 6);
    if (event.starts_with("ping:")) replies.push_back("pong:" + event.substr(5));
    if (event.starts_with("failure:")) replies.push_back("close:" + event.substr(8) + ":");
    if (event.starts_with("close:none:")) {
      replies.push_back("close:1000:");
    } else if (event.starts_with("close:")) {
      replies.push_back(event.substr(0, colon + 1));
    }
  }
  return replies;
}

// Beast waits for a whole header before it judges, so there is always one more, which it must refuse.
const std::string refused_header(max_frame_header_size, '\0');

void expect_agreement(std::string bytes, std::uint32_t max_message_size) {
  bytes += refused_header;
  const Records ours = testing::read_whole(bytes, {.max_message_size = max_message_size});
  const BeastResult beasts = read_with_beast_server(bytes, max_message_size);
  for (std::size_t i = 0; i < ours.size() && i < beasts.records.size(); ++i) {
    if (beast_missed_broken_text(ours[i], beasts.records[i])) return;
    if (beast_took_undefined_code(ours[i], beasts.records[i])) return;
    ASSERT_EQ(as_beast_says(ours[i]), beasts.records[i]) << "event " << i;
  }
  ASSERT_EQ(ours.size(), beasts.records.size());
  ASSERT_EQ(beasts.replies, expected_replies(beasts.records));
}

TEST(BeastDifferential, AgreesOnLegalConversations) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(seed);
    RandomFrames random(seed, true, seed % 10 == 0 ? 70'000 : 1000);
    ASSERT_NO_FATAL_FAILURE(expect_agreement(encode(random.conversation().frames), 70'000));
  }
}

TEST(BeastDifferential, AgreesOnSpoiledConversations) {
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE(seed);
    RandomFrames random(seed, true, 400);
    auto frames = random.conversation().frames;
    random.spoil(frames);
    ASSERT_NO_FATAL_FAILURE(expect_agreement(encode(frames), 390));
  }
}

TEST(BeastDifferential, AgreesOnFlippedBits) {
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE(seed);
    RandomFrames random(seed, true, 400);
    std::string bytes = encode(random.conversation().frames);
    if (bytes.empty()) continue;
    bytes[random.below(std::min<std::size_t>(bytes.size(), 64))] ^= static_cast<char>(1 << random.below(8));
    ASSERT_NO_FATAL_FAILURE(expect_agreement(bytes, 390));
  }
}

TEST(BeastDifferential, AgreesOnEveryCloseCode) {
  for (unsigned code = 990; code <= 5010; ++code) {
    SCOPED_TRACE(code);
    const auto payload = testing::raw_close_payload(static_cast<std::uint16_t>(code), "why");
    ASSERT_NO_FATAL_FAILURE(expect_agreement(encode({.opcode = Opcode::close, .payload = payload}), 1000));
  }
}

TEST(BeastDifferential, BeastStillMissesTextBrokenBeforeAnEmptyFragment) {
  const std::string bytes = encode({{.payload = "\xE2\x82", .fin = false}, {.opcode = Opcode::continuation}});
  const auto ours = testing::read_whole(bytes);
  const auto beasts = read_with_beast_server(bytes, 1000).records;
  EXPECT_EQ(ours, Records{failure_record(FailureReason::text_not_utf8)});
  EXPECT_EQ(beasts, Records{"text:\xE2\x82"}) << "fixed in this version: drop beast_missed_broken_text";
}

// A connected Beast client. The handshake is answered with our own Sec-WebSocket-Accept, which Beast verifies.
class BeastClient {
 public:
  BeastClient() {
    client_.next_layer().connect(peer_);
    beast::error_code error = boost::asio::error::would_block;
    client_.async_handshake("localhost", "/", [&](beast::error_code result) { error = result; });
    context_.poll();
    const std::string request(peer_.str());
    peer_.clear();
    receive(upgrade_response(request));
    context_.poll();
    EXPECT_FALSE(error) << error.message();
  }

  BeastStream& stream() { return client_; }
  std::string sent() const { return std::string(peer_.str()); }
  void receive(std::string_view bytes) { boost::asio::write(peer_, boost::asio::buffer(bytes)); }
  void hang_up() { peer_.close(); }

 private:
  static std::string upgrade_response(const std::string& request) {
    constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const std::string key = request.substr(request.find(name) + name.size(), 24);
    EXPECT_TRUE(is_valid_key(key)) << key;
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           accept_for_key(key) + "\r\n\r\n";
  }

  boost::asio::io_context context_;
  beast::test::stream peer_{context_};
  BeastStream client_{context_};
};

TEST(BeastDifferential, WeReadWhatABeastClientWrites) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    RandomFrames random(seed, true, 0);
    BeastClient client;
    client.stream().auto_fragment(random.one_in(2));
    client.stream().write_buffer_bytes(8 + random.below(300));
    Records expected;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{125}, std::size_t{126}, random.below(3000), std::size_t{65536}}) {
      const bool text = random.one_in(2);
      const std::string payload = text ? random.random_text(size) : random.random_bytes(size);
      client.stream().text(text);
      client.stream().write(boost::asio::buffer(payload));
      client.stream().ping("alive?");
      expected.push_back((text ? "text:" : "binary:") + payload);
      expected.push_back("ping:alive?");
    }
    std::string close_reply;
    append_close_frame(close_reply, CloseCode::normal);
    client.receive(close_reply);
    client.stream().close({beast::websocket::close_code::going_away, "credits"});
    expected.push_back("close:1001:credits");
    ASSERT_EQ(testing::read_whole(client.sent(), {.max_message_size = 70'000}), expected);
  }
}

TEST(BeastDifferential, ABeastClientReadsWhatWeWrite) {
  RandomFrames random(1, false, 0);
  BeastClient client;
  std::string bytes;
  Records expected;
  for (const std::size_t size : {0, 1, 125, 126, 127, 65535, 65536, 70'000}) {
    const std::string text = random.random_text(size);
    const std::string binary = random.random_bytes(size);
    append_text_frame(bytes, text);
    append_binary_frame(bytes, binary);
    append_ping_frame(bytes, "p");
    append_pong_frame(bytes, std::string(125, 'q'));
    expected.insert(expected.end(), {"text:" + text, "binary:" + binary, "ping:p", "pong:" + std::string(125, 'q')});
  }
  append_close_frame(bytes, CloseCode{4008}, "too slow");
  expected.push_back("close:4008:too slow");
  client.receive(bytes);
  client.hang_up();
  beast::error_code error;
  EXPECT_EQ(read_with_beast(client.stream(), error), expected);
}

TEST(BeastDifferential, ABeastServerReadsOurMaskedFrames) {
  RandomFrames random(2, true, 0);
  std::string bytes;
  Records expected;
  for (const std::size_t size : {0, 1, 125, 126, 65535, 65536}) {
    const std::string text = random.random_text(size);
    append_masked_frame(bytes, Opcode::text, text.substr(0, size / 2), testing::test_key, false);
    append_masked_frame(bytes, Opcode::pong, "still here", {1, 2, 3, 4});
    append_masked_frame(bytes, Opcode::continuation, text.substr(size / 2), {0xFF, 0, 0x80, 7});
    expected.insert(expected.end(), {"pong:still here", "text:" + text});
  }
  append_masked_frame(bytes, Opcode::close, encode_close_payload(CloseCode::normal, "done"), testing::test_key);
  expected.push_back("close:1000:done");
  EXPECT_EQ(read_with_beast_server(bytes, 70'000).records, expected);
}

}  // namespace
}  // namespace matinee::websocket
