// What goes out does so on a thread of its own, since the library waits for the network when the NATS server reads
// slowly. All subscriptions are served by one thread of the library ("global message delivery"), in the order in which
// messages came in on the connection: what one server sends keeps its order, whichever subjects it goes to.
//
// The library connects again by itself, unless the server refuses it twice in the same way; then it closes the
// connection for good, and the thread that sends makes another one after a pause. That thread alone has the connection.
#include "cluster/nats_bus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/backoff.hpp"
#include "base/log.hpp"
#include "cluster/message_parts.hpp"
#include "cluster/nats_options.hpp"
#include "cluster/nats_publisher.hpp"

namespace matinee::cluster {
namespace {

constexpr std::int64_t last_flush_ms = 500;
/// Waits to be sent, at most; what comes beyond it is dropped, which its receivers notice.
constexpr std::size_t most_queued_bytes = 64 * 1'024 * 1'024;
/// A connection that was closed for good, or a subscription that failed, is tried again after such a pause.
constexpr Millis first_pause{250};
constexpr Millis longest_pause{10'000};

using Connection = std::unique_ptr<natsConnection, decltype(&natsConnection_Destroy)>;
using Subscription = std::unique_ptr<natsSubscription, decltype(&natsSubscription_Destroy)>;

std::string_view name_of(Channel channel) {
  return channel == Channel::engine ? "engine" : "http";
}

/// A token of a subject: nothing in it separates or matches others.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

}  // namespace

class NatsBus::Impl {
 public:
  Impl(NatsOptions options, const std::string& realm, const std::string& node)
      : options_(std::move(options)),
        party_prefix_(fmt::format("matinee.{}.party.", realm)),
        node_prefix_(fmt::format("matinee.{}.node.", realm)),
        inbox_(fmt::format("{}{}.*", node_prefix_, node)),
        publisher_(node) {
    natsOptions_SetDisconnectedCB(options_.get(), on_disconnected, this);
    natsOptions_SetReconnectedCB(options_.get(), on_connected, this);
    natsOptions_SetClosedCB(options_.get(), on_closed, this);
    natsOptions_SetErrorHandler(options_.get(), on_error, this);
    natsOptions_SetRetryOnFailedConnect(options_.get(), true, on_connected, this);
  }

  ~Impl() { close(); }

  void open(BusHandlers handlers) {
    handlers_ = std::move(handlers);
    make_whole();
    sender_ = std::thread([this] { keep_sending(); });
  }

