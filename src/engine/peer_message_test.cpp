#include "engine/peer_message.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "party/waiting.hpp"

namespace matinee::engine {
namespace {

BlobPtr a_blob() {
  auto blob = std::make_shared<Blob>();
  blob->bytes = "onetwo";
  blob->pieces = {{0, 3, Delivery::playback}, {3, 3, Delivery::kept}};
  return blob;
}

protocol::Stamp a_stamp() {
  protocol::Stamp stamp;
  stamp.playback.clip = ClipId{"film"};
  stamp.playback.clip_length = Millis{5'400'000};
  stamp.playback.position = Millis{1'234};
  stamp.playback.at = from_unix_ms(99);
  stamp.playback.rate = 1.25;
  stamp.playback.holding = true;
  stamp.epoch = 7;
  stamp.revision = 42;
  stamp.start_at = from_unix_ms(123);
  party::Waiting waiting;
  waiting.named.push_back({party::Person{UserId{"ann"}, "Ann"}, from_unix_ms(5)});
  waiting.count = 3;
  stamp.waiting = std::make_shared<const party::Waiting>(waiting);
  return stamp;
}

std::vector<PeerMessage> one_of_each() {
  const PartyId party{"p"};
  const ConnectionId connection{1ULL << 48U | 5U};
  return {AttachMember{party, connection, UserId{"ann"}, {"Ann", "https://example.com/ann.png"}},
          DetachMember{party, connection, true},
          MemberSaid{party, connection, R"({"type":"play"})"},
          ForgetUser{party, UserId{"ann"}},
          MemberAttached{party, connection, a_stamp(), {2, 9}},
          MemberRefused{party, connection, {protocol::ErrorCode::kicked, "no", Millis{5}, "other"}},
          TellMember{connection, a_blob()},
          CloseMember{connection, protocol::CloseCode::kicked},
          MemberSettled{connection, 3},
          MemberReleased{party, connection, 3, 4},
          PartyMoved{party},
          PartyStands{party, {2, 12}},
          Beat{},
          AttachAgain{}};
}

TEST(PeerMessageTest, ComesOutAsItWentIn) {
  const auto messages = one_of_each();
  ASSERT_EQ(messages.size(), std::variant_size_v<PeerMessage>);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const std::string bytes = pack(PeerEnvelope{"node", i, messages[i]});
    const auto read = unpack_envelope(bytes);
    ASSERT_TRUE(read) << i;
    EXPECT_EQ(read->sender, "node");
    EXPECT_EQ(read->number, i);
    EXPECT_EQ(read->message.index(), i);
    EXPECT_EQ(pack(*read), bytes) << "nothing is lost on the way";
  }
}

TEST(PeerMessageTest, KeepsEveryFieldOfAStamp) {
  const auto read = unpack_told(pack(PartyTold{"node", {1, 3}, a_stamp(), a_blob()}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->told.playback, a_stamp().playback);
  EXPECT_EQ(read->told.epoch, 7U);
  EXPECT_EQ(read->told.revision, 42U);
  EXPECT_EQ(read->told.start_at, from_unix_ms(123));
  ASSERT_NE(read->told.waiting, nullptr);
  EXPECT_EQ(read->told.waiting->named.front().person.display_name, "Ann");
  EXPECT_EQ(read->told.waiting->count, 3U);
  EXPECT_EQ(read->blob->bytes, "onetwo");
  EXPECT_EQ(read->blob->pieces[1].delivery, Delivery::kept);
}

TEST(PeerMessageTest, RefusesWhatIsCutOffAnywhere) {
  for (const PeerMessage& message : one_of_each()) {
    const std::string bytes = pack(PeerEnvelope{"node", 1, message});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(unpack_envelope(std::string_view(bytes).substr(0, size))) << message.index() << " at " << size;
    }
    EXPECT_FALSE(unpack_envelope(bytes + "x")) << "or is too long";
  }
}

TEST(PeerMessageTest, RefusesPiecesOutsideTheirBlob) {
  auto blob = std::make_shared<Blob>(*a_blob());
  blob->pieces.push_back({4, 3, Delivery::kept});
  EXPECT_FALSE(unpack_told(pack(PartyTold{"node", {1, 1}, a_stamp(), blob})));
  EXPECT_FALSE(unpack_envelope(pack(PeerEnvelope{"node", 1, TellMember{ConnectionId{1}, blob}})));
}

TEST(PeerMessageTest, RefusesAnotherVersionAndUnknownKinds) {
  std::string bytes = pack(PeerEnvelope{"node", 1, AttachAgain{}});
  std::string other_kind = bytes;
  other_kind.back() = '\x7f';
  EXPECT_FALSE(unpack_envelope(other_kind));
  bytes.front() = '\x7f';
  EXPECT_FALSE(unpack_envelope(bytes));
}

}  // namespace
}  // namespace matinee::engine
