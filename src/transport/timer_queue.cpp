#include "transport/timer_queue.hpp"

#include <utility>

namespace matinee::transport {

engine::TimerId TimerQueue::add(TimePoint deadline, engine::Task task) {
  const std::uint64_t id = ++last_id_;
  tasks_.emplace(Key{deadline, id}, std::move(task));
  deadlines_.emplace(id, deadline);
  return engine::TimerId{id};
}

void TimerQueue::cancel(engine::TimerId timer) {
  const auto id = static_cast<std::uint64_t>(timer);
  const auto found = deadlines_.find(id);
  if (found == deadlines_.end()) return;
  tasks_.erase(Key{found->second, id});
  deadlines_.erase(found);
}

std::optional<TimePoint> TimerQueue::next_deadline() const {
  if (tasks_.empty()) return std::nullopt;
  return tasks_.begin()->first.deadline;
}

void TimerQueue::run_due(TimePoint now) {
  const std::uint64_t newest = last_id_;
  auto next = tasks_.begin();
  while (next != tasks_.end() && next->first.deadline <= now) {
    const Key key = next->first;
    if (key.id > newest) {
      ++next;
      continue;
    }
    const engine::Task task = std::move(next->second);
    deadlines_.erase(key.id);
    tasks_.erase(next);
    task();
    next = tasks_.begin();  // the task may have changed anything
  }
}

}  // namespace matinee::transport
