// Queues, and what is asked of them, as short texts. Part of party_test_support.hpp.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>

#include "party/queue_command.hpp"

namespace matinee::party::testing {

/// "a b | c" : the item that plays, and what comes after it; by clip.
inline std::string text_of(const Queue& queue) {
  std::string text = (queue.current ? queue.current->clip.str() : "-") + " |";
  for (const QueueEntry& entry : queue.entries) text += " " + entry.item->clip.str();
  return text + (queue.loop == Loop::off ? "" : fmt::format(" loop {}", to_string(queue.loop)));
}

struct QueueRequestText {
  static std::string before(const std::optional<QueueItemId>& item) { return item ? " before " + item->str() : ""; }
  std::string operator()(const AddToQueue& request) const {
    std::string text = "queue";
    for (const QueueItem& item : request.items) text += " " + item.clip.str();
    return text + before(request.before);
  }
  std::string operator()(const MoveQueued& request) const {
    return "move " + request.item.str() + before(request.before);
  }
  std::string operator()(const RemoveQueued& request) const { return "unqueue " + request.item.str(); }
  std::string operator()(const ClearQueue&) const { return "clear queue"; }
  std::string operator()(const PlayQueued& request) const {
    return request.item ? "play item " + request.item->str() : "play next";
  }
  std::string operator()(const ShuffleQueue&) const { return "shuffle"; }
  std::string operator()(const SetLoop& request) const { return "loop " + std::string{to_string(request.loop)}; }
};

}  // namespace matinee::party::testing
