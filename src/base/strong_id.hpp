// Identifiers that can't be mistaken for one another. Opaque text; validity (1-128 printable characters) is checked
// where they enter the process, by protocol/ and http_api/.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace matinee {

template <class Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string value) : value_(std::move(value)) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }

  friend bool operator==(const StrongId&, const StrongId&) = default;
  friend auto operator<=>(const StrongId&, const StrongId&) = default;

 private:
  std::string value_;
};

using PartyId = StrongId<struct PartyIdTag>;
using UserId = StrongId<struct UserIdTag>;
using ClipId = StrongId<struct ClipIdTag>;
using PlaylistId = StrongId<struct PlaylistIdTag>;
using MessageId = StrongId<struct MessageIdTag>;
using QueueItemId = StrongId<struct QueueItemIdTag>;
using InvitationId = StrongId<struct InvitationIdTag>;

/// One socket of one user, unique in this process's lifetime.
enum class ConnectionId : std::uint64_t {};

}  // namespace matinee

template <class Tag>
struct std::hash<matinee::StrongId<Tag>> {
  std::size_t operator()(const matinee::StrongId<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
