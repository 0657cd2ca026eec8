// HoldMeter: counts one party's holds and their length for the metrics. Lives with the party on its owner's thread.
#pragma once

#include <optional>

#include "base/time.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

class HoldMeter {
 public:
  explicit HoldMeter(metrics::Metrics& metrics) : metrics_(metrics) {}
  /// The party leaves memory: whether it holds is told again when it comes back.
  ~HoldMeter() {
    if (since_) metrics_.change_parties_holding(-1);
  }
  HoldMeter(const HoldMeter&) = delete;
  HoldMeter& operator=(const HoldMeter&) = delete;

  /// Whether the party holds now. Where that is new, `reason` is why.
  void note(bool holding, metrics::HoldReason reason, ServerTime now) {
    if (holding == since_.has_value()) return;
    metrics_.change_parties_holding(holding ? +1 : -1);
    if (holding) {
      metrics_.hold_began(reason);
      since_ = now;
    } else {
      metrics_.hold_ended(now - *since_);
      since_.reset();
    }
  }

 private:
  metrics::Metrics& metrics_;
  std::optional<ServerTime> since_;
};

}  // namespace matinee::engine
