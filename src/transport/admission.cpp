#include "transport/admission.hpp"

#include <utility>

#include "base/address_key.hpp"

namespace matinee::transport {

Admission::Permit::Permit(std::shared_ptr<Admission> admission, ByAddress* counted)
    : admission_(std::move(admission)), counted_(counted) {}

Admission::Permit& Admission::Permit::operator=(Permit&& other) noexcept {
  if (this != &other) {
    reset();
    admission_ = std::move(other.admission_);
    counted_ = std::exchange(other.counted_, nullptr);
  }
  return *this;
}

void Admission::Permit::reset() {
  if (const auto admission = std::exchange(admission_, nullptr)) admission->leave(counted_);
}

Result<void, AdmissionFailure> Admission::Permit::count_for(std::string_view address) {
  if (admission_ == nullptr || counted_ != nullptr) return success();
  const std::lock_guard lock(admission_->mutex_);
  auto counted = admission_->count(address);
  if (!counted) return counted.error();
  counted_ = counted.value();
  return success();
}

Admission::Admission(AdmissionLimits limits) : limits_(std::move(limits)) {}

std::shared_ptr<Admission> Admission::make(AdmissionLimits limits) {
  return std::shared_ptr<Admission>(new Admission(std::move(limits)));
}

Result<Admission::Permit, AdmissionFailure> Admission::admit(std::string_view address) {
  const std::lock_guard lock(mutex_);
  if (memory_short_) return AdmissionFailure::memory;
  if (total_ >= limits_.total) return AdmissionFailure::total;
  const auto counted = count(address);
  if (!counted) return counted.error();
  ++total_;
  return Permit(shared_from_this(), counted.value());
}

Result<Admission::ByAddress*, AdmissionFailure> Admission::count(std::string_view address) {
  ByAddress* nobody = nullptr;
  if (limits_.is_exempt && limits_.is_exempt(address)) return nobody;
  ByAddress& own = *by_address_.try_emplace(address_key(address)).first;
  if (own.second >= limits_.per_address) return AdmissionFailure::per_address;
  ++own.second;
  return &own;
}

void Admission::note_memory(bool is_short) {
  const std::lock_guard lock(mutex_);
  memory_short_ = is_short;
}

std::size_t Admission::total() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

bool Admission::wait_until_empty(std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, timeout, [this] { return total_ == 0; });
}

void Admission::leave(ByAddress* counted) {
  const std::lock_guard lock(mutex_);
  if (--total_ == 0) emptied_.notify_all();
  if (counted != nullptr && --counted->second == 0) by_address_.erase(by_address_.find(counted->first));
}

}  // namespace matinee::transport
