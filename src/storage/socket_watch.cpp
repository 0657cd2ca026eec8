// The thread sleeps while nothing is watched, and otherwise looks every now and then: beginning and ending an operation
// cost a lock that is nearly always free, and no wake-up.
#include "storage/socket_watch.hpp"

#include <sys/socket.h>

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace matinee::storage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Millis look_interval{100};

}  // namespace

class SocketWatch::Impl {
 public:
  Impl() : thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  std::unique_ptr<Deadline> add(int socket, Millis limit) {
    const std::lock_guard lock(mutex_);
    if (watched_.empty() && asleep_) wake_.notify_one();
    const auto place = watched_.insert(watched_.end(), Watched{socket, SteadyClock::now() + limit});
    return std::make_unique<Operation>(*this, place);
  }

 private:
  struct Watched {
    int socket = -1;
    SteadyClock::time_point due;
  };

  class Operation final : public Deadline {
   public:
    Operation(Impl& watch, std::list<Watched>::iterator place) : watch_(watch), place_(place) {}
    ~Operation() override {
      const std::lock_guard lock(watch_.mutex_);
      watch_.watched_.erase(place_);
    }

   private:
    Impl& watch_;
    std::list<Watched>::iterator place_;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      asleep_ = true;
      wake_.wait(lock, [this] { return stopping_ || !watched_.empty(); });
      asleep_ = false;
      wake_.wait_for(lock, look_interval, [this] { return stopping_; });
      const auto now = SteadyClock::now();
      for (Watched& watched : watched_) {
        if (watched.socket < 0 || now < watched.due) continue;
        ::shutdown(watched.socket, SHUT_RDWR);
        watched.socket = -1;
      }
    }
  }

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable wake_;
  std::list<Watched> watched_;
  bool asleep_ = false;
  bool stopping_ = false;

  std::thread thread_;  ///< last: starts when all else is there
};

SocketWatch::SocketWatch() : impl_(std::make_unique<Impl>()) {}

SocketWatch::~SocketWatch() = default;

std::unique_ptr<Deadline> SocketWatch::deadline(int socket, Millis limit) {
  return impl_->add(socket, limit);
}

}  // namespace matinee::storage
