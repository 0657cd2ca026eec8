// For the engine's tests: an engine over the memory store whose shards run in the test's own thread, with a manual
// clock and manual timers, and sessions that record what they are told. Storage threads are real; settle() waits for
// them.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/wall_clock.hpp"
#include "engine/engine.hpp"
#include "engine/manual_executor_test_support.hpp"
#include "metrics/metrics.hpp"
#include "storage/memory_store.hpp"

namespace matinee::engine::testing {

/// What one socket was told, in order.
class RecordingSession final : public Session {
 public:
  void deliver(const BlobPtr& blob) override;
  void close(protocol::CloseCode code) override;
  void pause_reading(bool paused) override { paused_ = paused; }

  /// Takes the first event of that type; fails the test, and returns an empty object, when there is none.
  boost::json::object expect(std::string_view type);
  /// Fails the test when an event of that type was received since the last clear().
  void refute(std::string_view type) const;
  /// The types received and not taken, in order: "play,sync".
  std::string types() const;
  void clear() { events_.clear(); }

  const std::vector<boost::json::object>& events() const { return events_; }
  std::size_t blobs() const { return blobs_; }
  std::optional<protocol::CloseCode> closed() const { return closed_; }
  bool paused() const { return paused_; }

 private:
  std::vector<boost::json::object> events_;
  std::optional<protocol::CloseCode> closed_;
  std::size_t blobs_ = 0;
  bool paused_ = false;
};

class Harness {
 public:
  explicit Harness(std::size_t shards = 2, Options options = {});
  ~Harness();

  Engine& engine() { return *engine_; }
  ManualClock& clock() { return clock_; }
  ManualWallClock& wall_clock() { return wall_clock_; }
  storage::MemoryDatabase& database() { return *database_; }
  metrics::Metrics& metrics() { return metrics_; }
  /// Lets storage work again after `fail_all`, and waits until the committer's own thread has found out.
  void heal_storage();

  /// Drains every shard until neither they nor storage have anything left to do.
  void settle();
  /// The same, but this shard gets no turn.
  void settle_without(std::size_t shard);
  /// Moves time, by both clocks, and runs what became due.
  void advance(Millis by);

  // The protocol, spoken briefly. Users are their names; the shard is chosen by the caller.
  PartyView create(std::string_view host);
  Result<PartyId, protocol::Refusal> join(std::string_view user, std::string_view code);
  Result<void, protocol::Refusal> attach(RecordingSession& session, std::string_view user, const PartyId& party,
                                         std::size_t shard = 0, std::optional<WallTime> expires_at = std::nullopt);
  void detach(RecordingSession& session, bool clean, std::size_t shard = 0);
  /// Hands the text to the engine without settling.
  void push(RecordingSession& session, std::string_view text, std::size_t shard = 0);
  void say(RecordingSession& session, std::string_view text, std::size_t shard = 0);
  Result<PartyView, protocol::Refusal> details(const PartyId& party, std::string_view user);
  std::vector<protocol::ParticipantView> participants(const PartyId& party, std::string_view user,
                                                      const RosterQuery& query = {});
  Result<void, protocol::Refusal> command(const PartyId& party, std::string_view user, party::Command command);

  /// Builds a new engine over the same database, as after a crash.
  void restart();

 private:
  void build();
  bool drain_all(std::optional<std::size_t> left_out = std::nullopt);
  void settle_but_for(std::optional<std::size_t> left_out);
  void fence_storage();

  Options options_;
  ManualClock clock_;
  ManualWallClock wall_clock_;
  metrics::Metrics metrics_{"test"};
  std::shared_ptr<storage::MemoryDatabase> database_ = std::make_shared<storage::MemoryDatabase>();
  std::vector<std::unique_ptr<ManualExecutor>> executors_;
  std::unique_ptr<storage::Reader> reader_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<storage::GroupCommitter> committer_;
  std::size_t shard_count_;
};

}  // namespace matinee::engine::testing
