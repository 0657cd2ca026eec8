// What a worker counts. Gauges are read by the main thread while it runs; tallies once it has ended.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>

#include "load/change_tracker.hpp"
#include "load/chat_order.hpp"
#include "load/histogram.hpp"
#include "load/revision_check.hpp"

namespace matinee::load {

/// Written by one worker, read by anyone.
class Gauge {
 public:
  void add(std::uint64_t more) { value_.store(get() + more, std::memory_order_relaxed); }
  void set(std::uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct Gauges {
  Gauge to_prepare;    ///< HTTP calls before the first connection that are not answered yet
  Gauge refused;       ///< HTTP calls the server refused
  Gauge to_connect;    ///< viewers who should be connected and have no answer to their sync-request yet
  Gauge following;     ///< viewers with an answer to their sync-request
  Gauge on_their_way;  ///< changes not yet heard by everyone they are due to
  Gauge behind;        ///< viewers that have not heard their party's last revision
  Gauge changes;       ///< commands sent that change the state
  Gauge deliveries;    ///< changes heard, over all viewers
  Gauge messages;      ///< text messages heard, of any kind
  Gauge bytes;         ///< bytes of these messages
};

/// Texts with how often each occurred; a run has few different ones.
using Counts = std::map<std::string, std::uint64_t>;

struct Tallies {
  Histogram connect;      ///< from connecting to the end of the upgrade
  Histogram first_state;  ///< from connecting to the answer to the first sync-request
  Histogram lateness;     ///< of the generator itself: how long after its due time a command was sent
  DeliveryTimes steady;   ///< of the measured changes
  DeliveryTimes storm;    ///< of those within and after a storm

  RevisionFaults revisions;       ///< of steady readers
  RevisionFaults slow_revisions;  ///< of slow ones; theirs may be conflated
  ChatFaults chats;
  std::uint64_t malformed = 0;    ///< messages that are no event
  std::uint64_t undelivered = 0;  ///< deliveries of changes that were given up waiting for
  std::uint64_t stale = 0;        ///< slow readers without the last revision after they read again
  std::uint64_t recovered = 0;    ///< slow readers with it
  std::uint64_t epochs = 0;       ///< connections that saw history begin anew
  std::uint64_t held_back = 0;    ///< commands not sent in time because in_flight was reached
  std::uint64_t chats_sent = 0;
  std::uint64_t chats_told = 0;  ///< different messages heard
  std::uint64_t reactions_sent = 0;
  std::uint64_t reactions_heard = 0;
  std::uint64_t players_said = 0;  ///< reports and questions for the time
  std::uint64_t unanswered = 0;  ///< viewers without a seat, or without an answer to their sync-request

  Counts refusals;     ///< what the server refused, in its own words
  Counts deferrals;    ///< where it said "later", and was asked again
  Counts errors;       ///< `error` events by code
  Counts lost_steady;  ///< connections of steady readers that ended unasked, by close code
  Counts lost_slow;    ///< those of slow readers

  void merge(const Tallies& other);
};

}  // namespace matinee::load
