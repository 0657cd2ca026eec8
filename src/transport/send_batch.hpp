// SendBatch: what the connections of one loop are sent in one turn of it. Collected while handlers run, handed to the
// kernel together at the turn's end: one write per connection with everything it is to get, all writes in one go
// through a Sender. Nothing is allocated for a receiver. The loop's thread only; what the kernel does not take is the
// connection's to keep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "engine/session.hpp"
#include "transport/byte_stream.hpp"
#include "transport/loop.hpp"
#include "transport/sender.hpp"

namespace matinee::transport {

class SendBatch {
 public:
  /// A connection, as the batch sees it. Leaves the batch before it is destroyed.
  class Recipient {
   public:
    Recipient(const Recipient&) = delete;
    Recipient& operator=(const Recipient&) = delete;

   protected:
    Recipient() = default;
    virtual ~Recipient() = default;

    /// Whether something waits for the turn's end.
    bool is_waiting() const { return slot_ != no_slot; }

    /// The socket whose bytes are exactly what is sent, or -1 (TLS): then everything goes through stream().
    int direct_socket_ = -1;

    /// Whether on_sent() is called also when the kernel took everything, which goes without saying otherwise: a visit
    /// to every receiver of a broadcast would cost more than all else that is done for it here.
    bool told_of_success_ = false;

   private:
    friend class SendBatch;

    virtual ByteStream& stream() = 0;
    /// What became of the one attempt to write everything that waited. `waited`: all of it when the kernel did not take
    /// all, the first `result.bytes` being gone; else empty. May add to the batch, and leave it.
    virtual void on_sent(IoResult result, std::span<const engine::BlobPtr> waited) = 0;

    std::uint32_t slot_ = no_slot;
  };

  explicit SendBatch(Loop& loop) : loop_(loop) {}
  SendBatch(const SendBatch&) = delete;
  SendBatch& operator=(const SendBatch&) = delete;

  /// Before the loop runs; the plain one without it.
  void use(std::unique_ptr<Sender> sender) { sender_ = std::move(sender); }

  /// `recipient` will be sent all bytes of `blob`, after what was added for it before.
  void add(Recipient& recipient, const engine::BlobPtr& blob);

  /// What waits for `recipient` is forgotten: its connection is gone.
  void remove(Recipient& recipient);

  /// Called at the end of the turn by itself.
  void flush();

 private:
  static constexpr std::uint32_t no_slot = std::numeric_limits<std::uint32_t>::max();

  struct Slot {
    Recipient* recipient = nullptr;  // null once it left
    std::uint32_t first = 0;         // of entries_
    std::uint32_t last = 0;
    std::uint32_t count = 0;
    std::size_t bytes = 0;
  };
  struct Entry {
    std::uint32_t blob;  // of blobs_
    std::uint32_t next;  // of entries_, for the same recipient
  };

  std::uint32_t add_entry(const engine::BlobPtr& blob);
  std::size_t offer(std::size_t first);
  void offer_through_stream(std::size_t slot);
  void gather(const Slot& slot);
  void settle(std::size_t index, IoResult result);
  Slot after_first_write(const Slot& slot) const;
  void queue_again(Recipient& recipient, Slot rest);
  /// The first `count` of a slot.
  template <class Take>
  void for_each_blob(const Slot& slot, std::uint32_t count, Take take) const;

  Loop& loop_;
  std::unique_ptr<Sender> sender_ = make_plain_sender();
  // Emptied every turn; they keep their memory, which is what the largest turn so far needed.
  std::vector<Slot> slots_;
  std::vector<Entry> entries_;
  std::vector<engine::BlobPtr> blobs_;
  // Of one offer().
  std::vector<SendAttempt> attempts_;
  std::vector<std::uint32_t> attempted_slots_;
  std::vector<iovec> slices_;
  std::vector<engine::BlobPtr> unsent_;
  bool scheduled_ = false;
  bool flushing_ = false;
};

}  // namespace matinee::transport
