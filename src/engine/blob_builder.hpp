// BlobBuilder: frames events one after another into one blob. Owner's thread.
#pragma once

#include <string_view>

#include "engine/session.hpp"

namespace matinee::engine {

class BlobBuilder {
 public:
  void add(std::string_view event, Delivery delivery);
  bool empty() const { return blob_ == nullptr; }
  /// What was added, ready to share; the builder starts anew.
  BlobPtr take();

 private:
  std::shared_ptr<Blob> blob_;
};

/// A blob with one event.
BlobPtr single(std::string_view event, Delivery delivery);

}  // namespace matinee::engine
