// Worker: one thread of the load generator, with parties of its own. The main thread tells it the phase and reads its
// gauges; its tallies are read when the thread has ended.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <thread>

#include "load/options.hpp"
#include "load/tallies.hpp"
#include "load/target.hpp"
#include "load/token_source.hpp"

namespace matinee::load {

/// A run goes through these in order.
enum class Phase : std::uint8_t {
  preparing,   ///< parties are made and seats taken
  connecting,  ///< viewers arrive
  settling,    ///< they are let alone until nothing more comes
  warming_up,  ///< load that is not measured
  measuring,   ///< load that is
  storming,    ///< more of it, and the storm
  draining,    ///< nothing new is said; what is on its way arrives
  recovering,  ///< slow readers read again
  closing,     ///< accounts are settled, the thread ends
};

class Worker {
 public:
  /// Starts the thread. `first_party` up to but without `end_party` are its own. The references outlive the object.
  Worker(const Options& options, const Target& target, const TokenSource& tokens, std::size_t first_party,
         std::size_t end_party);
  ~Worker();

  void enter(Phase phase) { phase_.store(phase, std::memory_order_release); }
  /// The phase the thread is in; its gauges are of this phase.
  Phase entered() const { return entered_.load(std::memory_order_acquire); }
  const Gauges& gauges() const { return gauges_; }

  /// The thread has ended early; join() says why.
  bool failed() const { return failed_.load(std::memory_order_acquire); }

  /// After enter(Phase::closing): waits for the thread's end. Throws what the thread has thrown.
  const Tallies& join();

 private:
  class Loop;
  void run();

  const Options& options_;
  const Target& target_;
  const TokenSource& tokens_;
  const std::size_t first_party_;
  const std::size_t end_party_;
  std::atomic<Phase> phase_{Phase::preparing};
  std::atomic<Phase> entered_{Phase::preparing};
  Gauges gauges_;
  Tallies tallies_;
  std::exception_ptr failure_;
  std::atomic<bool> failed_{false};
  std::thread thread_;
};

}  // namespace matinee::load
