#include "auth/password_pool.hpp"

#include <sodium.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace matinee::auth {
namespace {

/// Text that is wiped when the last copy of it goes.
using Secret = std::shared_ptr<const std::string>;

Secret secret(std::string text) {
  const auto wipe = [](std::string* wiped) {
    sodium_memzero(wiped->data(), wiped->size());
    delete wiped;
  };
  return {new std::string(std::move(text)), wipe};
}

std::optional<std::string> hash_of(const std::string& password, const PasswordPool::Cost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const int failed =
      crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.operations, cost.memory_bytes);
  return failed == 0 ? std::optional<std::string>(hash.data()) : std::nullopt;
}

std::optional<bool> compared(const std::string& hash, const std::string& password) {
  errno = 0;
  if (crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0) return true;
  // A mismatch is told by EINVAL; anything else is a want of memory.
  return errno == EINVAL ? std::optional(false) : std::nullopt;
}

}  // namespace

class PasswordPool::Impl {
 public:
  explicit Impl(Options options) : options_(options) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium can't be initialised");
    for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { run(); });
  }

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  bool enqueue(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() >= options_.most_waiting) return false;
      waiting_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
  }

  const Cost& cost() const { return options_.cost; }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      auto task = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
    }
  }

  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

PasswordPool::Cost PasswordPool::interactive() {
  return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

PasswordPool::PasswordPool() : PasswordPool(Options{}) {}
PasswordPool::PasswordPool(Options options) : impl_(std::make_unique<Impl>(options)) {}
PasswordPool::~PasswordPool() = default;

void PasswordPool::hash(std::string password, Hashed done) {
  const bool queued = impl_->enqueue([this, password = secret(std::move(password)), done] {
    done(hash_of(*password, impl_->cost()));
  });
  if (!queued) done(std::nullopt);
}

void PasswordPool::compare(std::string hash, std::string password, Compared done) {
  const bool queued = impl_->enqueue([hash = std::move(hash), password = secret(std::move(password)), done] {
    done(compared(hash, *password));
  });
  if (!queued) done(std::nullopt);
}

}  // namespace matinee::auth
