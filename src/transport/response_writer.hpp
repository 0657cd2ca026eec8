// ResponseWriter: sends one response as the socket takes it, a file's part straight from the disk's cache without
// holding it. One at a time per HTTP connection, on its loop's thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/file_descriptor.hpp"
#include "http_api/http.hpp"
#include "transport/byte_stream.hpp"

namespace matinee::transport {

class ResponseWriter {
 public:
  /// Sends `bytes`, as they are.
  void start(std::string bytes);

  /// Then also `length` bytes of `file` from `offset`.
  void start(std::string bytes, FileDescriptor file, std::uint64_t offset, std::uint64_t length);

  /// Writes until everything is sent (done), the socket is full or a fair share was sent (would_block: wait for
  /// writability), or it can't go on (failed: the connection is lost, or the file shorter than promised). `bytes` is
  /// what this call wrote.
  IoResult write(ByteStream& stream, std::span<char> scratch);

 private:
  IoResult write_text(ByteStream& stream);
  IoResult write_file(ByteStream& stream, std::span<char> scratch);

  std::string text_;
  std::size_t text_sent_ = 0;
  FileDescriptor file_;
  std::uint64_t file_offset_ = 0;
  std::uint64_t file_left_ = 0;
};

}  // namespace matinee::transport