  void close() {
    if (!sender_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    sender_.join();
    if (connection_) natsConnection_FlushTimeout(connection_.get(), last_flush_ms);
    drop_connection();
    followed_.clear();
    up_ = false;
    // Handlers may still be running: the library calls back one at a time, so what comes now comes after them.
    const std::lock_guard lock(handling_);
    closed_ = true;
  }

  void send(const std::string& node, Channel channel, std::string_view message) {
    if (!is_token(node)) return;
    enqueue({Kind::publish, fmt::format("{}{}.{}", node_prefix_, node, name_of(channel)), std::string(message)});
  }

  void publish(const PartyId& party, std::string_view message) {
    enqueue_for(party, Kind::publish, message);
  }
  void follow(const PartyId& party) { enqueue_for(party, Kind::follow, {}); }
  void unfollow(const PartyId& party) { enqueue_for(party, Kind::unfollow, {}); }

  bool up() const { return up_; }

 private:
  enum class Kind : std::uint8_t { publish, follow, unfollow };
  struct Outgoing {
    Kind kind;
    std::string subject;
    std::string message;
  };

  void enqueue_for(const PartyId& party, Kind kind, std::string_view message) {
    if (is_token(party.str())) enqueue({kind, party_prefix_ + party.str(), std::string(message)});
  }

  void enqueue(Outgoing outgoing) {
    {
      const std::lock_guard lock(mutex_);
      const bool full = queued_bytes_ + outgoing.message.size() > most_queued_bytes;
      if (stopping_ || (full && outgoing.kind == Kind::publish)) return;
      queued_bytes_ += outgoing.message.size();
      queue_.push_back(std::move(outgoing));
    }
    changed_.notify_one();
  }

  // ---- The thread that sends, and before it the one that opens.

  /// What is queued when the bus closes still goes out.
  void keep_sending() {
    std::vector<Outgoing> taken;
    while (true) {
      std::optional<std::string> closed;
      {
        std::unique_lock lock(mutex_);
        const auto awake = [this] { return stopping_ || why_closed_ || !queue_.empty(); };
        if (whole_) {
          changed_.wait(lock, awake);
        } else {
          changed_.wait_until(lock, next_attempt_, awake);
        }
        if (stopping_ && queue_.empty()) return;
        taken.swap(queue_);
        queued_bytes_ = 0;
        closed = std::exchange(why_closed_, std::nullopt);
      }
      if (closed) begin_anew(*closed);
      for (const Outgoing& outgoing : taken) carry_out(outgoing);
      taken.clear();
      if (!whole_ && std::chrono::steady_clock::now() >= next_attempt_) make_whole();
    }
  }

  /// The library has closed the connection for good.
  void begin_anew(const std::string& reason) {
    if (was_up_.exchange(false)) all_is_well();
    tell_once("nats_closed",
              fmt::format("{} (refused twice: are user, password and certificate in the setting nats right?)", reason));
    drop_connection();
    note_connection(false);
    try_again_later();
  }

  void carry_out(const Outgoing& outgoing) {
    if (outgoing.kind == Kind::unfollow) {
      followed_.erase(outgoing.subject);
    } else if (outgoing.kind == Kind::follow) {
      const auto [followed, is_new] = followed_.emplace(outgoing.subject, no_subscription());
      if (is_new && connection_ && !subscribe(followed->second, outgoing.subject, on_party) && whole_) {
        try_again_later();
      }
    } else if (connection_) {
      publisher_.publish(*connection_, outgoing.subject, outgoing.message);
    }
  }

  /// Connects, where there is no connection, and subscribes to what is not subscribed to.
  void make_whole() {
    if (!connection_ && !connect()) return try_again_later();
    whole_ = subscribe_missing();
    listen_to_connection();
    if (!whole_) return try_again_later();
    if (up_) all_is_well();
  }

  /// The next failure is a first one again.
  void all_is_well() {
    pause_.reset();
    failure_.clear();
  }

  bool connect() {
    natsConnection* made = nullptr;
    const natsStatus status = natsConnection_Connect(&made, options_.get());
    if (status != NATS_OK && status != NATS_NOT_YET_CONNECTED) {
      note_failure("nats_failed", status);
      return false;
    }
    connection_ = Connection(made, natsConnection_Destroy);
    return true;
  }

  /// From now on it is the one whose state counts: whoever is told that it is up is heard by it.
  void listen_to_connection() {
    natsConnection* connection = connection_.get();
    if (current_.exchange(connection) == connection) return;
    tell_state_of(connection);  // what it told before went unheard
  }

  /// Until what was told is so: it may change between the two.
  void tell_state_of(natsConnection* connection) {
    natsConnStatus state = natsConnection_Status(connection);
    for (bool told = false; !told;) {
      if (state == NATS_CONN_STATUS_CLOSED) return note_closed(connection);
      note_connection(state == NATS_CONN_STATUS_CONNECTED);
      told = std::exchange(state, natsConnection_Status(connection)) == state;
    }
  }

  void drop_connection() {
    current_ = nullptr;
    for (auto& [subject, subscription] : followed_) subscription.reset();
    inbox_subscription_.reset();
    if (connection_) natsConnection_Close(connection_.get());
    connection_.reset();
  }

  bool subscribe_missing() {
    bool all = inbox_subscription_ || subscribe(inbox_subscription_, inbox_, on_inbox);
    for (auto& [subject, subscription] : followed_) {
      all = all && (subscription || subscribe(subscription, subject, on_party));
    }
    return all;
  }

  bool subscribe(Subscription& subscription, const std::string& subject, natsMsgHandler handler) {
    natsSubscription* made = nullptr;
    const natsStatus status = natsConnection_Subscribe(&made, connection_.get(), subject.c_str(), handler, this);
    if (status != NATS_OK) {
      note_failure("nats_not_subscribed", status);
      return false;
    }
    natsSubscription_SetPendingLimits(made, most_pending_messages, -1);
    subscription = Subscription(made, natsSubscription_Destroy);
    return true;
  }

  static Subscription no_subscription() { return {nullptr, natsSubscription_Destroy}; }

  void try_again_later() {
    whole_ = false;
    next_attempt_ = std::chrono::steady_clock::now() + pause_.next();
  }

  void note_failure(const char* event, natsStatus status) {
    const char* detail = nats_GetLastError(nullptr);
    tell_once(event, fmt::format("{}: {}", natsStatus_GetText(status), detail == nullptr ? "" : detail));
  }

  /// Once for each reason in a row.
  void tell_once(const char* event, std::string reason) {
    if (reason == failure_) return;
    failure_ = std::move(reason);
    log::error(event, {{"reason", failure_}});
  }

  // ---- The library's threads.

  void note_closed(natsConnection* connection) {
    const char* reason = nullptr;
    natsConnection_GetLastError(connection, &reason);
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      why_closed_ = reason == nullptr ? "" : reason;
    }
    changed_.notify_one();
  }

  /// Runs `handle(handlers)` unless the bus is closed.
  template <class Handle>
  void handling(Handle handle) {
    const std::lock_guard lock(handling_);
    if (!closed_) handle(handlers_);
  }

  void note_connection(bool up) {
    if (up) was_up_ = true;
    if (up_.exchange(up) == up) return;
    up ? log::info("nats_up") : log::error("nats_down");
    handling([this, up](const BusHandlers& handlers) {
      assembly_.clear();
      handlers.on_connection(up);
    });
  }

