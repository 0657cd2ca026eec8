// HttpCalls: requests to the target over a few kept-alive connections, as many at a time as there are connections. One
// worker's thread.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "load/poller.hpp"
#include "load/response_reader.hpp"
#include "load/target.hpp"

namespace matinee::load {

struct HttpCall {
  std::string method;
  std::string path;
  std::string token;
  std::string body;  ///< JSON, or nothing
  std::function<void(const HttpReply&)> done;
};

class HttpCalls {
 public:
  /// Gives up on a call after this.
  static constexpr std::chrono::seconds longest_wait{30};

  HttpCalls(Poller& poller, const Target& target, std::size_t connections);
  ~HttpCalls();

  void add(HttpCall call);
  /// To be called now and then: begins what waits, gives up what takes too long.
  void turn(SteadyTime now);

  bool idle() const { return waiting_.empty() && active_ == 0; }
  std::size_t unfinished() const { return waiting_.size() + active_; }

 private:
  class Lane;

  Poller& poller_;
  const Target& target_;
  std::deque<HttpCall> waiting_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::size_t active_ = 0;
};

}  // namespace matinee::load
