#include "engine/blob_builder.hpp"

#include <utility>

#include "websocket/frame_writer.hpp"

namespace matinee::engine {

void BlobBuilder::add(std::string_view event, Delivery delivery) {
  if (blob_ == nullptr) blob_ = std::make_shared<Blob>();
  const std::size_t offset = blob_->bytes.size();
  websocket::append_text_frame(blob_->bytes, event);
  blob_->pieces.push_back(
      {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(blob_->bytes.size() - offset), delivery});
}

BlobPtr BlobBuilder::take() {
  return std::exchange(blob_, nullptr);
}

BlobPtr single(std::string_view event, Delivery delivery) {
  BlobBuilder builder;
  builder.add(event, delivery);
  return builder.take();
}

}  // namespace matinee::engine
