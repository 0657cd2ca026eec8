// GroupCommitter and Reader without their threads, linked in place of those in src/storage (see
// ../server/storage_in_line.cpp). What they are asked is done when the simulation says so.
#include "deferred_storage.hpp"

#include <utility>

#include "storage/group_committer.hpp"
#include "storage/reader.hpp"

namespace matinee::simulator {

StorageQueue*& StorageQueue::of_next_process() {
  static StorageQueue* queue = nullptr;
  return queue;
}

}  // namespace matinee::simulator

namespace matinee::storage {

using simulator::StorageQueue;

class GroupCommitter::Impl {
 public:
  explicit Impl(std::shared_ptr<Store> store) : store_(std::move(store)) {}

  void submit(Submission submission, Completion completion) {
    queue_.push([store = store_, &queue = queue_, submission = std::move(submission),
                 completion = std::move(completion)] {
      const StoreResult<void> result = store->commit({&submission, 1}).front();
      if (queue.answering()) completion(result);
    });
  }

 private:
  std::shared_ptr<Store> store_;
  StorageQueue& queue_ = *StorageQueue::of_next_process();
};

GroupCommitter::GroupCommitter(std::unique_ptr<Store> store, CommitObserver /*observer*/, Options /*options*/)
    : impl_(std::make_unique<Impl>(std::move(store))) {}
GroupCommitter::~GroupCommitter() = default;
void GroupCommitter::submit(Submission submission, Completion completion) {
  impl_->submit(std::move(submission), std::move(completion));
}
bool GroupCommitter::up() const {
  return true;
}

class Reader::Impl {
 public:
  explicit Impl(std::shared_ptr<Store> store) : store_(std::move(store)) {}

  bool enqueue(std::function<void(Store&)> task) {
    queue_.push([store = store_, &queue = queue_, task = std::move(task)] {
      if (queue.answering()) task(*store);
    });
    return true;
  }

 private:
  std::shared_ptr<Store> store_;
  StorageQueue& queue_ = *StorageQueue::of_next_process();
};

Reader::Reader(std::unique_ptr<Store> store, std::size_t /*max_queued*/)
    : impl_(std::make_unique<Impl>(std::move(store))) {}
Reader::~Reader() = default;
bool Reader::enqueue(std::function<void(Store&)> task) {
  return impl_->enqueue(std::move(task));
}

}  // namespace matinee::storage
