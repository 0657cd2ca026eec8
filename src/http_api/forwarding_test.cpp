#include "http_api/forwarding.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace matinee::http_api {
namespace {

class ForwardingTest : public ::testing::Test {
 protected:
  void trust(std::initializer_list<const char*> ranges) {
    for (const char* range : ranges) {
      settings.network.trusted_proxies.push_back(*config::AddressRange::parse(range));
    }
  }
  static Request request(std::vector<Header> headers, std::string peer = "10.0.0.1", bool secure = false) {
    Request request;
    request.headers = std::move(headers);
    request.peer_address = std::move(peer);
    request.secure = secure;
    return request;
  }

  config::Settings settings;
  Forwarding forwarding{settings};
};

TEST_F(ForwardingTest, TheOriginIsTheHostHeader) {
  EXPECT_EQ(forwarding.own_origin(request({{"host", "a.example:8080"}})), "http://a.example:8080");
  EXPECT_EQ(forwarding.own_origin(request({{"host", "[::1]:8080"}}, "::1", true)), "https://[::1]:8080");
}

TEST_F(ForwardingTest, WithoutAUsableHostItIsTheListeningAddress) {
  settings.server.listen = {"::1", 8080};
  for (const char* host : {"", "a b", "user@a.example", "a.example/path", "a.example?x"}) {
    EXPECT_EQ(forwarding.own_origin(request({{"host", host}})), "http://[::1]:8080") << host;
  }
}

TEST_F(ForwardingTest, OnlyTrustedProxiesAreBelieved) {
  const std::vector<Header> headers{
      {"host", "inner:80"}, {"x-forwarded-proto", "https"}, {"x-forwarded-host", "a.example, inner"}};
  EXPECT_EQ(forwarding.own_origin(request(headers)), "http://inner:80");
  trust({"10.0.0.0/8"});
  EXPECT_EQ(forwarding.own_origin(request(headers)), "https://a.example");
  EXPECT_EQ(forwarding.own_origin(request(headers, "192.0.2.1")), "http://inner:80");
}

TEST_F(ForwardingTest, NonsenseFromAProxyIsPassedOver) {
  trust({"10.0.0.1"});
  const auto origin = forwarding.own_origin(
      request({{"host", "inner"}, {"x-forwarded-proto", "javascript"}, {"x-forwarded-host", "a/b?c"}}));
  EXPECT_EQ(origin, "http://inner");
}

TEST_F(ForwardingTest, ThePublicUrlWins) {
  trust({"10.0.0.1"});
  settings.network.public_url = "https://party.example";
  const auto from_proxy = request({{"host", "inner"}, {"x-forwarded-host", "other.example"}});
  EXPECT_EQ(forwarding.socket_url(from_proxy, PartyId{"p1"}), "wss://party.example/api/v1/watch-parties/p1/ws");
}

TEST_F(ForwardingTest, SocketUrlsFollowTheScheme) {
  EXPECT_EQ(forwarding.socket_url(request({{"host", "a"}}), PartyId{"p/1"}), "ws://a/api/v1/watch-parties/p%2F1/ws");
  EXPECT_EQ(forwarding.socket_url(request({{"host", "a"}}, "::1", true), PartyId{"p"}),
            "wss://a/api/v1/watch-parties/p/ws");
}

TEST_F(ForwardingTest, TheClientIsWhoTheLastTrustedProxySaw) {
  EXPECT_EQ(forwarding.client_address(request({{"x-forwarded-for", "1.2.3.4"}})), "10.0.0.1");
  trust({"10.0.0.0/8"});
  const auto client = [this](std::vector<Header> headers) {
    return forwarding.client_address(request(std::move(headers)));
  };
  EXPECT_EQ(client({}), "10.0.0.1");
  EXPECT_EQ(client({{"x-forwarded-for", "1.2.3.4"}}), "1.2.3.4");
  EXPECT_EQ(client({{"x-forwarded-for", "6.6.6.6, 1.2.3.4, 10.0.0.7"}}), "1.2.3.4") << "its beginning may be invented";
  EXPECT_EQ(client({{"x-forwarded-for", "6.6.6.6"}, {"x-forwarded-for", "1.2.3.4"}}), "1.2.3.4");
  EXPECT_EQ(client({{"x-forwarded-for", "1.2.3.4:5555"}}), "1.2.3.4");
  EXPECT_EQ(client({{"x-forwarded-for", "[2001:db8::1]:5555"}}), "2001:db8::1");
  EXPECT_EQ(client({{"x-forwarded-for", "2001:db8::1"}}), "2001:db8::1");
  EXPECT_EQ(client({{"x-forwarded-for", ","}}), "10.0.0.1");
  EXPECT_EQ(client({{"x-forwarded-for", "10.0.0.5"}}), "10.0.0.5") << "proxies all the way";
}

}  // namespace
}  // namespace matinee::http_api
