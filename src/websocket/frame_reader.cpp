#include "websocket/frame_reader.hpp"

#include <algorithm>
#include <span>

#include "websocket/masking.hpp"

namespace matinee::websocket {

MessageReader::MessageReader(ReaderOptions options)
    : max_message_size_(options.max_message_size), header_decoder_(options.role) {}

std::optional<Event> MessageReader::next(std::string_view& input) {
  if (!message_in_progress()) message_.clear();
  while (!finished()) {
    if (stage_ == Stage::header) {
      if (const auto failure = header_decoder_.consume(input)) return fail(*failure);
      if (!header_decoder_.complete()) break;
      if (auto event = begin_frame(header_decoder_.header())) return event;
    }
    if (auto event = read_payload(input)) return event;
    if (payload_left_ > 0) break;
    if (auto event = end_frame()) return event;
  }
  input = {};  // every break leaves it empty; after the last event the rest is discarded
  release_idle_buffers();
  return std::nullopt;
}

std::size_t MessageReader::buffered_capacity() const {
  static const std::size_t inline_capacity = std::string().capacity();
  const auto heap = [](const std::string& s) { return s.capacity() > inline_capacity ? s.capacity() : 0; };
  return heap(message_) + heap(control_);
}

// Checks the frame against the message in progress. The size is refused here, before a byte of it is stored.
std::optional<Event> MessageReader::begin_frame(const FrameHeader& header) {
  if (is_control(header.opcode)) {
    control_.clear();
  } else if (header.opcode == Opcode::continuation) {
    if (!message_in_progress()) return fail(FailureReason::continuation_without_message);
  } else {
    if (message_in_progress()) return fail(FailureReason::message_not_finished);
    message_opcode_ = header.opcode;
  }
  // message_.size() never exceeds the limit, so the difference can't wrap.
  if (!is_control(header.opcode) && header.payload_size > max_message_size_ - message_.size()) {
    return fail(FailureReason::message_too_big);
  }
  header_ = header;
  payload_left_ = header.payload_size;
  stage_ = Stage::payload;
  return std::nullopt;
}

// Unmasks what has arrived of the payload into its buffer. Only a failure is an event here.
std::optional<Event> MessageReader::read_payload(std::string_view& input) {
  const bool control = is_control(header_.opcode);
  std::string& buffer = control ? control_ : message_;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(payload_left_, input.size()));
  const std::size_t start = buffer.size();
  buffer.append(input.substr(0, count));
  input.remove_prefix(count);

  const auto arrived = std::span(buffer).subspan(start);
  if (header_.masked) apply_mask(arrived, header_.masking_key, header_.payload_size - payload_left_);
  payload_left_ -= count;

  if (!control && message_opcode_ == Opcode::text && !utf8_.append({arrived.data(), arrived.size()})) {
    return fail(FailureReason::text_not_utf8);
  }
  return std::nullopt;
}

std::optional<Event> MessageReader::end_frame() {
  stage_ = Stage::header;
  header_decoder_.reset();
  switch (header_.opcode) {
    case Opcode::ping:
      return Ping{control_};
    case Opcode::pong:
      return Pong{control_};
    case Opcode::close:
      return end_close_frame();
    case Opcode::continuation:
    case Opcode::text:
    case Opcode::binary:
      break;
  }
  return end_data_frame();
}

std::optional<Event> MessageReader::end_data_frame() {
  if (!header_.fin) return std::nullopt;
  const bool text = message_opcode_ == Opcode::text;
  if (text && !utf8_.complete()) return fail(FailureReason::text_not_utf8);
  message_opcode_ = Opcode::continuation;
  if (text) return TextMessage{message_};
  return BinaryMessage{message_};
}

Event MessageReader::end_close_frame() {
  const auto close = decode_close_payload(control_);
  if (!close) return fail(close.error());
  stage_ = Stage::finished;
  return close.value();
}

Event MessageReader::fail(FailureReason reason) {
  stage_ = Stage::finished;
  return Failure{reason, close_code_for(reason), describe(reason)};
}

// Swapped with empty strings, because shrink_to_fit is only a request.
void MessageReader::release_idle_buffers() {
  if (finished() || !message_in_progress()) std::string().swap(message_);
  if (finished() || !reading_control_frame()) std::string().swap(control_);
}

}  // namespace matinee::websocket
