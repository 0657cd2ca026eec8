#include "app/options.hpp"

#include <gtest/gtest.h>

namespace matinee::app {
namespace {

TEST(Options, EveryLimitReachesThePartItConcerns) {
  config::Settings settings;
  settings.limits.creates_per_hour = 1;
  settings.limits.joins_per_hour = 2;
  settings.limits.clips_per_hour = 3;
  settings.limits.friend_requests_per_hour = 16;
  settings.limits.chats_per_minute = 4;
  settings.limits.reactions_per_minute = 5;
  settings.limits.invalid_frames_limit = 6;
  settings.limits.max_participants = 7;
  settings.limits.connections_per_user = 8;
  settings.limits.commands_in_flight = 9;
  settings.limits.crowd_size = 13;
  settings.limits.roster_page = 14;
  settings.timeouts.crowd_interval = Millis{15};
  settings.timeouts.presence_grace = Millis{10};
  settings.timeouts.empty_party = Millis{11};
  settings.server.report_unauthorized_playback = true;
  const engine::Options options = engine_options(settings);
  const Millis hour = std::chrono::hours{1};
  const Millis minute = std::chrono::minutes{1};
  EXPECT_EQ(options.creates, (party::RateLimit{1, hour}));
  EXPECT_EQ(options.joins, (party::RateLimit{2, hour}));
  EXPECT_EQ(options.clips, (party::RateLimit{3, hour}));
  EXPECT_EQ(options.friend_requests, (party::RateLimit{16, hour}));
  EXPECT_EQ(options.party.chats, (party::RateLimit{4, minute}));
  EXPECT_EQ(options.party.reactions, (party::RateLimit{5, minute}));
  EXPECT_EQ(options.invalid_frames, (party::RateLimit{6, minute}));
  EXPECT_EQ(options.party.max_participants, 7U);
  EXPECT_EQ(options.party.connections_per_user, 8U);
  EXPECT_EQ(options.commands_in_flight, 9U);
  EXPECT_EQ(options.crowd_size, 13U);
  EXPECT_EQ(options.roster_page, 14U);
  EXPECT_EQ(options.crowd_interval, Millis{15});
  EXPECT_EQ(options.presence_grace, Millis{10});
  EXPECT_EQ(options.empty_party_timeout, Millis{11});
  EXPECT_TRUE(options.report_unauthorized_playback);
}

TEST(Options, EveryNetworkSettingReachesTheTransport) {
  config::Settings settings;
  settings.server.listen = {"::1", 1234};
  settings.network.tls_certificate = "cert.pem";
  settings.network.tls_key = "key.pem";
  settings.network.trusted_proxies = {*config::AddressRange::parse("10.0.0.0/8")};
  settings.limits.connections_total = 1;
  settings.limits.connections_per_address = 2;
  settings.limits.header_bytes = 3;
  settings.limits.body_bytes = 4;
  settings.limits.message_bytes = 5;
  settings.limits.outbox_soft_bytes = 6;
  settings.limits.outbox_hard_bytes = 7;
  settings.timeouts.request = Millis{8};
  settings.timeouts.idle = Millis{9};
  settings.timeouts.ping_interval = Millis{10};
  settings.timeouts.pong = Millis{11};
  settings.timeouts.outbox_stall = Millis{12};
  settings.timeouts.storage = Millis{13};
  const transport::ServerOptions options = server_options(settings);
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, 1234);
  EXPECT_EQ(options.tls_certificate, "cert.pem");
  EXPECT_EQ(options.tls_key, "key.pem");
  EXPECT_EQ(options.admission.total, 1U);
  EXPECT_EQ(options.admission.per_address, 2U);
  EXPECT_TRUE(options.admission.is_exempt("10.1.2.3"));
  EXPECT_FALSE(options.admission.is_exempt("192.0.2.1"));
  EXPECT_EQ(options.session.request.header_bytes, 3U);
  EXPECT_EQ(options.session.request.body_bytes, 4U);
  EXPECT_EQ(options.session.message_bytes, 5U);
  EXPECT_EQ(options.session.outbox.soft_bytes, 6U);
  EXPECT_EQ(options.session.outbox.hard_bytes, 7U);
  EXPECT_EQ(options.session.request_timeout, Millis{8});
  EXPECT_EQ(options.session.idle_timeout, Millis{9});
  EXPECT_EQ(options.session.ping_interval, Millis{10});
  EXPECT_EQ(options.session.pong_timeout, Millis{11});
  EXPECT_EQ(options.session.outbox_stall_timeout, Millis{12});
  EXPECT_EQ(options.session.answer_timeout, Millis{13});
}

}  // namespace
}  // namespace matinee::app
