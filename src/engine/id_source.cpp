#include "engine/id_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string_view>

namespace matinee::engine {
namespace {

constexpr std::string_view kCodeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::size_t kCodeLength = 6;  ///< of five bits each: one draw of entropy is enough
constexpr std::size_t kInvitationLength = 10;
static_assert(kCodeAlphabet.size() == 32, "a code character is drawn from five random bits, without bias");

bool is_code(std::string_view code, std::size_t length) {
  return code.size() == length &&
         std::all_of(code.begin(), code.end(), [](char c) { return kCodeAlphabet.find(c) != std::string_view::npos; });
}

}  // namespace

IdSource::IdSource() {
  auto device = std::make_shared<std::random_device>();
  entropy_ = [device] { return (*device)(); };
}

std::string IdSource::uuid() {
  std::array<std::uint32_t, 4> words{entropy_(), entropy_(), entropy_(), entropy_()};
  words[1] = (words[1] & 0xFFFF0FFFU) | 0x00004000U;  // version 4
  words[2] = (words[2] & 0x3FFFFFFFU) | 0x80000000U;  // variant 10
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16U, words[1] & 0xFFFFU,
                     words[2] >> 16U, words[2] & 0xFFFFU, words[3]);
}

std::uint64_t IdSource::seed() {
  const std::uint64_t high = entropy_();
  return (high << 32) | entropy_();
}

std::string IdSource::invite_code() {
  return code(kCodeLength);
}

std::string IdSource::invitation_code() {
  return code(kInvitationLength);
}

std::string IdSource::code(std::size_t length) {
  std::string code;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < length; ++i, bits >>= 5U) {
    if (i % kCodeLength == 0) bits = entropy_();
    code += kCodeAlphabet[bits & 31U];
  }
  return code;
}

bool is_invite_code(std::string_view code) {
  return is_code(code, kCodeLength);
}

bool is_invitation_code(std::string_view code) {
  return is_code(code, kInvitationLength);
}

}  // namespace matinee::engine
