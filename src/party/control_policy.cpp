#include "party/control_policy.hpp"

namespace matinee::party {

std::string_view to_string(ControlPolicy policy) {
  switch (policy) {
    case ControlPolicy::host:
      return "host";
    case ControlPolicy::hosts:
      return "hosts";
    case ControlPolicy::everyone:
      return "everyone";
  }
  return "hosts";
}

std::optional<ControlPolicy> control_policy_from_string(std::string_view name) {
  for (const ControlPolicy policy : {ControlPolicy::host, ControlPolicy::hosts, ControlPolicy::everyone}) {
    if (name == to_string(policy)) return policy;
  }
  return std::nullopt;
}

}  // namespace matinee::party
