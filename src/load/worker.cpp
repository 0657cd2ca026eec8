#include "load/worker.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>
#include <vector>

#include "load/commands.hpp"
#include "load/preparation.hpp"

namespace matinee::load {
namespace {

/// Requests a worker has open at the same time before the load begins.
constexpr std::size_t kHttpConnections = 32;
/// The phase is looked at least this often.
constexpr Nanos kLongestWait = std::chrono::milliseconds{5};
constexpr Nanos kByteInterval = std::chrono::seconds{1};
/// Changes that have not arrived everywhere after this never will.
constexpr Nanos kPatience = std::chrono::seconds{10};
/// A storm's viewers are all back (or there) within this, if the server lets them.
constexpr Nanos kStormSpread = std::chrono::seconds{1};

/// Of `count` viewers after the host, the slow ones come spread evenly among the others.
Reading reading_of(std::size_t viewer, const Options& options) {
  const auto among = [viewer](double share, double offset) {
    const double n = static_cast<double>(viewer) + offset;
    return static_cast<std::size_t>(n * share) != static_cast<std::size_t>((n - 1) * share);
  };
  if (viewer == 0) return Reading::steady;
  if (among(options.slow_readers, 0)) return Reading::not_at_all;
  if (among(options.byte_readers / (1 - std::min(options.slow_readers, 0.99)), 0)) return Reading::byte_by_byte;
  return Reading::steady;
}

}  // namespace

/// What lives on the worker's thread.
class Worker::Loop {
 public:
  explicit Loop(Worker& worker)
      : worker_(worker),
        options_(worker.options_),
        buffer_(256 * 1024),
        context_{poller_, worker.target_, buffer_, worker.gauges_, worker.tallies_, arrivals_},
        parties_(make_parties()),
        calls_(poller_, worker.target_, kHttpConnections),
        preparation_(calls_, context_, options_.clients + options_.join_storm),
        commands_(context_, options_, parties_) {
    for (const auto& party : parties_) preparation_.create(*party, options_.clients);
  }

  void run() {
    while (phase_ != Phase::closing) {
      const SteadyTime now = SteadyClock::now();
      const Phase wanted = worker_.phase_.load(std::memory_order_acquire);
      if (wanted != phase_) enter(wanted, now);
      turn(now);
      const SteadyTime due = std::min(commands_.next_due(now + kLongestWait), now + kLongestWait);
      poller_.run(due - SteadyClock::now());
    }
  }

 private:
  std::vector<std::unique_ptr<Party>> make_parties() {
    std::vector<std::unique_ptr<Party>> parties;
    const std::size_t seats = options_.clients + options_.join_storm;
    for (std::size_t p = worker_.first_party_; p < worker_.end_party_; ++p) {
      auto party = std::make_unique<Party>();
      for (std::size_t v = 0; v < seats; ++v) {
        const Reading reading = v < options_.clients ? reading_of(v, options_) : Reading::steady;
        party->viewers.push_back(
            std::make_unique<Viewer>(context_, *party, worker_.tokens_.token(p * seats + v), reading));
      }
      parties.push_back(std::move(party));
    }
    return parties;
  }

  void enter(Phase phase, SteadyTime now) {
    phase_ = phase;
    context_.times = phase == Phase::measuring  ? &worker_.tallies_.steady
                     : phase == Phase::storming ? &worker_.tallies_.storm
                                                : nullptr;
    if (phase == Phase::connecting) arrivals_.add(first_viewers(), now, options_.ramp);
    if (phase == Phase::warming_up) {
      for_each_viewer([](Viewer& viewer) { viewer.slow_down(); });
      commands_.start(now);
    }
    if (phase == Phase::storming) storm(now);
    if (phase == Phase::draining) commands_.stop();
    if (phase == Phase::recovering) for_each_viewer([](Viewer& viewer) { viewer.speed_up(); });
    if (phase == Phase::closing) for_each_viewer([](Viewer& viewer) { viewer.settle_accounts(); });
    update_gauges(now);
    worker_.entered_.store(phase, std::memory_order_release);
  }

