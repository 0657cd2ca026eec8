#include "engine/commit_gate.hpp"

#include <utility>

namespace matinee::engine {

void CommitGate::add(Entry entry) {
  entries_.push_back({submitted_, std::move(entry)});
  release();
}

void CommitGate::committed(std::uint64_t number) {
  committed_ = number;
  release();
}

void CommitGate::failed() {
  committed_ = submitted_;
  auto entries = std::exchange(entries_, {});
  const std::size_t first = std::exchange(first_, 0);
  for (std::size_t i = first; i < entries.size(); ++i) entries[i].entry(false);
}

// What runs may add more.
void CommitGate::release() {
  while (waiting() && entries_[first_].needs <= committed_) {
    const Entry entry = std::move(entries_[first_++].entry);
    entry(true);
  }
  if (!waiting()) {
    entries_ = std::vector<Waiting>();  // an idle party holds nothing
    first_ = 0;
  } else if (first_ > entries_.size() / 2) {
    entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

}  // namespace matinee::engine
