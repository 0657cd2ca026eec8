#include "base/log.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <atomic>
#include <memory>

namespace matinee::log {
namespace {

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

std::atomic<Format> current_format = Format::text;

std::shared_ptr<spdlog::logger> make_logger() {
  auto logger = std::make_shared<spdlog::logger>("matinee", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(kTextPattern, spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::info);
  return logger;
}

spdlog::logger& logger() {
  // Never destroyed: threads may log until the very end of the process.
  static auto* const instance = new std::shared_ptr<spdlog::logger>(make_logger());
  return **instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::error:
      return spdlog::level::err;
    case Level::warn:
      return spdlog::level::warn;
    case Level::info:
      return spdlog::level::info;
    case Level::debug:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

/// In double quotes, with the escapes of JSON, so that no value can end a line or pretend to be another field.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c > 0x20 && c != 0x7f && c != '"' && c != '\\' && c != '=';
  });
}

std::string value_text(Format format, const Field::Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return format == Format::text && is_plain_word(*text) ? std::string{*text} : quoted(*text);
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

}  // namespace

std::string format_event(Format format, std::string_view event, Fields fields) {
  const bool json = format == Format::json;
  std::string line = json ? fmt::format("\"event\":{}", quoted(event)) : std::string{event};
  for (const Field& field : fields) {
    const std::string value = value_text(format, field.value);
    line += json ? fmt::format(",\"{}\":{}", field.key, value) : fmt::format(" {}={}", field.key, value);
  }
  return line;
}

void configure(Level least, Format format) {
  current_format = format;
  logger().set_pattern(format == Format::json ? kJsonPattern : kTextPattern, spdlog::pattern_time_type::utc);
  logger().set_level(spdlog_level(least));
}

void write(Level level, std::string_view event, Fields fields) {
  if (!logger().should_log(spdlog_level(level))) return;
  logger().log(spdlog_level(level), spdlog::string_view_t{format_event(current_format, event, fields)});
}

}  // namespace matinee::log
