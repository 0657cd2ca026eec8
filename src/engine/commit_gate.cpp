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
  for (Waiting& waiting : entries) waiting.entry(false);
}

void CommitGate::release() {
  while (!entries_.empty() && entries_.front().needs <= committed_) {
    Entry entry = std::move(entries_.front().entry);
    entries_.pop_front();
    entry(true);
  }
}

}  // namespace matinee::engine
