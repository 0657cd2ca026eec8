#include "transport/outbox.hpp"

#include <algorithm>

namespace matinee::transport {

using engine::Delivery;

OutboxChange Outbox::enqueue(const engine::BlobPtr& blob, std::size_t sent) {
  OutboxChange change;
  for (const engine::Piece& piece : blob->pieces) {
    const std::size_t end = std::size_t{piece.offset} + piece.size;
    if (end <= sent) continue;
    const auto written = static_cast<std::uint32_t>(sent > piece.offset ? sent - piece.offset : 0);
    if (piece.delivery == Delivery::state) change.conflated += conflate();
    waiting_.push_back({blob, piece.offset + written, piece.size - written, piece.delivery, written > 0});
    bytes_ += piece.size - written;
  }
  if (bytes_ > limits_.soft_bytes) change.dropped = drop_droppable();
  change.over_hard_limit = bytes_ > limits_.hard_bytes;
  return change;
}

std::size_t Outbox::gather(std::span<std::string_view> into) const {
  std::size_t count = 0;
  for (std::size_t i = first_; i < waiting_.size(); ++i) {
    const Waiting& next = waiting_[i];
    const std::string_view bytes = std::string_view(next.blob->bytes).substr(next.offset, next.size);
    // Neighbours of one blob travel as one slice.
    if (count > 0 && into[count - 1].data() + into[count - 1].size() == bytes.data() &&
        waiting_[i - 1].blob == next.blob) {
      into[count - 1] = {into[count - 1].data(), into[count - 1].size() + bytes.size()};
      continue;
    }
    if (count == into.size()) break;
    into[count++] = bytes;
  }
  return count;
}

void Outbox::consume(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    Waiting& next = waiting_[first_];
    if (bytes < next.size) {
      next.offset += static_cast<std::uint32_t>(bytes);
      next.size -= static_cast<std::uint32_t>(bytes);
      next.begun = true;
      break;
    }
    bytes -= next.size;
    next.blob.reset();
    ++first_;
  }
  release_memory();
}

void Outbox::drop_waiting() {
  remove_unbegun([](const Waiting&) { return true; });
}

std::size_t Outbox::conflate() {
  return remove_unbegun([](const Waiting& waiting) {
    return waiting.delivery == Delivery::state || waiting.delivery == Delivery::playback;
  });
}

// Oldest first, and no more than it takes.
std::size_t Outbox::drop_droppable() {
  std::size_t excess = bytes_ - limits_.soft_bytes;
  return remove_unbegun([&excess](const Waiting& waiting) {
    if (excess == 0 || waiting.delivery != Delivery::droppable) return false;
    excess -= std::min<std::size_t>(excess, waiting.size);
    return true;
  });
}

template <class Predicate>
std::size_t Outbox::remove_unbegun(Predicate predicate) {
  auto kept = waiting_.begin() + static_cast<std::ptrdiff_t>(first_);
  std::size_t removed = 0;
  for (auto next = kept; next != waiting_.end(); ++next) {
    if (!next->begun && predicate(*next)) {
      bytes_ -= next->size;
      ++removed;
      continue;
    }
    if (kept != next) *kept = std::move(*next);
    ++kept;
  }
  waiting_.erase(kept, waiting_.end());
  release_memory();
  return removed;
}

void Outbox::release_memory() {
  if (empty()) {
    waiting_ = std::vector<Waiting>();  // an idle connection holds nothing; "= {}" would keep the memory
    first_ = 0;
  } else if (first_ > waiting_.size() / 2) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

}  // namespace matinee::transport
