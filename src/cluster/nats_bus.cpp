// What goes out does so on a thread of its own, since the library waits for the network when the NATS server reads slowly.
// All subscriptions are served by one thread of the library ("global message delivery"), in the order in which messages
// came in on the connection: what one server sends keeps its order, whichever subjects it goes to.
#include "cluster/nats_bus.hpp"

#include <fmt/format.h>
#include <nats/nats.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/log.hpp"

namespace matinee::cluster {
namespace {

constexpr std::int64_t reconnect_wait_ms = 100;
constexpr std::int64_t reconnect_jitter_ms = 150;
constexpr std::int64_t connect_timeout_ms = 2'000;
constexpr std::int64_t ping_interval_ms = 2'000;
constexpr int pings_unanswered = 2;
/// What is sent while there is no connection would come late or never: hardly any is kept.
constexpr int reconnect_buffer_bytes = 64 * 1'024;
constexpr std::int64_t write_deadline_ms = 2'000;
constexpr std::int64_t last_flush_ms = 500;
/// Waits to be sent, at most; what comes beyond it is dropped, which its receivers notice.
constexpr std::size_t most_queued_bytes = 64 * 1'024 * 1'024;
/// Messages that wait to be read here. Beyond it they are dropped, which their receivers notice.
constexpr int most_pending_messages = 262'144;

using Options = std::unique_ptr<natsOptions, decltype(&natsOptions_Destroy)>;
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

std::vector<std::string> split(const std::string& urls) {
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin <= urls.size();) {
    const std::size_t end = std::min(urls.find(',', begin), urls.size());
    if (end > begin) found.push_back(urls.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

}  // namespace

class NatsBus::Impl {
 public:
  Impl(Options options, const std::string& realm, const std::string& node)
      : options_(std::move(options)),
        party_prefix_(fmt::format("matinee.{}.party.", realm)),
        node_prefix_(fmt::format("matinee.{}.node.", realm)),
        inbox_(fmt::format("{}{}.*", node_prefix_, node)) {
    natsOptions_SetDisconnectedCB(options_.get(), on_disconnected, this);
    natsOptions_SetReconnectedCB(options_.get(), on_connected, this);
    natsOptions_SetErrorHandler(options_.get(), on_error, this);
    natsOptions_SetRetryOnFailedConnect(options_.get(), true, on_connected, this);
  }

  ~Impl() { close(); }

  void open(BusHandlers handlers) {
    handlers_ = std::move(handlers);
    natsConnection* connection = nullptr;
    const natsStatus status = natsConnection_Connect(&connection, options_.get());
    connection_ = Connection(connection, natsConnection_Destroy);
    if (status != NATS_OK && status != NATS_NOT_YET_CONNECTED) {
      return log::error("nats_failed", {{"reason", natsStatus_GetText(status)}});
    }
    natsSubscription* subscription = nullptr;
    natsConnection_Subscribe(&subscription, connection, inbox_.c_str(), on_inbox, this);
    inbox_subscription_ = Subscription(subscription, natsSubscription_Destroy);
    unbounded(subscription);
    if (status == NATS_OK) note_connection(true);
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
    natsConnection_FlushTimeout(connection_.get(), last_flush_ms);
    followed_.clear();
    inbox_subscription_.reset();
    natsConnection_Close(connection_.get());
    connection_.reset();
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

  /// What is queued when the bus closes still goes out.
  void keep_sending() {
    std::vector<Outgoing> taken;
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        taken.swap(queue_);
        queued_bytes_ = 0;
      }
      for (const Outgoing& outgoing : taken) carry_out(outgoing);
      taken.clear();
    }
  }

  void carry_out(const Outgoing& outgoing) {
    if (outgoing.kind == Kind::unfollow) {
      followed_.erase(outgoing.subject);
    } else if (outgoing.kind == Kind::follow) {
      subscribe(outgoing.subject);
    } else {
      // What fails is noticed by those who wait for it, or at the next message.
      (void)natsConnection_Publish(connection_.get(), outgoing.subject.c_str(), outgoing.message.data(),
                                   static_cast<int>(outgoing.message.size()));
    }
  }

  void subscribe(const std::string& subject) {
    if (followed_.contains(subject)) return;
    natsSubscription* subscription = nullptr;
    if (natsConnection_Subscribe(&subscription, connection_.get(), subject.c_str(), on_party, this) != NATS_OK) return;
    unbounded(subscription);
    followed_.emplace(subject, Subscription(subscription, natsSubscription_Destroy));
  }

  static void unbounded(natsSubscription* subscription) {
    if (subscription != nullptr) natsSubscription_SetPendingLimits(subscription, most_pending_messages, -1);
  }

  /// Runs `handle(handlers)` unless the bus is closed.
  template <class Handle>
  void handling(Handle handle) {
    const std::lock_guard lock(handling_);
    if (!closed_) handle(handlers_);
  }

  void note_connection(bool up) {
    if (up_.exchange(up) == up) return;
    up ? log::info("nats_up") : log::error("nats_down");
    handling([up](const BusHandlers& handlers) { handlers.on_connection(up); });
  }

  static std::string_view text_of(natsMsg* message) {
    return {natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message))};
  }

