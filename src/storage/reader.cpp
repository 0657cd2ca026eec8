// The reading threads. The only lock guards the queue; reads and their answers run outside it.
#include "storage/reader.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace matinee::storage {

class Reader::Impl {
 public:
  Impl(std::vector<std::unique_ptr<Store>> stores, std::size_t max_queued)
      : stores_(std::move(stores)), max_queued_(max_queued) {
    for (const std::unique_ptr<Store>& store : stores_) threads_.emplace_back([this, &store] { run(*store); });
  }

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  bool enqueue(std::function<void(Store&)> task) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || tasks_.size() >= max_queued_) return false;
      tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
  }

 private:
  void run(Store& store) {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const std::function<void(Store&)> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task(store);
      lock.lock();
    }
  }

  const std::vector<std::unique_ptr<Store>> stores_;  ///< each its storage thread's own
  const std::size_t max_queued_;

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable wake_;
  std::deque<std::function<void(Store&)>> tasks_;
  bool stopping_ = false;

  std::vector<std::thread> threads_;
};

Reader::Reader(std::vector<std::unique_ptr<Store>> stores, std::size_t max_queued)
    : impl_(std::make_unique<Impl>(std::move(stores), max_queued)) {}

Reader::Reader(std::unique_ptr<Store> store, std::size_t max_queued)
    : Reader(
          [&store] {
            std::vector<std::unique_ptr<Store>> one;
            one.push_back(std::move(store));
            return one;
          }(),
          max_queued) {}

Reader::~Reader() = default;

bool Reader::enqueue(std::function<void(Store&)> task) {
  return impl_->enqueue(std::move(task));
}

}  // namespace matinee::storage
