// AbandonedParties: notes in the database that the parties of servers that are gone have nobody connected. On a thread
// and a connection of its own, since it may take long: renewing a lease must not wait for it.
#pragma once

#include <memory>

#include "base/time.hpp"
#include "storage/leases.hpp"

namespace matinee::cluster {

class AbandonedParties {
 public:
  struct Pauses {
    Millis first;
    Millis longest;
  };

  /// `leases` is used on the thread alone. What fails is tried again after a pause, until it is done.
  AbandonedParties(std::unique_ptr<storage::Leases> leases, Pauses pauses);
  ~AbandonedParties();
  AbandonedParties(const AbandonedParties&) = delete;
  AbandonedParties& operator=(const AbandonedParties&) = delete;

  /// Any thread; doesn't wait. A server is gone, or more than one.
  void note();

  /// What is not noted by now is noted by others, or by whoever takes the parties. Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::cluster
