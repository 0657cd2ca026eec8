#include "transport/send_batch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace matinee::transport {

namespace {

// Connections offered their bytes in one call of the sender.
constexpr std::size_t most_attempts = 256;

// Blobs one write gathers; what is more follows in further ones.
constexpr std::uint32_t most_slices = 64;

IoResult to_io_result(std::int64_t result) {
  if (result > 0) return {IoStatus::done, static_cast<std::size_t>(result)};
  const bool full = result == 0 || result == -EAGAIN || result == -EWOULDBLOCK;
  return {full ? IoStatus::would_block : IoStatus::failed};
}

}  // namespace

void SendBatch::add(Recipient& recipient, const engine::BlobPtr& blob) {
  const std::uint32_t entry = add_entry(blob);
  if (recipient.is_waiting()) {
    Slot& slot = slots_[recipient.slot_];
    entries_[slot.last].next = entry;
    slot.last = entry;
    ++slot.count;
    slot.bytes += blob->bytes.size();
  } else {
    recipient.slot_ = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({&recipient, entry, entry, 1, blob->bytes.size()});
  }
  if (scheduled_ || flushing_) return;
  scheduled_ = true;
  loop_.post([this] {
    scheduled_ = false;
    flush();
  });
}

std::uint32_t SendBatch::add_entry(const engine::BlobPtr& blob) {
  // The receivers of one broadcast come one after another.
  if (blobs_.empty() || blobs_.back() != blob) blobs_.push_back(blob);
  entries_.push_back({static_cast<std::uint32_t>(blobs_.size() - 1), 0});
  return static_cast<std::uint32_t>(entries_.size() - 1);
}

void SendBatch::remove(Recipient& recipient) {
  if (!recipient.is_waiting()) return;
  slots_[recipient.slot_].recipient = nullptr;
  recipient.slot_ = no_slot;
}

void SendBatch::flush() {
  flushing_ = true;
  // What recipients add meanwhile comes after everything that is there.
  for (std::size_t next = 0; next < slots_.size();) next = offer(next);
  flushing_ = false;
  slots_.clear();
  entries_.clear();
  blobs_.clear();
}

// Offers the bytes of some slots from `first` on; returns the one after them.
std::size_t SendBatch::offer(std::size_t first) {
  attempts_.clear();
  attempted_slots_.clear();
  slices_.clear();
  std::size_t next = first;
  for (; next < slots_.size() && attempts_.size() < most_attempts; ++next) {
    const Slot slot = slots_[next];
    if (slot.recipient == nullptr) continue;
    if (slot.recipient->direct_socket_ < 0) {
      offer_through_stream(next);
      continue;
    }
    attempts_.push_back({slot.recipient->direct_socket_, {}, 0});
    attempted_slots_.push_back(static_cast<std::uint32_t>(next));
    gather(slot);
  }

  const iovec* slices = slices_.data();
  for (std::size_t i = 0; i < attempts_.size(); ++i) {
    attempts_[i].slices = {slices, std::min(slots_[attempted_slots_[i]].count, most_slices)};
    slices += attempts_[i].slices.size();
  }
  sender_->send(attempts_);
  for (std::size_t i = 0; i < attempts_.size(); ++i) settle(attempted_slots_[i], to_io_result(attempts_[i].result));
  return next;
}

void SendBatch::gather(const Slot& slot) {
  for_each_blob(slot, std::min(slot.count, most_slices), [this](const engine::BlobPtr& blob) {
    // Sending does not write through it.
    slices_.push_back({const_cast<char*>(blob->bytes.data()), blob->bytes.size()});
  });
}

void SendBatch::offer_through_stream(std::size_t slot) {
  std::array<std::string_view, most_slices> slices;
  std::size_t count = 0;
  for_each_blob(slots_[slot], std::min(slots_[slot].count, most_slices),
                [&](const engine::BlobPtr& blob) { slices[count++] = blob->bytes; });
  settle(slot, slots_[slot].recipient->stream().try_write(std::span(slices).first(count)));
}

void SendBatch::settle(std::size_t index, IoResult result) {
  Recipient* recipient = std::exchange(slots_[index].recipient, nullptr);
  if (recipient == nullptr) return;
  recipient->slot_ = no_slot;
  const Slot slot = slots_[index];
  const Slot rest = after_first_write(slot);
  if (rest.count > 0 && result.bytes == slot.bytes - rest.bytes) return queue_again(*recipient, rest);
  const bool took_all = result.bytes == slot.bytes && recipient->direct_socket_ >= 0;
  if (took_all && !recipient->told_of_success_) return;
  unsent_.clear();
  if (result.bytes < slot.bytes) {
    for_each_blob(slot, slot.count, [this](const engine::BlobPtr& blob) { unsent_.push_back(blob); });
  }
  recipient->on_sent(result, unsent_);
  unsent_.clear();  // a slow client's blobs live as long as they wait, no longer
}

// What of a slot one write does not gather; mostly nothing.
SendBatch::Slot SendBatch::after_first_write(const Slot& slot) const {
  if (slot.count <= most_slices) return {};
  Slot rest = slot;
  rest.count -= most_slices;
  for_each_blob(slot, most_slices, [&rest](const engine::BlobPtr& blob) { rest.bytes -= blob->bytes.size(); });
  for (std::uint32_t i = 0; i < most_slices; ++i) rest.first = entries_[rest.first].next;
  return rest;
}

// Before anything else is said to it: what it is told stays in order.
void SendBatch::queue_again(Recipient& recipient, Slot rest) {
  rest.recipient = &recipient;
  recipient.slot_ = static_cast<std::uint32_t>(slots_.size());
  slots_.push_back(rest);
}

template <class Take>
void SendBatch::for_each_blob(const Slot& slot, std::uint32_t count, Take take) const {
  for (std::uint32_t i = 0, entry = slot.first; i < count; ++i, entry = entries_[entry].next) {
    take(blobs_[entries_[entry].blob]);
  }
}

}  // namespace matinee::transport
