// Preparation: creates the parties of a worker and gives every viewer a seat, over HTTP. One worker's thread.
#pragma once

#include <cstddef>

#include "load/http_calls.hpp"
#include "load/party.hpp"

namespace matinee::load {

class Preparation {
 public:
  /// `seats`: what a party is created for. The references outlive the calls.
  Preparation(HttpCalls& calls, WorkerContext& context, std::size_t seats)
      : calls_(calls), context_(context), seats_(seats) {}

  /// Creates the party with its first viewer as host; then the viewers up to `count` take their seats.
  void create(Party& party, std::size_t count);

  /// A viewer takes a seat; `done` is called when that worked.
  void join(Party& party, Viewer& viewer, std::function<void()> done);

 private:
  void refused(std::string_view what, const HttpReply& reply);

  HttpCalls& calls_;
  WorkerContext& context_;
  std::size_t seats_;
};

}  // namespace matinee::load
