// Implementation. The order in crash() matters: the engine refers to storage, executor and metrics.
#include "server/simulated_party.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include "storage/group_committer.hpp"
#include "storage/reader.hpp"
#include "websocket/frame_reader.hpp"

namespace matinee::simulator {
namespace {

engine::TokenCheck no_tokens() {
  return [](std::string_view) -> Result<engine::Credentials, std::string> {
    return std::string{"there are no tokens in a simulation"};
  };
}

template <class T>
T value_of(std::optional<Result<T, protocol::Refusal>> answer, const char* what) {
  if (!answer) throw std::runtime_error(std::string{what} + ": no answer");
  if (!*answer) throw std::runtime_error(std::string{what} + ": " + answer->error().detail);
  return std::move(answer->value());
}

}  // namespace

/// Takes the engine's frames apart and hands the events on.
class SimulatedParty::Socket final : public engine::Session {
 public:
  Socket(SimulatedParty& party, ConnectionNumber number) : party_(party), number_(number) {}

  void deliver(const engine::BlobPtr& blob) override {
    if (closed_) return;
    websocket::MessageReader reader({websocket::Role::client, 1'000'000});
    std::string_view input = blob->bytes;
    while (const auto event = reader.next(input)) {
      party_.listener_.on_told(party_.clock_.now(), number_, std::get<websocket::TextMessage>(*event).text);
    }
  }

  void close(protocol::CloseCode code) override {
    if (std::exchange(closed_, true)) return;
    party_.listener_.on_closed(party_.clock_.now(), number_, code);
  }

  /// A client in simulation has few commands in flight, and its link is the driver's.
  void pause_reading(bool) override {}

  bool closed() const { return closed_; }

 private:
  SimulatedParty& party_;
  ConnectionNumber number_;
  bool closed_ = false;
};

SimulatedParty::SimulatedParty(Listener& listener, ServerTime start, const std::vector<std::string>& users)
    : listener_(listener), clock_(start) {
  build();
  create(users);
}

SimulatedParty::~SimulatedParty() = default;

void SimulatedParty::build() {
  metrics_ = std::make_unique<metrics::Metrics>("simulated");
  executor_ = std::make_unique<engine::testing::ManualExecutor>(clock_);
  committer_ = std::make_unique<storage::GroupCommitter>(std::make_unique<storage::MemoryStore>(database_),
                                                         storage::CommitObserver{}, storage::GroupCommitter::Options{});
  reader_ = std::make_unique<storage::Reader>(std::make_unique<storage::MemoryStore>(database_));
  engine_ = std::make_unique<engine::Engine>(engine::Options{}, clock_, wall_clock_, *committer_, *reader_, *metrics_,
                                             no_tokens(), std::vector<engine::Executor*>{executor_.get()});
}

void SimulatedParty::create(const std::vector<std::string>& users) {
  if (users.empty()) throw std::runtime_error("a party needs a host");
  engine::CreatePartyRequest request;
  request.host = UserId{users.front()};
  request.profile = {users.front(), std::nullopt};
  request.title = "A film";
  std::optional<Result<engine::PartyView, protocol::Refusal>> created;
  engine_->shard(0).create_party(std::move(request), [&](auto result) { created = std::move(result); });
  settle();
  const engine::PartyView view = value_of(std::move(created), "create");
  party_ = view.id;
  for (const std::string& user : users) {
    std::optional<Result<engine::JoinResult, protocol::Refusal>> joined;
    engine_->shard(0).join({view.invite_code, UserId{user}, {user, std::nullopt}},
                           [&](auto result) { joined = std::move(result); });
    settle();
    value_of(std::move(joined), "join");
  }
}

void SimulatedParty::settle() {
  bool busy = true;
  while (busy) {
    busy = executor_->take_woken();
    if (busy) engine_->shard(0).drain();
    busy = executor_->run_due() || busy;
  }
}

void SimulatedParty::run_until(ServerTime until) {
  for (auto due = next_due(); due && *due <= until; due = next_due()) {
    if (*due > clock_.now()) clock_.advance(*due - clock_.now());
    settle();
  }
  if (until > clock_.now()) clock_.advance(until - clock_.now());
}

void SimulatedParty::open(ConnectionNumber connection, const std::string& user) {
  auto& socket = sockets_[connection];
  socket = std::make_unique<Socket>(*this, connection);
  std::optional<Result<void, protocol::Refusal>> answer;
  engine_->shard(0).attach(*socket, party_, {UserId{user}, {user, std::nullopt}, std::nullopt},
                           [&](auto result) { answer = std::move(result); });
  settle();
  if (!answer) throw std::runtime_error("open: no answer");
  if (*answer) return;
  engine_->shard(0).refuse(*socket, party_, answer->error());
  // What HTTP would tell as a status is a line like any that breaks: the client tries again.
  socket->close(engine::close_code_for(answer->error()).value_or(protocol::CloseCode::going_away));
}

void SimulatedParty::hear(ConnectionNumber connection, std::string_view text) {
  const auto socket = sockets_.find(connection);
  if (socket == sockets_.end() || socket->second->closed()) return;
  engine_->shard(0).on_text(*socket->second, text);
  settle();
}

void SimulatedParty::close(ConnectionNumber connection, bool clean) {
  const auto socket = sockets_.find(connection);
  if (socket == sockets_.end()) return;
  engine_->shard(0).detach(*socket->second, clean);
  settle();
  sockets_.erase(socket);
}

void SimulatedParty::crash() {
  engine_.reset();
  committer_.reset();
  reader_.reset();
  sockets_.clear();
  build();
}

}  // namespace matinee::simulator
