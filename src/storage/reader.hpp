// Reader: owns the storage thread that reads. Shards never wait for a database; they ask here and are told.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "storage/store.hpp"

namespace matinee::storage {

class Reader {
 public:
  /// Starts the thread. `store` is used on that thread only; at most `max_queued` reads wait.
  explicit Reader(std::unique_ptr<Store> store, std::size_t max_queued = 16'384);
  /// Runs what is queued, joins the thread.
  ~Reader();

  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Any thread. Runs `query(store)` on the storage thread and hands its StoreResult to `done` there, exactly once;
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
