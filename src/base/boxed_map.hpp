// BoxedMap<Key, Value>: a std::map that takes one pointer while it is empty. For what most objects of a kind never have,
// where there are very many of them.
#pragma once

#include <map>
#include <utility>

#include "base/boxed.hpp"

namespace matinee {

template <class Key, class Value>
class BoxedMap {
 public:
  bool empty() const { return !entries_; }

  /// Null when it has no such key; valid until that is erased.
  Value* find(const Key& key) {
    if (!entries_) return nullptr;
    const auto found = entries_->find(key);
    return found == entries_->end() ? nullptr : &found->second;
  }

  /// The value of the key; a new one is made of `arguments`.
  template <class... Arguments>
  Value& try_emplace(const Key& key, Arguments&&... arguments) {
    if (!entries_) entries_.emplace();
    return entries_->try_emplace(key, std::forward<Arguments>(arguments)...).first->second;
  }

  void erase(const Key& key) {
    if (!entries_) return;
    entries_->erase(key);
    if (entries_->empty()) entries_.reset();
  }
  void clear() { entries_.reset(); }

 private:
  Boxed<std::map<Key, Value>> entries_;  ///< never an empty one
};

}  // namespace matinee
