#include "load/run.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "load/progress.hpp"
#include "load/worker.hpp"

namespace matinee::load {
namespace {

constexpr Nanos kTick = std::chrono::milliseconds{10};
/// Descriptors of a worker besides its viewers: HTTP connections, epoll, standard streams, and some spare.
constexpr std::size_t kOtherDescriptors = 128;
/// Nothing has come for so long: nothing more will.
constexpr Nanos kQuiet = std::chrono::milliseconds{300};
constexpr Nanos kLongestSettling = std::chrono::seconds{15};
constexpr Nanos kLongestDraining = std::chrono::seconds{15};
constexpr Nanos kLongestRecovery = std::chrono::seconds{30};
/// Time for every worker to take notice of a phase, on a busy machine.
constexpr Nanos kLongestNotice = std::chrono::seconds{30};
/// Whatever the server does, arrivals end: so much longer than the ramp, and per connection.
constexpr Nanos kArrivalSlack = std::chrono::seconds{30};
constexpr Nanos kArrivalEach = std::chrono::milliseconds{10};

class Conductor {
 public:
  Conductor(const Options& options, const Target& target, const TokenSource& tokens, std::optional<pid_t> server,
            const Restart& restart)
      : options_(options), server_(server), restart_(restart), progress_(options) {
    const std::size_t count = std::clamp<std::size_t>(options.workers, 1, options.parties);
    for (std::size_t i = 0; i < count; ++i) {
      workers_.push_back(std::make_unique<Worker>(options, target, tokens, options.parties * i / count,
                                                  options.parties * (i + 1) / count));
    }
  }

  Results conduct() {
    results_.parties = options_.parties;
    results_.clients = options_.clients;
    results_.allow_conflation = options_.allow_conflation;
    if (arrive()) {
      put_load();
      recover();
    }
    enter(Phase::closing);
    for (const auto& worker : workers_) results_.tallies.merge(worker->join());
    progress_.end();
    return std::move(results_);
  }

 private:
  /// Parties, seats, connections. False when they are not all there.
  bool arrive() {
    const Nanos patience =
        options_.ramp + kArrivalSlack + kArrivalEach * static_cast<std::int64_t>(options_.connections());
    progress_.say("making parties");
    const bool prepared = wait(patience, [this] { return sum(&Gauges::to_prepare) == 0; });
    if (!prepared || sum(&Gauges::refused) > 0) return stop("not every party could be made, or seat be taken");
    ServerCost cost;
    read(cost.before);
    progress_.say("connecting");
    enter(Phase::connecting);
    const bool done = wait(patience, [this] { return sum(&Gauges::to_connect) == 0; });
    const std::size_t wanted = options_.parties * options_.clients;
    if (!done || sum(&Gauges::following) < wanted) {
      return stop(fmt::format("{} of {} viewers could connect", sum(&Gauges::following), wanted));
    }
    enter(Phase::settling);
    progress_.say("settling");
    wait_for_quiet(kLongestSettling);
    read(cost.connected);
    results_.connections = sum(&Gauges::following);
    if (server_) results_.server = cost;
    return true;
  }

  void put_load() {
    enter(Phase::warming_up);
    progress_.say("warming up");
    wait(options_.warm_up, [] { return false; });
    enter(Phase::measuring);
    progress_.say("measuring");
    const Measured before = snapshot();
    const Nanos cpu_before = cpu();
    const SteadyTime began = SteadyClock::now();
    if (options_.has_storm()) {
      wait(options_.duration / 2, [] { return false; });
      enter(Phase::storming);
      progress_.say("storm");
      if (options_.restart && !restart()) return;
    }
    wait(began + options_.duration - SteadyClock::now(), [] { return false; });
    const Measured after = snapshot();
    results_.measured = {SteadyClock::now() - began, after.changes - before.changes,
                         after.deliveries - before.deliveries, after.messages - before.messages,
                         after.bytes - before.bytes};
    if (results_.server) {
      results_.server->cpu = cpu() - cpu_before;
      read(results_.server->after);
    }
  }

