// FileDescriptor: owns one descriptor of the kernel. Any thread; no I/O of its own.
#pragma once

#include <unistd.h>

#include <utility>

namespace matinee {

/// Closes the descriptor when it goes. -1 means none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(FileDescriptor&& other) noexcept : descriptor_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~FileDescriptor() { reset(); }

  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

  /// Gives the descriptor away: closing it is the caller's duty now.
  [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }

  void reset(int descriptor = -1) {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = descriptor;
  }

 private:
  int descriptor_ = -1;
};

}  // namespace matinee
