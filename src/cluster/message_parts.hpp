// Messages that are larger than what the bus carries at once: in parts, and whole again. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace matinee::cluster {

/// Which part of which message this is.
struct PartPlace {
  std::string sender;         ///< without blanks
  std::uint64_t message = 0;  ///< a number of the sender's
  std::uint32_t index = 0;
  std::uint32_t count = 1;  ///< of parts; above index

  friend bool operator==(const PartPlace&, const PartPlace&) = default;
};

/// "sender message index count".
std::string to_text(const PartPlace& place);
/// Nothing: it isn't one.
std::optional<PartPlace> parse_part_place(std::string_view text);

/// Puts messages together. What one sender sends comes in order, so one message of each is under way; a message that
/// lacks a part is dropped. Not thread-safe.
class MessageAssembly {
 public:
  /// `most_bytes`: of all messages under way. Whatever would exceed it is dropped.
  explicit MessageAssembly(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// The message, if this was its last part.
  std::optional<std::string> add(const PartPlace& place, std::string_view bytes);

  /// Nothing is under way any more.
  void clear();

 private:
  struct UnderWay {
    std::uint64_t message = 0;
    std::uint32_t next = 0;
    std::string bytes;
  };
  void drop(const std::string& sender);

  const std::size_t most_bytes_;
  std::size_t bytes_ = 0;  ///< of all of them, with what a sender costs
  std::unordered_map<std::string, UnderWay> under_way_;
};

}  // namespace matinee::cluster
