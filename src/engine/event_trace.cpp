#include "engine/event_trace.hpp"

#include "party/forgotten.hpp"

namespace matinee::engine {

std::uint64_t EventTrace::decided(metrics::CommandKind kind, const UserId& user, ServerTime at, SteadyTime received,
                                  SteadyTime now) {
  const std::size_t place = last_ % capacity;
  if (place >= events_.size()) events_.emplace_back();
  TracedEvent& event = events_[place];
  event.kind = kind;
  event.user = user;
  event.at = at;
  event.received = received;
  event.decided = now - received;
  event.committed.reset();
  event.handed_out.reset();
  event.failed = false;
  return ++last_;
}

TracedEvent* EventTrace::find(std::uint64_t number) {
  const bool here = number > 0 && number <= last_ && number + capacity > last_;
  return here ? &events_[(number - 1) % capacity] : nullptr;
}

void EventTrace::committed(std::uint64_t number, SteadyTime now) {
  TracedEvent* event = find(number);
  if (event == nullptr) return;
  event->committed = now - event->received;
  to_hand_out_.push_back(number);
}

void EventTrace::failed(std::uint64_t number) {
  if (TracedEvent* event = find(number)) event->failed = true;
}

void EventTrace::told(std::uint64_t number) {
  std::erase(to_hand_out_, number);
}

void EventTrace::handed_out(SteadyTime now) {
  for (const std::uint64_t number : to_hand_out_) {
    if (TracedEvent* event = find(number)) event->handed_out = now - event->received;
  }
  to_hand_out_.clear();
}

void EventTrace::forget(const UserId& user) {
  for (TracedEvent& event : events_) {
    if (event.user == user) event.user = party::forgotten_person.user;
  }
}

std::vector<TracedEvent> EventTrace::events() const {
  std::vector<TracedEvent> events;
  events.reserve(events_.size());
  const std::uint64_t first = last_ - events_.size();
  for (std::uint64_t place = first; place < last_; ++place) events.push_back(events_[place % capacity]);
  return events;
}

}  // namespace matinee::engine
