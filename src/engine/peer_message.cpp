#include "engine/peer_message.hpp"

#include <memory>
#include <type_traits>
#include <utility>

#include "base/packing.hpp"
#include "party/waiting.hpp"

namespace matinee {
namespace {

/// Changes with every change of what follows: servers of different versions must not misread one another.
constexpr std::uint8_t format_version = 2;

template <class T, class Wanted>
concept Is = std::same_as<std::remove_const_t<T>, Wanted>;

}  // namespace

namespace party {

template <class Archive, Is<Profile> T>
void fields(Archive& archive, T& value) {
  archive(value.display_name, value.avatar_url);
}
template <class Archive, Is<Person> T>
void fields(Archive& archive, T& value) {
  archive(value.user, value.display_name);
}
template <class Archive, Is<Playback> T>
void fields(Archive& archive, T& value) {
  archive(value.clip, value.clip_length, value.position, value.at, value.playing, value.rate, value.holding);
}
template <class Archive, Is<Waiting::For> T>
void fields(Archive& archive, T& value) {
  archive(value.person, value.until);
}
template <class Archive, Is<Waiting> T>
void fields(Archive& archive, T& value) {
  archive(value.named, value.count, value.until, value.told_at, value.changes);
}

}  // namespace party

namespace protocol {

/// The optional one behind a pointer travels as an optional value.
void fields(Packer& archive, const Stamp& value) {
  std::optional<party::Waiting> waiting;
  if (value.waiting) waiting = *value.waiting;
  archive(value.playback, value.epoch, value.revision, waiting, value.start_at);
}
void fields(Unpacker& archive, Stamp& value) {
  std::optional<party::Waiting> waiting;
  archive(value.playback, value.epoch, value.revision, waiting, value.start_at);
  value.waiting = waiting ? std::make_shared<const party::Waiting>(*std::move(waiting)) : nullptr;
}

template <class Archive, Is<Refusal> T>
void fields(Archive& archive, T& value) {
  archive(value.code, value.detail, value.retry_after, value.elsewhere);
}

}  // namespace protocol

namespace engine {
namespace {

/// Pieces must lie within the bytes: a session cuts them out.
bool is_sound(const Blob& blob) {
  for (const Piece& piece : blob.pieces) {
    if (piece.offset > blob.bytes.size() || piece.size > blob.bytes.size() - piece.offset) return false;
    if (piece.delivery > Delivery::droppable) return false;
  }
  return true;
}

}  // namespace

template <class Archive, Is<BlobNumber> T>
void fields(Archive& archive, T& value) {
  archive(value.series, value.number);
}
template <class Archive, Is<Piece> T>
void fields(Archive& archive, T& value) {
  archive(value.offset, value.size, value.delivery);
}
template <class Archive, Is<Blob> T>
void fields(Archive& archive, T& value) {
  archive(value.bytes, value.pieces);
}
template <class Archive, Is<AttachMember> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.connection, value.user, value.profile);
}
template <class Archive, Is<DetachMember> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.connection, value.clean);
}
template <class Archive, Is<MemberSaid> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.connection, value.text);
}
template <class Archive, Is<ForgetUser> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.user);
}
template <class Archive, Is<MemberAttached> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.connection, value.told, value.next);
}
template <class Archive, Is<MemberRefused> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.connection, value.refusal);
}
void fields(Packer& archive, const TellMember& value) {
  archive(value.connection, *value.blob);
}
void fields(Unpacker& archive, TellMember& value) {
  auto blob = std::make_shared<Blob>();
  archive(value.connection, *blob);
  if (!is_sound(*blob)) archive.fail();
  value.blob = std::move(blob);
}
template <class Archive, Is<CloseMember> T>
void fields(Archive& archive, T& value) {
  archive(value.connection, value.code);
}
template <class Archive, Is<MemberSettled> T>
void fields(Archive& archive, T& value) {
  archive(value.connection, value.settled);
}
template <class Archive, Is<MemberReleased> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.connection, value.settled, value.taken);
}
template <class Archive, Is<PartyMoved> T>
void fields(Archive& archive, T& value) {
  archive(value.party);
}
template <class Archive, Is<PartyStands> T>
void fields(Archive& archive, T& value) {
  archive(value.party, value.next);
}
template <class Archive, Is<Beat> T>
void fields(Archive&, T&) {}
template <class Archive, Is<AttachAgain> T>
void fields(Archive&, T&) {}

namespace {

/// The alternative number `index`, read from the archive; false: there is none.
template <std::size_t I = 0>
bool unpack_alternative(Unpacker& archive, std::size_t index, PeerMessage& message) {
  if constexpr (I < std::variant_size_v<PeerMessage>) {
    if (index != I) return unpack_alternative<I + 1>(archive, index, message);
    archive(message.emplace<I>());
    return true;
  } else {
    return false;
  }
}

}  // namespace

std::string pack(const PeerEnvelope& envelope) {
  Packer packer;
  packer(format_version, envelope.sender, envelope.number, static_cast<std::uint8_t>(envelope.message.index()));
  std::visit([&packer](const auto& message) { packer(message); }, envelope.message);
  return packer.take();
}

std::string pack(const PartyTold& told) {
  Packer packer;
  packer(format_version, told.owner, told.number, told.told, *told.blob);
  return packer.take();
}

std::optional<PeerEnvelope> unpack_envelope(std::string_view bytes) {
  Unpacker unpacker(bytes);
  std::uint8_t version = 0;
  std::uint8_t index = 0;
  PeerEnvelope envelope;
  unpacker(version, envelope.sender, envelope.number, index);
  if (unpacker.failed() || version != format_version) return std::nullopt;
  if (!unpack_alternative(unpacker, index, envelope.message) || !unpacker.complete()) return std::nullopt;
  return envelope;
}

std::optional<PartyTold> unpack_told(std::string_view bytes) {
  Unpacker unpacker(bytes);
  std::uint8_t version = 0;
  unpacker(version);
  if (unpacker.failed() || version != format_version) return std::nullopt;
  PartyTold told;
  auto blob = std::make_shared<Blob>();
  unpacker(told.owner, told.number, told.told, *blob);
  if (!unpacker.complete() || !is_sound(*blob)) return std::nullopt;
  told.blob = std::move(blob);
  return told;
}

}  // namespace engine
}  // namespace matinee
