// One HTTP connection, from its first byte to its end.
#include <fstream>

#include "transport/session_test_support.hpp"

namespace matinee::transport {
namespace {

using testing::SessionTest;

class HttpSessionTest : public SessionTest {};

std::string body_of(const std::string& response) {
  return response.substr(response.find("\r\n\r\n") + 4);
}

TEST_F(HttpSessionTest, AnswersARequestAndKeepsTheConnection) {
  connect();
  client_sends("GET /echo?a=b HTTP/1.1\r\nHost: localhost\r\nX-Two: 2\r\n\r\n");

  const std::string response = received();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << response;
  EXPECT_NE(response.find("\r\nContent-Length: 10\r\n"), std::string::npos) << response;
  EXPECT_EQ(response.find("Connection:"), std::string::npos) << response;
  EXPECT_EQ(body_of(response), "GET /echo ");
  ASSERT_EQ(application.requests.size(), 1u);
  EXPECT_EQ(application.requests[0].query, "a=b");
  EXPECT_EQ(application.requests[0].header("x-two"), "2");
  EXPECT_EQ(application.requests[0].peer_address, "192.0.2.7");
  EXPECT_FALSE(wire->closed);
}

TEST_F(HttpSessionTest, AnswersPipelinedRequestsInOrder) {
  connect();
  client_sends("GET /later HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz");

  EXPECT_EQ(application.requests.size(), 1u) << "the second waits for the first one's answer";
  EXPECT_EQ(received(), "");
  http_api::Response response;
  response.body = "first";
  application.later[0](response);
  settle();
  const std::string responses = received();
  EXPECT_LT(responses.find("first"), responses.find("POST /echo xyz"));
}

TEST_F(HttpSessionTest, AnswersAnyNumberOfPipelinedRequestsWithoutRecursion) {
  connect();
  std::string requests;
  for (int i = 0; i < 5'000; ++i) requests += "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";
  client_sends(requests);
  EXPECT_EQ(application.requests.size(), 5'000u);
}

TEST_F(HttpSessionTest, TheAnswerToHeadHasTheLengthAndNotTheBody) {
  connect();
  client_sends("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = received();
  EXPECT_NE(response.find("Content-Length: 11\r\n"), std::string::npos) << response;
  EXPECT_EQ(body_of(response), "");
}

TEST_F(HttpSessionTest, ClosesAfterConnectionClose) {
  connect();
  client_sends("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(received().find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(wire->send_shut);
  EXPECT_FALSE(wire->closed) << "the client gets time to read";
  wire->ended = true;
  settle();
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(connections.size(), 0u);
}

TEST_F(HttpSessionTest, AClientThatDoesNotCloseIsClosedAfterTheLingerTime) {
  connect();
  client_sends("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  pass(options.linger - Millis{1});
  EXPECT_FALSE(wire->closed);
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
}

TEST_F(HttpSessionTest, AnHttp10ClientKeepsTheConnectionOnlyWhenItAsks) {
  connect();
  client_sends("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(received().find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_FALSE(wire->send_shut);
  client_sends("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_NE(received().find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(wire->send_shut);
}

TEST_F(HttpSessionTest, TellsAClientThatAsksToGoOnWithTheBody) {
  connect();
  client_sends("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(received(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(application.requests.empty());
  client_sends("body");
  EXPECT_EQ(body_of(received()), "POST /echo body");
}

TEST_F(HttpSessionTest, RefusesWithProblemDetailsAndCloses) {
  connect();
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
  const std::string response = received();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 400 ")) << response;
  EXPECT_NE(response.find("application/problem+json"), std::string::npos);
  EXPECT_NE(response.find(R"("code":"INVALID_REQUEST")"), std::string::npos);
  EXPECT_TRUE(wire->send_shut);
  EXPECT_TRUE(application.requests.empty());
}

TEST_F(HttpSessionTest, ARequestMustArriveInTime) {
  connect();
  pass(options.request_timeout * 2);
  EXPECT_FALSE(wire->closed) << "an idle connection has the idle timeout";
  client_sends("GET /echo HT");
  pass(options.request_timeout - Millis{1});
  client_sends("TP/1.1\r\n");
  EXPECT_EQ(received(), "");
  pass(Millis{1});
  EXPECT_TRUE(received().starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(wire->send_shut);
}

TEST_F(HttpSessionTest, AnIdleConnectionIsClosedSilently) {
  connect();
  client_sends("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  received();
  pass(options.idle_timeout - Millis{1});
  EXPECT_FALSE(wire->closed);
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(received(), "");
  EXPECT_EQ(loop.timers(), 0u);
}

TEST_F(HttpSessionTest, AnAnswerThatNeverComesIsA503AndALateOneIsIgnored) {
  connect();
  client_sends("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  pass(options.answer_timeout);
  EXPECT_TRUE(received().starts_with("HTTP/1.1 503 "));
  application.later[0]({});
  settle();
  EXPECT_EQ(received(), "");
}

TEST_F(HttpSessionTest, AClientThatTakesNothingIsGivenUp) {
  connect();
  wire->room = 20;
  client_sends("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  pass(options.outbox_stall_timeout - Millis{1});
  wire->room = 20;
  settle();
  pass(options.outbox_stall_timeout - Millis{1});
  EXPECT_FALSE(wire->closed) << "it made progress";
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
}

class FileTest : public HttpSessionTest {
 protected:
  FileTest() : path_(::testing::TempDir() + "matinee_transport_file_test") {
    for (int i = 0; content_.size() < 2'000'000; ++i) content_ += std::to_string(i) + ",";
    std::ofstream(path_, std::ios::binary) << content_;
  }
  ~FileTest() override { std::remove(path_.c_str()); }

  std::string path_;
  std::string content_;
};

TEST_F(FileTest, SendsAPartOfAFileAsTheSocketTakesIt) {
  application.file = {path_, 1'000, 1'500'000};
  wire->chunk = 50'001;  // less than is read from the file at once
  connect();
  client_sends("GET /film HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = received();
  EXPECT_NE(response.find("Content-Length: 1500000\r\n"), std::string::npos);
  EXPECT_EQ(body_of(response), content_.substr(1'000, 1'500'000));
  EXPECT_FALSE(wire->closed);
}

TEST_F(FileTest, StopsWhenTheClientIsGone) {
  application.file = {path_, 0, 1'500'000};
  wire->fail_at = 10;
  wire->chunk = 10'000;
  connect();
  client_sends("GET /film HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(connections.size(), 0u);
}

TEST_F(FileTest, AFileShorterThanPromisedEndsTheConnection) {
  application.file = {path_, 0, content_.size() + 1};
  connect();
  client_sends("GET /film HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(received()), content_);
  EXPECT_TRUE(wire->closed);
}

TEST_F(FileTest, AFileThatCanNotBeOpenedIsA500) {
  application.file = {path_ + ".missing", 0, 10};
  connect();
  client_sends("GET /film HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(received().starts_with("HTTP/1.1 500 "));
}

TEST_F(HttpSessionTest, WhenTheServerStopsIdleConnectionsCloseAndOthersFinish) {
  connect();
  client_sends("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  connections.begin_shutdown();
  EXPECT_FALSE(wire->closed);
  application.later[0]({});
  settle();
  EXPECT_NE(received().find("Connection: close\r\n"), std::string::npos);

  wire->ended = true;
  settle();
  wire = std::make_shared<testing::Wire>();
  connect();
  EXPECT_TRUE(wire->closed) << "accepted while stopping";
}

TEST_F(HttpSessionTest, AClosedConnectionFreesItsPlaceWhateverIsStillPending) {
  connect();
  client_sends("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(admission->total(), 1u);
  connections.abort_all();
  EXPECT_EQ(application.later.size(), 1u) << "the answer is still to come";
  EXPECT_EQ(admission->total(), 0u);
}

TEST_F(HttpSessionTest, ATlsHandshakeHasToBeOverInTheTimeOfARequest) {
  wire->handshaking = true;
  connect();
  pass(options.request_timeout - Millis{1});
  EXPECT_FALSE(wire->closed);
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
}

TEST_F(HttpSessionTest, AfterTheTlsHandshakeAConnectionMayIdle) {
  wire->handshaking = true;
  connect();
  wire->handshaking = false;
  wire->wake_reader = true;  // the client's last handshake message, of which nothing is to be read
  settle();
  pass(options.request_timeout);
  EXPECT_FALSE(wire->closed);
  pass(options.idle_timeout);
  EXPECT_TRUE(wire->closed);
}

TEST_F(HttpSessionTest, OverALimitEveryRequestIsToldSoAndTheConnectionEnds) {
  connect(AdmissionFailure::total);
  client_sends("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = received();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 503 ")) << response;
  EXPECT_NE(response.find("\r\nRetry-After: 5\r\n"), std::string::npos) << response;
  EXPECT_NE(response.find("\"OVERLOADED\""), std::string::npos) << response;
  EXPECT_TRUE(application.requests.empty());
  EXPECT_TRUE(wire->send_shut);
  EXPECT_FALSE(wire->closed) << "the client reads it first";
}

TEST_F(HttpSessionTest, OverALimitNoSocketIsOpened) {
  connect(AdmissionFailure::memory);
  client_sends(upgrade_request);
  EXPECT_TRUE(received().starts_with("HTTP/1.1 503 "));
  EXPECT_EQ(application.attached, nullptr);
}

TEST_F(HttpSessionTest, OverALimitOneQuestionHowTheServerIsIsAnswered) {
  connect(AdmissionFailure::total);
  client_sends("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = received();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 200 ")) << response;
  EXPECT_NE(response.find("\r\nConnection: close\r\n"), std::string::npos) << response;
  EXPECT_EQ(application.requests.size(), 1u);
}

TEST_F(HttpSessionTest, OverALimitWhoAsksNothingIsToldInTheEndAndHasAMomentToReadIt) {
  connect(AdmissionFailure::total);
  client_sends("GET /healthz HT");
  pass(options.over_limit_timeout - Millis{1});
  EXPECT_EQ(received(), "");
  pass(Millis{1});
  EXPECT_TRUE(received().starts_with("HTTP/1.1 503 "));
  pass(options.linger - Millis{1});
  EXPECT_FALSE(wire->closed);
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
}

TEST_F(HttpSessionTest, OverALimitAClientThatTakesNothingIsGivenUpSoon) {
  wire->room = 20;
  connect(AdmissionFailure::total);
  pass(options.over_limit_timeout - Millis{1});
  client_sends("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(wire->closed);
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
}

TEST_F(HttpSessionTest, OverALimitATlsHandshakeThatTakesTooLongIsGivenUp) {
  wire->handshaking = true;
  connect(AdmissionFailure::total);
  pass(options.over_limit_timeout);
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(received(), "");
}

}  // namespace
}  // namespace matinee::transport
