// Admission: how many connections there are, in all and from each address, and whether there may be one more: not over
// a limit, and not while memory is short.
// Thread-safe: the listener asks, connections leave on their own loops.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/result.hpp"

namespace matinee::transport {

struct AdmissionLimits {
  std::size_t total = 18'000;
  std::size_t per_address = 1'000;
  /// Addresses that only the total applies to: proxies, which bring many clients. May be empty. Thread-safe.
  std::function<bool(std::string_view address)> is_exempt;
};

enum class AdmissionFailure : std::uint8_t { total, per_address, memory };

class Admission : public std::enable_shared_from_this<Admission> {
 public:
  /// Connections of one address.
  using ByAddress = std::pair<const std::string, std::size_t>;

  /// A place, held until it is destroyed or reset.
  class Permit {
   public:
    Permit() = default;
    Permit(Permit&&) noexcept = default;
    Permit& operator=(Permit&& other) noexcept;
    ~Permit() { reset(); }
    void reset();

    /// Counts the client at `address`, whom a proxy brought, unless the connection counts for its own peer's address or
    /// was counted before. On an error it still holds its place, uncounted.
    Result<void, AdmissionFailure> count_for(std::string_view address);

   private:
    friend class Admission;
    Permit(std::shared_ptr<Admission> admission, ByAddress* counted);
    std::shared_ptr<Admission> admission_;
    ByAddress* counted_ = nullptr;  // the admission's count for its address; null: not counted by address
  };

  static std::shared_ptr<Admission> make(AdmissionLimits limits);

  Result<Permit, AdmissionFailure> admit(std::string_view address);
  std::size_t total() const;

  /// While memory is short nobody more is admitted.
  void note_memory(bool is_short);

  /// Waits until there are no connections; false when `timeout` passed first.
  bool wait_until_empty(std::chrono::milliseconds timeout) const;

 private:
  explicit Admission(AdmissionLimits limits);
  /// Null: exempt. With mutex_ held.
  Result<ByAddress*, AdmissionFailure> count(std::string_view address);
  void leave(ByAddress* counted);

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  mutable std::condition_variable emptied_;
  std::size_t total_ = 0;
  bool memory_short_ = false;
  std::unordered_map<std::string, std::size_t> by_address_;
};

}  // namespace matinee::transport
