// Implementation of the harness; a _test.cpp so that it is linked into the tests only.
#include "engine/engine_harness.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <future>
#include <utility>

#include "websocket/frame_reader.hpp"

namespace matinee::engine::testing {

namespace json = boost::json;

void RecordingSession::deliver(const BlobPtr& blob) {
  if (closed_) return;
  ++blobs_;
  websocket::MessageReader reader({websocket::Role::client, 1'000'000});
  std::string_view input = blob->bytes;
  std::size_t messages = 0;
  while (auto event = reader.next(input)) {
    const auto* text = std::get_if<websocket::TextMessage>(&*event);
    ASSERT_NE(text, nullptr) << "only text frames are expected in a blob";
    events_.push_back(json::parse(text->text).as_object());
    ++messages;
  }
  EXPECT_EQ(messages, blob->pieces.size());
}

void RecordingSession::close(protocol::CloseCode code) {
  if (!closed_) closed_ = code;
}

json::object RecordingSession::expect(std::string_view type) {
  for (auto event = events_.begin(); event != events_.end(); ++event) {
    if (event->at("type").as_string() != type) continue;
    json::object taken = std::move(*event);
    events_.erase(event);
    return taken;
  }
  ADD_FAILURE() << "expected \"" << type << "\", have: " << types();
  return {};
}

void RecordingSession::refute(std::string_view type) const {
  for (const json::object& event : events_) {
    EXPECT_NE(event.at("type").as_string(), type) << "not expected; have: " << types();
  }
}

std::string RecordingSession::types() const {
  std::string types;
  for (const json::object& event : events_) {
    types += (types.empty() ? "" : ",") + std::string{event.at("type").as_string()};
  }
  return types;
}

Harness::Harness(std::size_t shards, Options options) : options_(std::move(options)), shard_count_(shards) {
  build();
}

Harness::~Harness() {
  committer_.reset();  // completions still reach the engine's mailboxes
  reader_.reset();
}

void Harness::build() {
  executors_.clear();
  std::vector<Executor*> executors;
  for (std::size_t i = 0; i < shard_count_; ++i) {
    executors_.push_back(std::make_unique<ManualExecutor>(clock_));
    executors.push_back(executors_.back().get());
  }
  committer_ = std::make_unique<storage::GroupCommitter>(std::make_unique<storage::MemoryStore>(database_),
                                                         storage::CommitObserver{},
                                                         storage::GroupCommitter::Options{1024, 65'536, Millis{1}});
  reader_ = std::make_unique<storage::Reader>(std::make_unique<storage::MemoryStore>(database_));
  const TokenCheck token_check = [this](std::string_view token) -> Result<Credentials, std::string> {
    if (token == "bad") return std::string{"the token does not verify"};
    return Credentials{
        UserId{std::string{token}}, {std::string{token}, std::nullopt}, wall_clock_.now() + Millis{60'000}};
  };
  engine_ =
      std::make_unique<Engine>(options_, clock_, wall_clock_, *committer_, *reader_, metrics_, token_check, executors);
}

void Harness::restart() {
  committer_.reset();
  reader_.reset();
  engine_.reset();
  build();
}

bool Harness::drain_all(std::optional<std::size_t> left_out) {
  bool ran = false;
  for (std::size_t i = 0; i < shard_count_; ++i) {
    if (i == left_out) continue;
    if (executors_[i]->take_woken()) engine_->shard(i).drain();
    ran = executors_[i]->run_due() || ran;
  }
  return ran;
}

/// Returns when storage has answered everything asked of it so far.
void Harness::fence_storage() {
  std::promise<void> committed;
  committer_->submit(storage::NoteEmptySince{PartyId{"no such party"}, std::nullopt},
                     [&](const auto&) { committed.set_value(); });
  committed.get_future().wait();
  std::promise<void> read;
  reader_->read<std::optional<PartyId>>(
      [](storage::Store&) -> storage::StoreResult<std::optional<PartyId>> { return std::optional<PartyId>{}; },
      [&](const auto&) { read.set_value(); });
  read.get_future().wait();
}

void Harness::heal_storage() {
  database_->fail_all(false);
  // Each settle() gives the committer's thread a round trip.
  for (int i = 0; i < 10'000 && !committer_->up(); ++i) settle();
}

void Harness::settle() {
  settle_but_for(std::nullopt);
}

void Harness::settle_without(std::size_t shard) {
  settle_but_for(shard);
}

void Harness::settle_but_for(std::optional<std::size_t> left_out) {
  // A request crosses at most: shard, owner, storage (token, code, party, commit), owner, shard. Each round takes every
  // shard and both storage threads one step, so twelve rounds are ample; a round costs microseconds.
  constexpr int kRounds = 12;
  for (int round = 0; round < kRounds; ++round) {
    drain_all(left_out);
    fence_storage();
  }
  drain_all(left_out);
}

void Harness::advance(Millis by) {
  clock_.advance(by);
  wall_clock_.advance(by);
  settle();
}

PartyView Harness::create(std::string_view host) {
  PartyView view;
  const std::string name{host};
  engine_->shard(0).create_party(
      {UserId{name}, {name, std::nullopt}, "A film", std::nullopt, party::Visibility::private_, 100, {}},
      [&](Result<PartyView, protocol::Refusal> result) {
        ASSERT_TRUE(result) << result.error().detail;
        view = result.value();
      });
  settle();
  return view;
}

Result<PartyId, protocol::Refusal> Harness::join(std::string_view user, std::string_view code) {
  std::optional<Result<PartyId, protocol::Refusal>> answer;
  const std::string name{user};
  engine_->shard(0).join({std::string{code}, UserId{name}, {name, std::nullopt}},
                         [&](Result<JoinResult, protocol::Refusal> result) {
                           if (result) answer = result.value().party;
                           if (!result) answer = result.error();
                         });
  settle();
  return answer.value();
}

Result<void, protocol::Refusal> Harness::attach(RecordingSession& session, std::string_view user, const PartyId& party,
                                                std::size_t shard, std::optional<WallTime> expires_at) {
  std::optional<Result<void, protocol::Refusal>> answer;
  const std::string name{user};
  engine_->shard(shard).attach(session, party, {UserId{name}, {name, std::nullopt}, expires_at},
                               [&](Result<void, protocol::Refusal> result) { answer = std::move(result); });
  settle();
  return answer.value();
}

void Harness::detach(RecordingSession& session, bool clean, std::size_t shard) {
  engine_->shard(shard).detach(session, clean);
  settle();
}

void Harness::push(RecordingSession& session, std::string_view text, std::size_t shard) {
  engine_->shard(shard).on_text(session, text);
}

void Harness::say(RecordingSession& session, std::string_view text, std::size_t shard) {
  push(session, text, shard);
  settle();
}

Result<PartyView, protocol::Refusal> Harness::details(const PartyId& party, std::string_view user) {
  std::optional<Result<PartyView, protocol::Refusal>> answer;
  engine_->shard(0).details(party, UserId{std::string{user}},
                            [&](Result<PartyView, protocol::Refusal> result) { answer = std::move(result); });
  settle();
  return answer.value();
}

std::vector<protocol::ParticipantView> Harness::participants(const PartyId& party, std::string_view user,
                                                             const RosterQuery& query) {
  std::vector<protocol::ParticipantView> participants;
  engine_->shard(0).participants(party, UserId{std::string{user}}, query, [&](const auto& result) {
    ASSERT_TRUE(result) << result.error().detail;
    participants = result.value().participants;
  });
  settle();
  return participants;
}

Result<void, protocol::Refusal> Harness::command(const PartyId& party, std::string_view user, party::Command command) {
  std::optional<Result<void, protocol::Refusal>> answer;
  engine_->shard(0).command(party, UserId{std::string{user}}, std::move(command),
                            [&](Result<void, protocol::Refusal> result) { answer = std::move(result); });
  settle();
  return answer.value();
}

}  // namespace matinee::engine::testing
