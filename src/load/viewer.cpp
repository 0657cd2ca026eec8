#include "load/viewer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "load/party.hpp"

namespace matinee::load {
namespace {

/// Between attempts to reach a server that is being started.
constexpr Nanos kRetry = std::chrono::milliseconds{100};

/// What the server said, short enough for a line.
std::string describe(const HttpReply& reply) {
  if (reply.status == 0) return reply.body;
  constexpr std::size_t most = 240;
  return fmt::format("{} {}", reply.status, std::string_view(reply.body).substr(0, most));
}

}  // namespace

Viewer::Viewer(WorkerContext& context, Party& party, std::string token, Reading reading)
    : context_(context),
      party_(party),
      token_(std::move(token)),
      connection_(context.poller, context.target, context.buffer, *this),
      revisions_(reading == Reading::steady ? context.tallies.revisions : context.tallies.slow_revisions),
      reading_(reading) {}

void Viewer::connect(SteadyTime now) {
  if (!connection_.is_idle()) lose_connection();
  arriving_ = true;
  began_ = now;
  ++attempts_;
  connection_.open(fmt::format("/api/v1/watch-parties/{}/ws", party_.id), token_,
                   is_slow() ? Link::narrow : Link::usual);
}

void Viewer::lose_connection() {
  stop_following();
  connection_.abort();
  attempts_ = 0;
}

void Viewer::slow_down() {
  if (is_slow()) connection_.set_reading(false);
}

void Viewer::speed_up() {
  if (!is_slow()) return;
  reads_again_ = true;
  connection_.set_reading(true);
  if (connection_.is_idle()) context_.arrivals.add(*this, SteadyClock::now());
}

bool Viewer::is_up_to_date() const {
  return is_following() && revisions_.revision() == party_.last_revision;
}

void Viewer::settle_accounts() {
  Tallies& tallies = context_.tallies;
  tallies.epochs += revisions_.epochs_seen();
  if (is_slow()) {
    ++(is_up_to_date() ? tallies.recovered : tallies.stale);
  } else if (is_following()) {
    revisions_.expect(party_.last_revision);
    party_.chats.expect_all(chats_, tallies.chats);
  }
}

void Viewer::on_open() {
  context_.tallies.connect.record(SteadyClock::now() - began_);
  say(R"({"type":"sync-request"})");
  flush();
}

void Viewer::on_text(std::string_view text, SteadyTime at) {
  context_.gauges.messages.add(1);
  context_.gauges.bytes.add(text.size());
  const auto event = scan_event(text);
  if (!event) {
    ++context_.tallies.malformed;
    return;
  }
  switch (event->kind) {
    case EventKind::seek:
      return on_seek(*event, at);
    case EventKind::sync:
      return on_sync(*event, at);
    case EventKind::other_change:
      return revisions_.on_change(event->epoch, event->revision);
    case EventKind::chat:
      if (revisions_.following() && party_.chats.hear(chats_, event->chat_id, context_.tallies.chats)) {
        ++context_.tallies.chats_told;
      }
      return;
    case EventKind::reaction:
      ++context_.tallies.reactions_heard;
      return;
    case EventKind::error:
      return on_error_event(*event);
    case EventKind::other:
      // Whatever else may move the revision: events that don't carry the present one.
      if (event->revision > revisions_.revision()) revisions_.on_change(event->epoch, event->revision);
      return;
  }
}

void Viewer::on_seek(const ScannedEvent& event, SteadyTime at) {
  if (!revisions_.following()) return;
  revisions_.on_change(event.epoch, event.revision);
  context_.gauges.deliveries.add(1);
  if (is_slow()) return;
  party_.last_revision = std::max(party_.last_revision, event.revision);
  const auto mark = static_cast<std::uint64_t>(event.position_ms / 1000);
  const std::size_t before = party_.changes.on_their_way();
  party_.changes.hear(changes_, mark, at);
  if (party_.changes.on_their_way() < before) context_.with_room.push_back(&party_);
}

void Viewer::on_sync(const ScannedEvent& event, SteadyTime at) {
  if (!event.has_participants) return revisions_.on_sync(event.epoch, event.revision);
  const bool first = !revisions_.following();
  revisions_.on_answer(event.epoch, event.revision);
  if (first) start_following(event, at);
}

void Viewer::start_following(const ScannedEvent& event, SteadyTime at) {
  context_.tallies.first_state.record(at - began_);
  context_.gauges.following.set(++context_.following);
  changes_ = party_.changes.join();
  chats_ = party_.chats.join();
  if (!is_slow()) {
    ++party_.receivers;
    party_.last_revision = std::max(party_.last_revision, event.revision);
  }
  attempts_ = 0;
  arriving_ = false;
  returns_ = false;
  context_.arrivals.arrived();
}

void Viewer::stop_following() {
  if (revisions_.following()) {
    context_.gauges.following.set(--context_.following);
    if (!is_slow()) {
      --party_.receivers;
      party_.changes.forget(changes_);
    }
  }
  revisions_.reset();
  if (std::exchange(arriving_, false)) context_.arrivals.arrived();
}

void Viewer::on_error_event(const ScannedEvent& event) {
  ++context_.tallies.errors[std::string(event.error_code)];
  // Only the host changes anything, and nothing limits how often.
  if (this == &party_.host() && event.error_code != "RATE_LIMITED") party_.changes.refuse_oldest();
}

void Viewer::on_refused(const HttpReply& reply) {
  if (returns_ && reply.status == 0) return return_soon();
  stop_following();
  const bool later = reply.status == 429 || reply.status == 503;
  if (later && attempts_ < most_attempts) {
    ++context_.tallies.deferrals["connecting: " + describe(reply)];
    const Nanos pause = reply.retry_after.value_or(std::chrono::seconds{1});
    return context_.arrivals.add(*this, SteadyClock::now() + pause + jitter());
  }
  ++context_.tallies.refusals["connecting: " + describe(reply)];
  ++context_.tallies.unanswered;
}

/// The server may still be away: then it is tried again.
void Viewer::return_soon() {
  attempts_ = 0;
  const bool lost_just_now = revisions_.following();
  stop_following();
  context_.arrivals.add(*this, SteadyClock::now() + (lost_just_now ? jitter() : kRetry));
}

/// The same for a viewer every time, and not the same for two: they don't all come at the same moment.
Nanos Viewer::jitter() const {
  return Nanos{static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(this) / 64 % 1'000'000'000)};
}

void Viewer::on_closed(const Ending& ending) {
  if (returns_) return return_soon();
  if (!revisions_.following()) ++context_.tallies.unanswered;
  stop_following();
  if (reads_again_) context_.arrivals.add(*this, SteadyClock::now());
  auto& lost = is_slow() ? context_.tallies.lost_slow : context_.tallies.lost_steady;
  ++lost[ending.reason.empty() ? fmt::format("{}", ending.code) : fmt::format("{} {}", ending.code, ending.reason)];
}

}  // namespace matinee::load
