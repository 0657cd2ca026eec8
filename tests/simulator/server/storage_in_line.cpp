// GroupCommitter and Reader without their threads, linked in place of those in src/storage: every commit and every read
// is done before the call returns, so that a run depends on nothing but its input. A program's own definition keeps the
// linker from taking the library's.
#include <utility>

#include "storage/group_committer.hpp"
#include "storage/reader.hpp"

namespace matinee::storage {

class GroupCommitter::Impl {
 public:
  explicit Impl(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  void submit(const Submission& submission, const Completion& completion) {
    completion(store_->commit({&submission, 1}).front());
  }

 private:
  std::unique_ptr<Store> store_;
};

GroupCommitter::GroupCommitter(std::unique_ptr<Store> store, CommitObserver /*observer*/, Options /*options*/)
    : impl_(std::make_unique<Impl>(std::move(store))) {}

GroupCommitter::~GroupCommitter() = default;

void GroupCommitter::submit(Submission submission, Completion completion) {
  impl_->submit(submission, completion);
}

bool GroupCommitter::up() const {
  return true;
}

class Reader::Impl {
 public:
  explicit Impl(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  bool enqueue(const std::function<void(Store&)>& task) {
    task(*store_);
    return true;
  }

 private:
  std::unique_ptr<Store> store_;
};

Reader::Reader(std::unique_ptr<Store> store, std::size_t /*max_queued*/)
    : impl_(std::make_unique<Impl>(std::move(store))) {}

Reader::~Reader() = default;

bool Reader::enqueue(std::function<void(Store&)> task) {
  return impl_->enqueue(task);
}

}  // namespace matinee::storage
