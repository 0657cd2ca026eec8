#include "transport/response_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace matinee::transport {

namespace {

// Bytes of files written before other connections of the loop get their turn.
constexpr std::size_t fair_share = 512 * 1024;

}  // namespace

void ResponseWriter::start(std::string bytes) {
  start(std::move(bytes), {}, 0, 0);
}

void ResponseWriter::start(std::string bytes, FileDescriptor file, std::uint64_t offset, std::uint64_t length) {
  text_ = std::move(bytes);
  text_sent_ = 0;
  file_ = std::move(file);
  file_offset_ = offset;
  file_left_ = length;
}

IoResult ResponseWriter::write(ByteStream& stream, std::span<char> scratch) {
  std::size_t written = 0;
  while (text_sent_ < text_.size() || file_left_ > 0) {
    const IoResult part = text_sent_ < text_.size() ? write_text(stream) : write_file(stream, scratch);
    written += part.bytes;
    if (part.status != IoStatus::done) return {part.status, written};
    if (file_left_ > 0 && written >= fair_share) return {IoStatus::would_block, written};
  }
  text_ = {};
  file_.reset();
  if (!stream.has_unsent()) return {IoStatus::done, written};
  const IoResult rest = stream.try_write({});
  if (rest.status == IoStatus::done && stream.has_unsent()) return {IoStatus::would_block, written};
  return {rest.status, written};
}

IoResult ResponseWriter::write_text(ByteStream& stream) {
  const std::string_view rest = std::string_view(text_).substr(text_sent_);
  const IoResult result = stream.try_write(std::span(&rest, 1));
  text_sent_ += result.bytes;
  return result;
}

IoResult ResponseWriter::write_file(ByteStream& stream, std::span<char> scratch) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(scratch.size(), file_left_));
  ssize_t count = 0;
  do {
    count = ::pread(file_.get(), scratch.data(), wanted, static_cast<off_t>(file_offset_));
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return {IoStatus::failed};
  const std::string_view bytes(scratch.data(), static_cast<std::size_t>(count));
  const IoResult result = stream.try_write(std::span(&bytes, 1));
  file_offset_ += result.bytes;  // what was not taken is read again: cheaper than keeping it
  file_left_ -= result.bytes;
  return result;
}

}  // namespace matinee::transport
