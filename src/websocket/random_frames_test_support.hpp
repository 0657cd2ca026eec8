// For tests only: seeded random conversations of a client, legal or spoiled in one place.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "websocket/frame_test_support.hpp"

namespace matinee::websocket::testing {

/// Legal frames and what a reader must make of them.
struct Conversation {
  std::vector<RawFrame> frames;
  Records expected;
};

class RandomFrames {
 public:
  /// `masked` as a client's frames are; `max_size` bounds a message's payload in bytes.
  RandomFrames(std::uint64_t seed, bool masked, std::size_t max_size)
      : random_(seed), masked_(masked), max_size_(max_size) {}

  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  /// Up to six messages, some fragmented, with control frames anywhere and sometimes a close frame at the end.
  Conversation conversation() {
    Conversation conversation;
    for (std::size_t messages = below(6); messages > 0; --messages) add_message(conversation);
    if (one_in(3)) add_close(conversation);
    return conversation;
  }

  /// Breaks one frame in one way. Not every way is illegal, and the reader may not get as far.
  void spoil(std::vector<RawFrame>& frames) {
    if (frames.empty()) frames.push_back(frame(Opcode::text, "x"));
    RawFrame& victim = frames[below(frames.size())];
    constexpr std::uint8_t opcodes = 16;
    switch (below(13)) {
      case 0:
        victim.reserved_bits = static_cast<std::uint8_t>(1 + below(7));
        break;
      case 1:
        victim.opcode = static_cast<Opcode>(below(opcodes));
        break;
      case 2:
        victim.key = victim.key ? std::nullopt : std::optional(test_key);
        break;
      case 3:
        victim.fin = !victim.fin;
        break;
      case 4:
        victim.length_form = one_in(2) ? LengthForm::bits_16 : LengthForm::bits_64;
        break;
      case 5:
        victim.announced_size = random_() >> below(64);
        break;
      case 6:
        victim.payload.assign(below(300), 'x');
        break;
      case 7:
        victim.payload.insert(below(victim.payload.size() + 1), 1, static_cast<char>(0x80 + below(0x80)));
        break;
      case 8:
        victim = frame(Opcode::close, raw_close_payload(interesting_close_code(), random_text(below(20))));
        break;
      case 9:
        victim = frame(Opcode::close, raw_close_payload(1000, "\xC3("));
        break;
      case 10:
        victim = frame(Opcode::close, "\x03");
        break;
      case 11:
        victim = frame(Opcode::close, raw_close_payload(1000, random_text(below(130))));
        break;
      default:
        victim.payload.resize(victim.payload.size() - std::min<std::size_t>(victim.payload.size(), 1 + below(3)));
    }
  }

  std::string random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }

  /// Exactly `size` bytes of UTF-8 with characters of every length.
  std::string random_text(std::size_t size) {
    static const std::vector<std::string> characters{"a",
                                                     "~",
                                                     "\xC2\x80",
                                                     "\xDF\xBF",
                                                     "\xE0\xA0\x80",
                                                     "\xED\x9F\xBF",
                                                     "\xEF\xBF\xBF",
                                                     "\xF0\x90\x80\x80",
                                                     "\xF4\x8F\xBF\xBF"};
    std::string text;
    while (text.size() < size) {
      const std::string& character = characters[below(characters.size())];
      text += text.size() + character.size() <= size ? character : "z";
    }
    return text;
  }

 private:
  RawFrame frame(Opcode opcode, std::string payload, bool fin = true) {
    RawFrame result{.opcode = opcode, .payload = std::move(payload), .fin = fin, .key = std::nullopt};
    if (masked_) {
      const std::string key = random_bytes(4);
      result.key.emplace();
      std::copy(key.begin(), key.end(), result.key->begin());
    }
    return result;
  }

  std::size_t random_size() {
    constexpr std::size_t edges[] = {0, 1, 2, 3, 7, 8, 9, 124, 125, 126, 127, 65535, 65536};
    const std::size_t size = one_in(2) ? edges[below(std::size(edges))] : below(400);
    return std::min(size, max_size_);
  }

  void add_message(Conversation& conversation) {
    if (one_in(3)) add_control(conversation);
    const bool text = one_in(2);
    const std::size_t size = random_size();
    const std::string payload = text ? random_text(size) : random_bytes(size);
    Opcode opcode = text ? Opcode::text : Opcode::binary;
    std::size_t start = 0;
    for (std::size_t fragments = one_in(2) ? 0 : below(5); fragments > 0; --fragments) {
      const std::size_t length = below(size - start + 1);
      conversation.frames.push_back(frame(opcode, payload.substr(start, length), false));
      if (one_in(3)) add_control(conversation);
      opcode = Opcode::continuation;
      start += length;
    }
    conversation.frames.push_back(frame(opcode, payload.substr(start)));
    conversation.expected.push_back((text ? "text:" : "binary:") + payload);
  }

  void add_control(Conversation& conversation) {
    const bool ping = one_in(2);
    const std::string payload = random_bytes(one_in(4) ? max_control_payload_size : below(20));
    conversation.frames.push_back(frame(ping ? Opcode::ping : Opcode::pong, payload));
    conversation.expected.push_back((ping ? "ping:" : "pong:") + payload);
  }

  void add_close(Conversation& conversation) {
    if (one_in(4)) {
      conversation.frames.push_back(frame(Opcode::close, ""));
      conversation.expected.push_back("close:none:");
      return;
    }
    const std::string reason = random_text(below(max_control_payload_size - 1));
    conversation.frames.push_back(frame(Opcode::close, raw_close_payload(1001, reason)));
    conversation.expected.push_back("close:1001:" + reason);
  }

  std::uint16_t interesting_close_code() {
    constexpr std::uint16_t codes[] = {0,    1,    999,  1000, 1003, 1004, 1005, 1006, 1007, 1011, 1012,
                                       1013, 1014, 1015, 1016, 2999, 3000, 3999, 4000, 4999, 65535};
    return one_in(4) ? static_cast<std::uint16_t>(below(5000)) : codes[below(std::size(codes))];
  }

  std::mt19937_64 random_;
  bool masked_;
  std::size_t max_size_;
};

}  // namespace matinee::websocket::testing
