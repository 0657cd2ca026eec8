#include "cluster_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <utility>

#include "websocket/frame_reader.hpp"

namespace matinee::simulator {

UserId user_of(std::size_t index) {
  return UserId{fmt::format("user{}", index)};
}

ClusterClient::ClusterClient(ClusterLedger& ledger, PartyId party, std::size_t index)
    : ledger_(ledger), party_(std::move(party)), index_(index) {}

void ClusterClient::deliver(const engine::BlobPtr& blob) {
  if (closed_) return;
  websocket::MessageReader reader({websocket::Role::client, 1'000'000});
  std::string_view input = blob->bytes;
  while (auto event = reader.next(input)) hear(std::get<websocket::TextMessage>(*event).text);
}

void ClusterClient::hear(std::string_view text) {
  const auto event = boost::json::parse(text).as_object();
  const std::string_view type = event.at("type").as_string();
  if (type == "error") ++refused_;
  if (type != "sync" && type != "seek") return;
  const auto revision = static_cast<std::uint64_t>(event.at("revision").to_number<std::int64_t>());
  const auto position = event.at("position_ms").to_number<std::int64_t>();
  if (revision < last_revision_) {
    ledger_.fail(fmt::format("client {} was told revision {} after {}", index_, revision, last_revision_));
  }
  ledger_.insist_stored(index_, revision, position);
  last_revision_ = revision;
  last_position_ = position;
}

void ClusterClient::connect(ClusterNode& to) {
  node_ = &to;
  to.shard().attach(*this, party_, {user_of(index_), {user_of(index_).str(), std::nullopt}, std::nullopt},
                    [this](const Result<void, protocol::Refusal>& result) {
                      member_ = result.has_value();
                      if (!member_) node_ = nullptr;
                    });
}

void ClusterClient::hang_up(bool clean) {
  if (node_ != nullptr) node_->shard().detach(*this, clean);
  lose_server();
}

void ClusterClient::lose_server() {
  node_ = nullptr;
  member_ = closed_ = false;
  last_revision_ = 0;
  said_.clear();
  refused_ = 0;
}

void ClusterClient::seek(std::uint64_t seconds) {
  said_.push_back(static_cast<std::int64_t>(seconds) * 1'000);
  node_->shard().on_text(*this, fmt::format(R"({{"type":"seek","position":{}}})", seconds));
}

void ClusterClient::insist_on_answers() const {
  const auto lost = static_cast<std::size_t>(std::count_if(
      said_.begin(), said_.end(), [this](std::int64_t position) { return !ledger_.was_stored(position); }));
  if (lost <= refused_) return;
  ledger_.fail(fmt::format("client {} never heard what became of {} of its {} commands", index_, lost - refused_,
                           said_.size()));
}

std::string ClusterClient::where() const {
  return fmt::format("{} at revision {}, {} ms{}", node_ == nullptr ? "nowhere" : node_->name(), last_revision_,
                     last_position_, closed_ ? ", closed" : "");
}

}  // namespace matinee::simulator
