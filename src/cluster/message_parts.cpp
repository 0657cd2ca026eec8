#include "cluster/message_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace matinee::cluster {
namespace {

/// What remembering a sender costs, roughly: parts without bytes have a bound too.
constexpr std::size_t bytes_of_a_sender = 256;

/// The whole of `text` as a number.
template <class Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string to_text(const PartPlace& place) {
  return fmt::format("{} {} {} {}", place.sender, place.message, place.index, place.count);
}

std::optional<PartPlace> parse_part_place(std::string_view text) {
  std::array<std::string_view, 3> fields;
  for (std::string_view& field : fields) {
    field = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(field.size() + 1, text.size()));
  }
  PartPlace place;
  place.sender = fields[0];
  if (place.sender.empty() || !read(fields[1], place.message) || !read(fields[2], place.index) ||
      !read(text, place.count) || place.index >= place.count) {
    return std::nullopt;
  }
  return place;
}

std::optional<std::string> MessageAssembly::add(const PartPlace& place, std::string_view bytes) {
  if (place.index == 0) {
    drop(place.sender);
    under_way_[place.sender].message = place.message;
    bytes_ += bytes_of_a_sender;
  }
  const auto found = under_way_.find(place.sender);
  if (found == under_way_.end()) return std::nullopt;
  UnderWay& message = found->second;
  if (message.message != place.message || message.next != place.index || bytes_ + bytes.size() > most_bytes_) {
    drop(place.sender);
    return std::nullopt;
  }
  message.bytes += bytes;
  bytes_ += bytes.size();
  if (++message.next < place.count) return std::nullopt;
  std::string whole = std::exchange(message.bytes, {});
  bytes_ -= whole.size();
  drop(place.sender);
  return whole;
}

void MessageAssembly::drop(const std::string& sender) {
  const auto found = under_way_.find(sender);
  if (found == under_way_.end()) return;
  bytes_ -= found->second.bytes.size() + bytes_of_a_sender;
  under_way_.erase(found);
}

void MessageAssembly::clear() {
  under_way_.clear();
  bytes_ = 0;
}

}  // namespace matinee::cluster
