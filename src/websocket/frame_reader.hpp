// Turns the bytes of one connection into messages and control frames, enforcing RFC 6455 and a size limit. Pure: no
// I/O, no clock. One object per connection and direction, used by one thread at a time. It answers nothing by itself:
// pongs and close frames are the caller's to send (frame_writer.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/utf8.hpp"
#include "websocket/close.hpp"
#include "websocket/failure.hpp"
#include "websocket/frame.hpp"
#include "websocket/header_decoder.hpp"

namespace matinee::websocket {

/// A whole text message, valid UTF-8, its fragments joined.
struct TextMessage {
  std::string_view text;
};

/// A whole binary message, its fragments joined.
struct BinaryMessage {
  std::string_view bytes;
};

/// To be answered with a pong carrying the same payload, unless a close frame was sent.
struct Ping {
  std::string_view payload;
};

/// An answer to a ping, or unsolicited.
struct Pong {
  std::string_view payload;
};

/// The peer broke a rule: send a close frame with `close_code` and `what` as its reason, and drop the connection.
struct Failure {
  FailureReason reason;
  CloseCode close_code;
  std::string_view what;  ///< Static text: what was wrong and what would be right.
};

/// The views (except Failure's) refer into the reader and are valid until its next call.
using Event = std::variant<TextMessage, BinaryMessage, Ping, Pong, Close, Failure>;

struct ReaderOptions {
  Role role = Role::server;  ///< This end of the connection: a server demands masked frames, a client refuses them.
  std::uint32_t max_message_size = 16 * 1024;  ///< Bytes of payload, all fragments of a message together.
};

/// Usage, for every piece of input, however cut:
///
///     while (auto event = reader.next(input)) handle(*event);
///
/// Call it until it returns nothing: that is also when memory is released. What it holds follows the bytes received,
/// not the bytes announced, and is nothing beyond the object itself while no frame or message is half read.
class MessageReader {
 public:
  explicit MessageReader(ReaderOptions options = {});

  /// Takes bytes from the front of `input` up to the end of the next event and returns it, or takes all of them and
  /// returns nothing. Close and Failure are the last event: whatever comes after them is discarded.
  std::optional<Event> next(std::string_view& input);

  /// True after Close or Failure.
  bool finished() const { return stage_ == Stage::finished; }

  /// Heap bytes held for half-read frames and messages, at most about twice max_message_size.
  std::size_t buffered_capacity() const;

 private:
  enum class Stage : std::uint8_t { header, payload, finished };

  std::optional<Event> begin_frame(const FrameHeader& header);
  std::optional<Event> read_payload(std::string_view& input);
  std::optional<Event> end_frame();
  std::optional<Event> end_data_frame();
  Event end_close_frame();
  Event fail(FailureReason reason);
  bool message_in_progress() const { return message_opcode_ != Opcode::continuation; }
  bool reading_control_frame() const { return stage_ == Stage::payload && is_control(header_.opcode); }
  void release_idle_buffers();

  std::uint32_t max_message_size_;
  Stage stage_ = Stage::header;
  Opcode message_opcode_ = Opcode::continuation;  // text or binary while a message is in progress
  Utf8Validator utf8_;  // of the text message in progress; between messages it is in its initial state
  HeaderDecoder header_decoder_;
  FrameHeader header_;              // of the frame in progress, in Stage::payload
  std::uint64_t payload_left_ = 0;  // bytes of that frame still to come
  std::string message_;             // unmasked fragments so far, or the message last returned
  std::string control_;             // unmasked payload of a control frame; apart, as it may interrupt a message
};

}  // namespace matinee::websocket
