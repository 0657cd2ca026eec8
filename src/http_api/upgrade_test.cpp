// Opening a socket: the four ways in, and who is refused.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http_api/api_test_support.hpp"

namespace matinee::http_api {
namespace {

using testing::kParties;
using testing::text;

class UpgradeTest : public testing::ApiTest {
 protected:
  std::string party = text(create_party("ann"), "id");

  Result<UpgradeTicket, Response> upgrade(std::vector<Header> headers, std::string query = {}) {
    Request request;
    request.method = "GET";
    request.path = std::string(kParties) + "/" + party + "/ws";
    request.query = std::move(query);
    request.headers = std::move(headers);
    request.headers.push_back({"host", "party.example"});
    return api().authorize_upgrade(request);
  }
  unsigned refusal(std::vector<Header> headers, std::string query = {}) {
    const auto ticket = upgrade(std::move(headers), std::move(query));
    return ticket ? 101 : ticket.error().status;
  }
};

TEST_F(UpgradeTest, FourWaysIn) {
  EXPECT_EQ(upgrade({as("ann")}).value().credentials.user, UserId{"ann"});
  EXPECT_EQ(upgrade({{"cookie", "matinee_session=" + token("ann")}}).value().credentials.user, UserId{"ann"});

  const std::string ticket =
      tickets.issue({UserId{"ann"}, "ann", {}, {}, false}, PartyId{party}, harness.clock().now());
  const auto by_ticket = upgrade({{"sec-websocket-protocol", "matinee.v1, ticket." + ticket}});
  ASSERT_TRUE(by_ticket);
  EXPECT_EQ(by_ticket.value().subprotocol, "matinee.v1");
  EXPECT_EQ(refusal({{"sec-websocket-protocol", "matinee.v1, ticket." + ticket}}), 401U) << "a ticket works once";
}

TEST_F(UpgradeTest, NobodyAndNonsenseAreRefused) {
  EXPECT_EQ(refusal({}), 401U);
  EXPECT_EQ(refusal({{"authorization", "Bearer x"}}), 401U);
  EXPECT_EQ(refusal({{"sec-websocket-protocol", "matinee.v1, ticket.invented"}}), 401U);
  EXPECT_EQ(refusal({as("ann")}, "token=x"), 401U);
}

TEST_F(UpgradeTest, ForeignPagesAreRefusedWhateverTheyBring) {
  const Header evil{"origin", "https://evil.example"};
  EXPECT_EQ(refusal({{"cookie", "matinee_session=" + token("ann")}, evil}), 403U);
  EXPECT_EQ(refusal({as("ann"), evil}), 403U);
  EXPECT_EQ(refusal({as("ann"), {"origin", "http://party.example"}}), 101U);
  EXPECT_EQ(refusal({{"cookie", "matinee_session=" + token("ann")}, {"origin", "https://friend.example"}}), 101U);
}

TEST_F(UpgradeTest, APlainGetIsToldToUpgrade) {
  const std::string path = std::string(kParties) + "/" + party + "/ws";
  EXPECT_EQ(send("GET", path).status, 401U);
  const Response answer = send("GET", path, {as("ann")});
  EXPECT_EQ(answer.status, 426U);
  EXPECT_EQ(header(answer, "Upgrade"), "websocket");
}

TEST_F(UpgradeTest, OtherPathsHaveNoSocket) {
  Request request;
  request.method = "GET";
  request.path = "/healthz";
  request.headers = {as("ann")};
  const auto refused = api().authorize_upgrade(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, 404U);
}

}  // namespace
}  // namespace matinee::http_api
