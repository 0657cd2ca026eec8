#include "transport/admission.hpp"

#include <utility>

#include "base/address_key.hpp"

namespace matinee::transport {

Admission::Permit::Permit(std::shared_ptr<Admission> admission, std::string address)
    : admission_(std::move(admission)), address_(std::move(address)) {}

Admission::Permit& Admission::Permit::operator=(Permit&& other) noexcept {
  if (this != &other) {
    reset();
    admission_ = std::move(other.admission_);
    address_ = std::move(other.address_);
  }
  return *this;
}

void Admission::Permit::reset() {
  if (const auto admission = std::exchange(admission_, nullptr)) admission->leave(address_);
}

Admission::Admission(AdmissionLimits limits) : limits_(std::move(limits)) {}

std::shared_ptr<Admission> Admission::make(AdmissionLimits limits) {
  return std::shared_ptr<Admission>(new Admission(std::move(limits)));
}

Result<Admission::Permit, AdmissionFailure> Admission::admit(std::string_view address) {
  const bool counted = !limits_.is_exempt || !limits_.is_exempt(address);
  std::string key = counted ? address_key(address) : std::string();
  const std::lock_guard lock(mutex_);
  if (total_ >= limits_.total) return AdmissionFailure::total;
  if (counted) {
    const auto found = by_address_.find(key);
    if (found != by_address_.end() && found->second >= limits_.per_address) return AdmissionFailure::per_address;
    ++by_address_[key];
  }
  ++total_;
  return Permit(shared_from_this(), std::move(key));
}

std::size_t Admission::total() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

bool Admission::wait_until_empty(std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, timeout, [this] { return total_ == 0; });
}

void Admission::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  if (--total_ == 0) emptied_.notify_all();
  if (address.empty()) return;
  const auto found = by_address_.find(address);
  if (--found->second == 0) by_address_.erase(found);
}

}  // namespace matinee::transport
