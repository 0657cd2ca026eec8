// Bounds of the values on the wire. Rates and sizes that an operator may change are in configuration instead.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace matinee::protocol {

inline constexpr std::size_t max_chat_code_points = 1000;
inline constexpr std::size_t max_mentions = 20;
inline constexpr std::size_t max_report_code_points = 500;
inline constexpr Millis max_mute{2'592'000'000};  ///< thirty days; a mute without a duration has no end
inline constexpr std::int64_t max_slow_mode_ms = 3'600'000;
/// Families and tag flags take up to 14 code points.
inline constexpr std::size_t max_emoji_code_points = 32;
inline constexpr std::size_t max_reactions_in_batch = 30;
inline constexpr std::int64_t max_reaction_count = 100;
/// A film position: eleven and a half days; keeps every sum of positions and times far from overflow.
inline constexpr double max_position_seconds = 1'000'000;
inline constexpr std::size_t max_token_code_points = 8192;
/// Nesting a command may have; none needs more than three.
inline constexpr std::size_t max_json_depth = 8;

inline constexpr std::size_t max_title_code_points = 200;
/// Two days: longer than any film, short enough that a mistaken unit (microseconds) is noticed.
inline constexpr std::int64_t max_clip_length_ms = 172'800'000;

/// A ready check's countdown.
inline constexpr std::int64_t max_countdown_ms = 60'000;

}  // namespace matinee::protocol
