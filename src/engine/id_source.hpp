// IdSource: new ids and invite codes. From the machine's entropy, or from a seed in simulations. One per shard, its
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/strong_id.hpp"

namespace matinee::engine {

class IdSource {
 public:
  using Entropy = std::function<std::uint32_t()>;

  /// Uses the machine's random device.
  IdSource();
  explicit IdSource(Entropy entropy) : entropy_(std::move(entropy)) {}

  /// A version 4 UUID (RFC 9562).
  std::string uuid();
  /// 64 bits for a decision by lot.
  std::uint64_t seed();
  /// Six characters that can't be mistaken for one another when read aloud: no I, L, O, 0 or 1.
  std::string invite_code();
  /// Ten characters of the same alphabet: nobody comes upon one by trying.
  std::string invitation_code();

 private:
  std::string code(std::size_t length);

  Entropy entropy_;
};

/// Whether the text, in capitals, could be an invite code.
bool is_invite_code(std::string_view code);
/// Whether it could be the code of an invitation.
bool is_invitation_code(std::string_view code);

}  // namespace matinee::engine
