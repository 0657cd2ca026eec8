#include "transport/poller.hpp"

#include <bit>
#include <cerrno>
#include <limits>
#include <system_error>

namespace matinee::transport {

namespace {

std::uint32_t to_epoll(std::uint32_t wanted) {
  return ((wanted & Poller::readable) != 0 ? EPOLLIN : 0U) | ((wanted & Poller::writable) != 0 ? EPOLLOUT : 0U);
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.is_open()) throw std::system_error(errno, std::generic_category(), "epoll");
}

Poller::Token Poller::add(int descriptor, Watched& watched) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  Slot& slot = slots_[index];
  const Token token{index, slot.generation};
  epoll_event event{};
  event.events = to_epoll(readable);
  event.data.u64 = std::bit_cast<std::uint64_t>(token);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
  free_.pop_back();
  slot.watched = &watched;
  slot.descriptor = descriptor;
  slot.registered = readable;
  return token;
}

bool Poller::want(Token token, std::uint32_t what) {
  if (find(token) == nullptr) return true;
  const std::uint32_t registered = slots_[token.slot].registered;
  return (registered & what) == what || apply(token.slot, registered | what);
}

void Poller::remove(Token token) {
  if (find(token) == nullptr) return;
  apply(token.slot, nothing);
  Slot& slot = slots_[token.slot];
  slot.watched = nullptr;
  ++slot.generation;  // events of this registration may still be waiting to be told
  free_.push_back(token.slot);
}

Poller::Watched* Poller::find(Token token) const {
  if (token.slot >= slots_.size() || slots_[token.slot].generation != token.generation) return nullptr;
  return slots_[token.slot].watched;
}

void Poller::abandon_all() {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].watched != nullptr) slots_[slot].watched->abandon();
  }
}

// Edge-triggered, so that it need not be read; its token names a slot that is never there.
void Poller::add_doorbell(int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.u64 = std::bit_cast<std::uint64_t>(Token{std::numeric_limits<std::uint32_t>::max(), 0});
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
}

bool Poller::wait(int timeout) {
  ready_count_ = ::epoll_wait(epoll_.get(), ready_.data(), most_events, timeout);
  return ready_count_ > 0;
}

void Poller::tell_ready() {
  for (int i = 0; i < ready_count_; ++i) {
    const epoll_event& event = ready_[static_cast<std::size_t>(i)];
    tell(std::bit_cast<Token>(std::uint64_t{event.data.u64}), event.events);
  }
  ready_count_ = 0;
}

void Poller::tell(Token token, std::uint32_t events) {
  // A lost connection is found out by trying: whoever waits, for either, is told.
  const bool lost = (events & (EPOLLERR | EPOLLHUP)) != 0;
  if (Watched* watched = find(token); watched != nullptr && (lost || (events & EPOLLIN) != 0)) watched->on_readable();
  if (Watched* watched = find(token); watched != nullptr && (lost || (events & EPOLLOUT) != 0)) watched->on_writable();
  // An event that nobody waits for would be told again and again.
  const Watched* watched = find(token);
  if (watched == nullptr) return;
  const std::uint32_t wanted = watched->wanted();
  if (slots_[token.slot].registered != wanted) apply(token.slot, wanted);
}

// Without anything wanted the descriptor leaves the kernel's set: a lost connection would be told in any case.
bool Poller::apply(std::uint32_t index, std::uint32_t wanted) {
  Slot& slot = slots_[index];
  epoll_event event{};
  event.events = to_epoll(wanted);
  event.data.u64 = std::bit_cast<std::uint64_t>(Token{index, slot.generation});
  const int operation = wanted == nothing ? EPOLL_CTL_DEL : slot.registered == nothing ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  if (wanted == slot.registered) return true;
  if (::epoll_ctl(epoll_.get(), operation, slot.descriptor, &event) == 0 || wanted == nothing) {
    slot.registered = wanted;
    return true;
  }
  if (operation == EPOLL_CTL_MOD) throw std::system_error(errno, std::generic_category(), "epoll");
  return false;
}

}  // namespace matinee::transport
