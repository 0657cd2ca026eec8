#include "party/queue_effect.hpp"

namespace matinee::party {

std::string_view to_string(QueueAction action) {
  switch (action) {
    case QueueAction::added:
      return "added";
    case QueueAction::moved:
      return "moved";
    case QueueAction::removed:
      return "removed";
    case QueueAction::cleared:
      return "cleared";
    case QueueAction::played:
      return "played";
    case QueueAction::advanced:
      return "advanced";
    case QueueAction::voted:
      return "voted";
    case QueueAction::left:
      return "left";
    case QueueAction::returned:
      return "returned";
    case QueueAction::shuffled:
      return "shuffled";
    case QueueAction::loop:
      return "loop";
  }
  return "added";
}

}  // namespace matinee::party