  /// What the new process costs is no measure of the old one.
  bool restart() {
    server_.reset();
    results_.server.reset();
    const auto restarted = restart_();
    return restarted || stop(restarted.error());
  }

  void recover() {
    enter(Phase::draining);
    progress_.say("draining");
    wait(kLongestDraining, [this] { return sum(&Gauges::on_their_way) == 0 && sum(&Gauges::to_connect) == 0; });
    wait_for_quiet(kLongestDraining);
    if (options_.slow_readers + options_.byte_readers <= 0) return;
    enter(Phase::recovering);
    progress_.say("slow readers catch up");
    wait(kLongestRecovery, [this] { return sum(&Gauges::behind) == 0 && sum(&Gauges::to_connect) == 0; });
  }

  bool stop(std::string why) {
    results_.interrupted = std::move(why);
    return false;
  }

  /// Returns when every worker is in the phase.
  void enter(Phase phase) {
    for (const auto& worker : workers_) worker->enter(phase);
    wait(kLongestNotice, [&] {
      return std::all_of(workers_.begin(), workers_.end(),
                         [&](const auto& worker) { return worker->entered() == phase; });
    });
  }

  std::uint64_t sum(Gauge Gauges::*gauge) const {
    std::uint64_t total = 0;
    for (const auto& worker : workers_) total += (worker->gauges().*gauge).get();
    return total;
  }

  Measured snapshot() const {
    return {Nanos{0}, sum(&Gauges::changes), sum(&Gauges::deliveries), sum(&Gauges::messages), sum(&Gauges::bytes)};
  }

  /// Waits for the condition, at most so long; true when it came. A worker that failed ends every wait.
  bool wait(Nanos longest, const std::function<bool()>& condition) {
    const SteadyTime deadline = SteadyClock::now() + longest;
    while (!condition()) {
      const Nanos left = deadline - SteadyClock::now();
      const bool failed =
          std::any_of(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->failed(); });
      if (left <= Nanos{0} || failed) return false;
      std::this_thread::sleep_for(std::min(left, kTick));
      progress_.show(sum(&Gauges::following), sum(&Gauges::changes), sum(&Gauges::deliveries));
    }
    return true;
  }

  void wait_for_quiet(Nanos longest) {
    std::uint64_t heard = sum(&Gauges::messages);
    SteadyTime since = SteadyClock::now();
    wait(longest, [&] {
      const std::uint64_t now_heard = sum(&Gauges::messages);
      if (now_heard != heard) since = SteadyClock::now();
      heard = now_heard;
      return SteadyClock::now() - since > kQuiet;
    });
  }

  void read(ProcessUsage& usage) const {
    if (!server_) return;
    if (const auto found = read_process_usage(*server_)) usage = *found;
  }

  Nanos cpu() const { return server_ ? read_process_cpu(*server_).value_or(Nanos{0}) : Nanos{0}; }

  const Options& options_;
  std::optional<pid_t> server_;
  const Restart& restart_;
  Progress progress_;
  Results results_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace

Result<void, std::string> make_room_for(std::size_t connections) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t needed = connections + kOtherDescriptors;
  if (limit.rlim_cur < needed && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= needed) return outcome::success();
  return failure(
      fmt::format("{} connections need {} descriptors, and this process may have {}: raise the limit (ulimit "
                  "-n {} as root, LimitNOFILE= in a systemd unit), or split the load over several processes",
                  connections, needed, limit.rlim_cur, needed));
}

Result<Results, std::string> run(const Options& options, const Target& target, const TokenSource& tokens,
                                 std::optional<pid_t> server, const Restart& restart) {
  if (server && !read_process_usage(*server)) {
    return failure(fmt::format("process {} can't be measured: it does not exist, or is another user's", *server));
  }
  return Conductor(options, target, tokens, server, restart).conduct();
}

}  // namespace matinee::load