  static void on_inbox(natsConnection*, natsSubscription*, natsMsg* message, void* self) {
    const std::string_view subject = natsMsg_GetSubject(message);
    const bool http = subject.ends_with(".http");
    static_cast<Impl*>(self)->handling([&](const BusHandlers& handlers) {
      handlers.on_message(http ? Channel::http : Channel::engine, text_of(message));
    });
    natsMsg_Destroy(message);
  }

  static void on_party(natsConnection*, natsSubscription*, natsMsg* message, void* self) {
    const std::string_view subject = natsMsg_GetSubject(message);
    Impl& impl = *static_cast<Impl*>(self);
    const PartyId party{std::string(subject.substr(impl.party_prefix_.size()))};
    impl.handling([&](const BusHandlers& handlers) { handlers.on_party(party, text_of(message)); });
    natsMsg_Destroy(message);
  }

  static void on_connected(natsConnection*, void* self) { static_cast<Impl*>(self)->note_connection(true); }
  static void on_disconnected(natsConnection*, void* self) { static_cast<Impl*>(self)->note_connection(false); }
  /// Told by the library of what happens beside calls, such as messages dropped because they were read too slowly.
  static void on_error(natsConnection*, natsSubscription*, natsStatus status, void*) {
    log::warn("nats_error", {{"reason", natsStatus_GetText(status)}});
  }

  Options options_;
  const std::string party_prefix_;
  const std::string node_prefix_;
  const std::string inbox_;
  BusHandlers handlers_;
  std::atomic<bool> up_ = false;
  std::mutex handling_;  ///< held while a handler runs
  bool closed_ = false;  ///< under handling_
  Connection connection_{nullptr, natsConnection_Destroy};
  Subscription inbox_subscription_{nullptr, natsSubscription_Destroy};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Outgoing> queue_;  ///< under mutex_, as are the next two
  std::size_t queued_bytes_ = 0;
  bool stopping_ = false;
  std::unordered_map<std::string, Subscription> followed_;  ///< by subject; of the thread that sends
  std::thread sender_;
};

Result<std::unique_ptr<NatsBus>, std::string> NatsBus::make(const std::string& urls, const std::string& realm,
                                                            const std::string& node) {
  natsOptions* made = nullptr;
  if (natsOptions_Create(&made) != NATS_OK) return failure("out of memory");
  Options options(made, natsOptions_Destroy);
  const std::vector<std::string> servers = split(urls);
  std::vector<const char*> names;
  for (const std::string& server : servers) names.push_back(server.c_str());
  if (names.empty() || natsOptions_SetServers(made, names.data(), static_cast<int>(names.size())) != NATS_OK) {
    return failure("nats should be a URL such as nats://127.0.0.1:4222, or several separated by commas");
  }
  natsOptions_SetName(made, node.c_str());
  natsOptions_SetTimeout(made, connect_timeout_ms);
  natsOptions_SetMaxReconnect(made, -1);
  natsOptions_SetReconnectWait(made, reconnect_wait_ms);
  natsOptions_SetReconnectJitter(made, reconnect_jitter_ms, reconnect_jitter_ms);
  natsOptions_SetReconnectBufSize(made, reconnect_buffer_bytes);
  natsOptions_SetPingInterval(made, ping_interval_ms);
  natsOptions_SetMaxPingsOut(made, pings_unanswered);
  natsOptions_SetMaxPendingMsgs(made, most_pending_messages);
  natsOptions_SetSendAsap(made, true);
  natsOptions_SetNoEcho(made, true);
  natsOptions_SetWriteDeadline(made, write_deadline_ms);
  natsOptions_UseGlobalMessageDelivery(made, true);
  return std::unique_ptr<NatsBus>(new NatsBus(std::make_unique<Impl>(std::move(options), realm, node)));
}

NatsBus::NatsBus(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
/// The library calls back from threads of its own, also after all of a connection was closed and destroyed: what it calls
/// stays. There is one bus in a process.
NatsBus::~NatsBus() {
  impl_->close();
  static std::mutex mutex;
  static auto* const retired = new std::vector<std::unique_ptr<Impl>>;  // outlives the threads, so it is never destroyed
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