  /// Hands `deliver(handlers, text)` the message, once the last of its parts is there.
  template <class Deliver>
  void receive(natsMsg* message, Deliver deliver) {
    handling([&](const BusHandlers& handlers) {
      const char* part = nullptr;
      if (natsMsgHeader_Get(message, part_header, &part) != NATS_OK) return deliver(handlers, text_of(message));
      const std::optional<PartPlace> place = parse_part_place(part);
      if (!place) return;
      if (const auto whole = assembly_.add(*place, text_of(message))) deliver(handlers, std::string_view(*whole));
    });
    natsMsg_Destroy(message);
  }

  static std::string_view text_of(natsMsg* message) {
    return {natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message))};
  }

  static void on_inbox(natsConnection*, natsSubscription*, natsMsg* message, void* self) {
    const std::string_view subject = natsMsg_GetSubject(message);
    const bool http = subject.ends_with(".http");
    static_cast<Impl*>(self)->receive(message, [http](const BusHandlers& handlers, std::string_view text) {
      handlers.on_message(http ? Channel::http : Channel::engine, text);
    });
  }

  static void on_party(natsConnection*, natsSubscription*, natsMsg* message, void* self) {
    const std::string_view subject = natsMsg_GetSubject(message);
    Impl& impl = *static_cast<Impl*>(self);
    const PartyId party{std::string(subject.substr(impl.party_prefix_.size()))};
    impl.receive(message,
                 [&party](const BusHandlers& handlers, std::string_view text) { handlers.on_party(party, text); });
  }

  /// What an earlier connection still tells means nothing.
  static Impl* of_current(natsConnection* connection, void* self) {
    Impl* impl = static_cast<Impl*>(self);
    return impl->current_ == connection ? impl : nullptr;
  }
  static void on_connected(natsConnection* connection, void* self) {
    if (Impl* impl = of_current(connection, self)) impl->note_connection(true);
  }
  static void on_disconnected(natsConnection* connection, void* self) {
    if (Impl* impl = of_current(connection, self)) impl->note_connection(false);
  }
  static void on_closed(natsConnection* connection, void* self) {
    if (Impl* impl = of_current(connection, self)) impl->note_closed(connection);
  }
  /// Told by the library of what happens beside calls, such as messages dropped because they were read too slowly.
  static void on_error(natsConnection*, natsSubscription*, natsStatus status, void*) {
    log::warn("nats_error", {{"reason", natsStatus_GetText(status)}});
  }

  NatsOptions options_;
  const std::string party_prefix_;
  const std::string node_prefix_;
  const std::string inbox_;
  BusHandlers handlers_;
  std::atomic<bool> up_ = false;
  std::atomic<bool> was_up_ = false;  ///< since the connection was made
  std::mutex handling_;  ///< held while a handler runs
  bool closed_ = false;  ///< under handling_, as is the next
  MessageAssembly assembly_{most_queued_bytes};
  std::atomic<natsConnection*> current_ = nullptr;

  // The thread that sends has what follows, before it whoever opens and after it whoever closes.
  Connection connection_{nullptr, natsConnection_Destroy};
  Subscription inbox_subscription_ = no_subscription();
  std::unordered_map<std::string, Subscription> followed_;  ///< by subject; null: not subscribed to yet
  bool whole_ = false;                                      ///< there is a connection and all is subscribed to
  std::chrono::steady_clock::time_point next_attempt_{};    ///< to make it so
  Backoff pause_{first_pause, longest_pause};
  NatsPublisher publisher_;
  std::string failure_;  ///< the one told last; empty once all is well

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Outgoing> queue_;  ///< under mutex_, as are the next three
  std::size_t queued_bytes_ = 0;
  std::optional<std::string> why_closed_;  ///< by the library, until the thread that sends has heard of it
  bool stopping_ = false;
  std::thread sender_;
};

Result<std::unique_ptr<NatsBus>, std::string> NatsBus::make(const std::string& urls, const std::string& realm,
                                                            const std::string& node) {
  auto options = nats_options(urls, node);
  if (!options) return failure(options.error());
  return std::unique_ptr<NatsBus>(new NatsBus(std::make_unique<Impl>(std::move(options).value(), realm, node)));
}

NatsBus::NatsBus(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
/// The library calls back from threads of its own, also after all of a connection was closed and destroyed: what it
/// calls stays. There is one bus in a process.
NatsBus::~NatsBus() {
  impl_->close();
  static std::mutex mutex;
  // It outlives the threads, so it is never destroyed.
  static auto* const retired = new std::vector<std::unique_ptr<Impl>>;
  const std::lock_guard lock(mutex);
  retired->push_back(std::move(impl_));
}

void NatsBus::open(BusHandlers handlers) {
  impl_->open(std::move(handlers));
}
void NatsBus::close() {
  impl_->close();
}
void NatsBus::send(const std::string& node, Channel channel, std::string_view message) {
  impl_->send(node, channel, message);
}
void NatsBus::publish(const PartyId& party, std::string_view message) {
  impl_->publish(party, message);
}
void NatsBus::follow(const PartyId& party) {
  impl_->follow(party);
}
void NatsBus::unfollow(const PartyId& party) {
  impl_->unfollow(party);
}
bool NatsBus::up() const {
  return impl_->up();
}

}  // namespace matinee::cluster