  void turn(SteadyTime now) {
    calls_.turn(now);
    arrivals_.turn(now);
    commands_.turn(now);
    if (phase_ >= Phase::warming_up && phase_ < Phase::recovering) read_bytes(now);
    if (now >= next_look_) update_gauges(now);
  }

  void update_gauges(SteadyTime now) {
    next_look_ = now + kLongestWait;
    look_after_changes(now);
    worker_.gauges_.to_prepare.set(calls_.unfinished());
    worker_.gauges_.to_connect.set(arrivals_.unfinished());
  }

  /// Hosts first: nothing happens in a party without one. They are spread with everyone else.
  std::vector<Viewer*> first_viewers() const {
    std::vector<Viewer*> viewers;
    for (std::size_t v = 0; v < options_.clients; ++v) {
      for (const auto& party : parties_) {
        if (!party->id.empty()) viewers.push_back(party->viewers[v].get());
      }
    }
    return viewers;
  }

  void storm(SteadyTime now) {
    if (options_.restart) for_each_viewer([](Viewer& viewer) { viewer.expect_restart(); });
    std::vector<Viewer*> returning;
    for (const auto& party : parties_) {
      const auto count = static_cast<std::size_t>(static_cast<double>(options_.clients) * options_.reconnect_storm);
      for (std::size_t v = 1; v < options_.clients && v <= count; ++v) {
        Viewer& viewer = *party->viewers[v];
        if (!viewer.is_slow() && viewer.is_following()) returning.push_back(&viewer);
      }
      for (std::size_t v = options_.clients; v < party->viewers.size(); ++v) {
        Viewer& viewer = *party->viewers[v];
        preparation_.join(*party, viewer, [this, &viewer] { arrivals_.add(viewer, SteadyClock::now()); });
      }
    }
    arrivals_.add(returning, now, kStormSpread);
  }

  void read_bytes(SteadyTime now) {
    if (now < next_byte_) return;
    next_byte_ = now + kByteInterval;
    for_each_viewer([](Viewer& viewer) { viewer.read_byte(); });
  }

  void look_after_changes(SteadyTime now) {
    std::uint64_t on_their_way = 0;
    std::uint64_t behind = 0;
    for (const auto& party : parties_) {
      if (party->changes.on_their_way() > 0) {
        worker_.tallies_.undelivered += party->changes.give_up(now - kPatience);
        context_.with_room.push_back(party.get());
      }
      on_their_way += party->changes.on_their_way();
      if (phase_ != Phase::recovering) continue;
      behind += std::count_if(party->viewers.begin(), party->viewers.end(),
                              [](const auto& viewer) { return viewer->is_slow() && !viewer->is_up_to_date(); });
    }
    worker_.gauges_.on_their_way.set(on_their_way);
    worker_.gauges_.behind.set(behind);
  }

  template <class Function>
  void for_each_viewer(Function function) {
    for (const auto& party : parties_) {
      for (const auto& viewer : party->viewers) function(*viewer);
    }
  }

  Worker& worker_;
  const Options& options_;
  Poller poller_;
  Arrivals arrivals_;
  std::vector<char> buffer_;
  WorkerContext context_;
  std::vector<std::unique_ptr<Party>> parties_;
  HttpCalls calls_;
  Preparation preparation_;
  Commands commands_;
  Phase phase_ = Phase::preparing;
  SteadyTime next_byte_{};
  SteadyTime next_look_{};
};

Worker::Worker(const Options& options, const Target& target, const TokenSource& tokens, std::size_t first_party,
               std::size_t end_party)
    : options_(options), target_(target), tokens_(tokens), first_party_(first_party), end_party_(end_party) {
  gauges_.to_prepare.set(1);
  thread_ = std::thread([this] { run(); });
}

Worker::~Worker() {
  enter(Phase::closing);
  if (thread_.joinable()) thread_.join();
}

const Tallies& Worker::join() {
  thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return tallies_;
}

void Worker::run() {
  try {
    Loop(*this).run();
  } catch (...) {
    failure_ = std::current_exception();
    failed_.store(true, std::memory_order_release);
  }
}

}  // namespace matinee::load
