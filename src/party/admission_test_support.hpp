// Commands and effects about getting in as short texts. Part of party_test_support.hpp.
#pragma once

#include <fmt/format.h>

#include <string>

#include "party/command.hpp"
#include "party/effect.hpp"

namespace matinee::party::testing {

struct AdmissionCommandText {
  std::string operator()(const CreateInvitation& command) const { return "invite by " + command.code; }
  std::string operator()(const RevokeInvitation& command) const { return "revoke " + command.id.str(); }
  std::string operator()(const SetPassword& command) const {
    return command.hash.empty() ? "no password" : "password fits " + command.hash;
  }
  std::string operator()(const Reclaim&) const { return "reclaim"; }
  std::string operator()(const WithdrawJoinRequest&) const { return "withdraw"; }
  std::string operator()(const AnswerJoinRequest& command) const {
    return (command.admit ? "admit " : "decline ") + command.user.str();
  }
};

struct AdmissionEffectText {
  std::string operator()(const InvitationCreated& effect) const {
    return fmt::format("invitation {} by {}", effect.invitation.id.str(), effect.invitation.by.user.str());
  }
  std::string operator()(const InvitationRemoved& effect) const { return "no invitation " + effect.id.str(); }
  std::string operator()(const InvitationUsed& effect) const {
    return fmt::format("{} used by {}", effect.id.str(), effect.who.user.str());
  }
  std::string operator()(const PasswordChanged& effect) const {
    return effect.hash.empty() ? "password gone" : "password set";
  }
  std::string operator()(const JoinRequested& effect) const { return effect.user.str() + " waits"; }
  std::string operator()(const JoinRequestAnswered& effect) const {
    return fmt::format("{} {}{}", effect.user.str(), to_string(effect.answer),
                       effect.by ? " by " + effect.by->user.str() : "");
  }
};

inline std::string text_of(const Admission& admission) {
  std::string text =
      fmt::format("password '{}' claim '{}'", admission.password_hash, admission.claimant.str());
  for (const auto& [id, invitation] : admission.invitations) text += fmt::format(" {}={}", id.str(), invitation.uses);
  for (const auto& [user, request] : admission.requests) {
    text += fmt::format(" {} {} since {}", user.str(), request.declined ? "declined" : "waits", to_unix_ms(request.at));
  }
  return text;
}

}  // namespace matinee::party::testing
