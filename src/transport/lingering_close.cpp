#include "transport/lingering_close.hpp"

#include <array>
#include <utility>

namespace matinee::transport {

namespace {

// More than any request's head and most bodies; who sends more does not wait for an answer.
constexpr std::size_t most_bytes_ignored = 256 * 1024;

}  // namespace

void LingeringClose::close_after(std::string_view answer, ByteStreamPtr stream) {
  const std::array slices{answer};
  stream->try_write(slices);
  stream->shutdown_send();
  if (lingering_.size() >= capacity_) {
    stream->try_read(loop_.scratch());  // at least a request that is here already does not cost the answer
    return;
  }
  const Place place = lingering_.insert(lingering_.end(), {std::move(stream), 0, std::nullopt});
  place->timer = loop_.call_after(linger_, [this, place] {
    place->timer.reset();
    close(place);
  });
  ignore_input(place);
}

void LingeringClose::ignore_input(Place place) {
  while (true) {
    const IoResult result = place->stream->try_read(loop_.scratch());
    if (result.status == IoStatus::would_block) break;
    place->bytes_ignored += result.bytes;
    if (result.status != IoStatus::done || place->bytes_ignored > most_bytes_ignored) return close(place);
  }
  place->stream->wait_readable([this, place] { ignore_input(place); });
}

void LingeringClose::close(Place place) {
  if (place->timer) loop_.cancel(*place->timer);
  place->stream->close();
  lingering_.erase(place);
}

}  // namespace matinee::transport
