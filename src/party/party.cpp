#include "party/party.hpp"

#include <algorithm>

namespace matinee::party {

std::string_view to_string(Visibility visibility) {
  switch (visibility) {
    case Visibility::private_:
      return "private";
    case Visibility::public_:
      return "public";
    case Visibility::friends:
      return "friends";
  }
  return "private";
}

std::optional<Visibility> visibility_from_string(std::string_view name) {
  for (const Visibility value : {Visibility::private_, Visibility::public_, Visibility::friends}) {
    if (name == to_string(value)) return value;
  }
  return std::nullopt;
}

std::string_view to_string(Status status) {
  return status == Status::active ? "active" : "ended";
}

std::size_t seat_limit(const Party& party, const Limits& limits) {
  return std::min(party.max_participants, limits.max_participants);
}

}  // namespace matinee::party
