// Packing: values as bytes for another process of the same program, and back. Numbers are little-endian of fixed width,
// what varies in length carries its length. Which members a type has is said once, by a function
//   template <class Archive> void fields(Archive& archive, T& value) { archive(value.one, value.other); }
// found by its arguments, for both ways.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee {

template <class T>
concept PackedNumber = std::integral<T> || std::floating_point<T> || std::is_enum_v<T>;

class Packer {
 public:
  template <class... Ts>
  void operator()(const Ts&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void put(PackedNumber auto value) { put_raw(&value, sizeof value); }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    put_raw(text.data(), text.size());
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  template <class Tag>
  void put(const StrongId<Tag>& id) {
    put(id.str());
  }
  void put(Millis duration) { put(std::int64_t{duration.count()}); }
  void put(ServerTime time) { put(to_unix_ms(time)); }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const T& value : values) put(value);
  }
  template <class T>
    requires std::is_class_v<T>
  void put(const T& value) {
    fields(*this, value);
  }

  void put_raw(const void* data, std::size_t size) { bytes_.append(static_cast<const char*>(data), size); }

  std::string bytes_;
};

/// Reads what a Packer wrote. Bytes that are no such thing make it fail, never read beyond them.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  template <class... Ts>
  void operator()(Ts&... values) {
    (get(values), ...);
  }
  /// Everything was read, and nothing was missing.
  bool complete() const { return !failed_ && bytes_.empty(); }
  bool failed() const { return failed_; }
  void fail() { failed_ = true; }

 private:
  template <PackedNumber T>
  void get(T& value) {
    const std::string_view raw = take(sizeof value);
    if (failed_) return;
    if constexpr (std::same_as<T, bool>) {
      value = raw[0] != 0;
    } else {
      std::memcpy(&value, raw.data(), sizeof value);
    }
  }
  void get(std::string& text) {
    std::uint32_t size = 0;
    get(size);
    text = take(size);
  }
  template <class Tag>
  void get(StrongId<Tag>& id) {
    std::string text;
    get(text);
    id = StrongId<Tag>{std::move(text)};
  }
  void get(Millis& duration) {
    std::int64_t count = 0;
    get(count);
    duration = Millis{count};
  }
  void get(ServerTime& time) {
    std::int64_t unix_ms = 0;
    get(unix_ms);
    time = from_unix_ms(unix_ms);
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (there && !failed_) get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    std::uint32_t size = 0;
    get(size);
    values.clear();
    for (std::uint32_t i = 0; i < size && !failed_; ++i) get(values.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void get(T& value) {
    fields(*this, value);
  }

  std::string_view take(std::size_t size) {
    failed_ = failed_ || size > bytes_.size();
    if (failed_) return {};
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
  bool failed_ = false;
};

}  // namespace matinee
