// The XOR mask of client frames (RFC 6455, 5.3). Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>

#include "websocket/frame.hpp"

namespace matinee::websocket {

/// Masks or unmasks `bytes` in place; the two are the same operation. `offset` is the position of `bytes[0]` in the
/// frame's payload, in bytes: a payload may be processed in pieces.
void apply_mask(std::span<char> bytes, const MaskingKey& key, std::uint64_t offset = 0);

}  // namespace matinee::websocket
