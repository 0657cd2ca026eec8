// Reader: owns the storage threads that read. Shards never wait for a database; they ask here and are told.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "storage/store.hpp"

namespace matinee::storage {

class Reader {
 public:
  static constexpr std::size_t most_queued = 16'384;

  /// Starts a thread for each store, which is used on that thread only; at most `max_queued` reads wait. With several
  /// stores reads may overtake one another.
  explicit Reader(std::vector<std::unique_ptr<Store>> stores, std::size_t max_queued = most_queued);
  explicit Reader(std::unique_ptr<Store> store, std::size_t max_queued = most_queued);
  /// Runs what is queued, joins the threads.
  ~Reader();

  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Any thread. Runs `query(store)` on a storage thread and hands its StoreResult to `done` there, exactly once;
  /// when too many reads wait, `done` gets `unavailable` at once, on the caller's thread.
  template <class T>
  void read(std::function<StoreResult<T>(Store&)> query, std::function<void(StoreResult<T>)> done) {
    auto shared = std::make_shared<std::function<void(StoreResult<T>)>>(std::move(done));
    const bool queued = enqueue([query = std::move(query), shared](Store& store) { (*shared)(query(store)); });
    if (!queued) (*shared)(StoreError{StoreErrorKind::unavailable, "too many reads are waiting", Millis{0}});
  }

 private:
  bool enqueue(std::function<void(Store&)> task);

  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::storage
