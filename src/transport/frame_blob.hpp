// Wraps what the transport itself sends (the 101, control frames) so that it can queue with the engine's blobs.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/session.hpp"

namespace matinee::transport {

/// One blob with one piece: all of `bytes`.
inline engine::BlobPtr frame_blob(std::string bytes, engine::Delivery delivery) {
  auto blob = std::make_shared<engine::Blob>();
  blob->pieces.push_back({0, static_cast<std::uint32_t>(bytes.size()), delivery});
  blob->bytes = std::move(bytes);
  return blob;
}

}  // namespace matinee::transport
