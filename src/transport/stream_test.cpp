// Plain and TLS streams over real sockets, and the listener that hands them out: what scripts can't show.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <future>
#include <thread>

#include "transport/listener.hpp"
#include "transport/plain_stream.hpp"
#include "transport/socket_address.hpp"
#include "transport/tls_stream.hpp"

namespace matinee::transport {
namespace {

struct SocketPair {
  SocketPair() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    client = FileDescriptor(ends[0]);
    server = FileDescriptor(ends[1]);
    EXPECT_EQ(::fcntl(server.get(), F_SETFL, O_NONBLOCK), 0);
    const int size = 16 * 1024;  // so that a megabyte has to wait
    ::setsockopt(server.get(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  }
  FileDescriptor client;
  FileDescriptor server;
};

/// Sends back what it reads, then `extra` bytes of a pattern, and closes; on the loop's thread.
class Echo : public std::enable_shared_from_this<Echo> {
 public:
  Echo(ByteStreamPtr stream, std::size_t extra) : stream_(std::move(stream)), extra_(extra) {}

  void read() {
    std::array<char, 1'000> buffer;
    for (;;) {
      const IoResult result = stream_->try_read(buffer);
      if (result.status == IoStatus::would_block) {
        return stream_->wait_readable([self = shared_from_this()] { self->read(); });
      }
      if (result.status != IoStatus::done) break;
      pending_.append(buffer.data(), result.bytes);
    }
    for (std::size_t i = 0; i < extra_; ++i) pending_ += static_cast<char>(i % 251);
    write();
  }

  std::future<void> finished() { return finished_.get_future(); }

 private:
  void write() {
    while (!pending_.empty() || stream_->has_unsent()) {
      const std::string_view rest = pending_;
      const IoResult result = stream_->try_write(std::span(&rest, 1));
      if (result.status == IoStatus::would_block) {
        return stream_->wait_writable([self = shared_from_this()] { self->write(); });
      }
      if (result.status != IoStatus::done) break;
      // What was accepted is the stream's: the caller's buffer may change before the next attempt.
      std::fill_n(pending_.begin(), result.bytes, '!');
      pending_.erase(0, result.bytes);
    }
    stream_->shutdown_send();
    stream_->close();
    finished_.set_value();
  }

  ByteStreamPtr stream_;
  std::size_t extra_;
  std::string pending_;
  std::promise<void> finished_;
};

std::string pattern(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i % 251);
  return text;
}

std::string read_to_end(int descriptor) {
  std::string all;
  std::array<char, 10'000> buffer;
  ssize_t count = 0;
  while ((count = ::read(descriptor, buffer.data(), buffer.size())) > 0) all.append(buffer.data(), count);
  return all;
}

TEST(PlainStream, CarriesMoreThanTheSocketHolds) {
  SocketPair sockets;
  EventLoop loop;
  std::promise<std::shared_ptr<Echo>> made;
  loop.post([&] {
    auto echo = std::make_shared<Echo>(make_plain_stream(loop, std::move(sockets.server), "test"), 1'000'000);
    made.set_value(echo);
    echo->read();
  });
  loop.start();
  auto finished = made.get_future().get()->finished();
  ASSERT_EQ(::write(sockets.client.get(), "hello", 5), 5);
  ::shutdown(sockets.client.get(), SHUT_WR);
  EXPECT_EQ(read_to_end(sockets.client.get()), "hello" + pattern(1'000'000));
  finished.get();
  loop.stop();
  loop.join();
}

/// A session waits with a handler that owns it: what still waits at the end would never be destroyed.
TEST(PlainStream, WhoStillWaitsGoesWithTheLoop) {
  SocketPair sockets;
  std::weak_ptr<Echo> waiting;
  {
    EventLoop loop;
    auto echo = std::make_shared<Echo>(make_plain_stream(loop, std::move(sockets.server), "test"), 0);
    waiting = echo;
    echo->read();
    echo.reset();
    EXPECT_FALSE(waiting.expired());
  }
  EXPECT_TRUE(waiting.expired());
}

TEST(PlainStream, AfterCloseNoHandlerRuns) {
  SocketPair sockets;
  EventLoop loop;
  std::promise<void> done;
  bool ran = false;
  loop.post([&] {
    auto stream = std::shared_ptr<ByteStream>(make_plain_stream(loop, std::move(sockets.server), "test"));
    stream->wait_writable([&ran] { ran = true; });  // ready at once, told from the loop
    EXPECT_FALSE(ran);
    stream->close();
    stream->close();
    EXPECT_EQ(stream->native_handle(), -1);
    std::array<char, 1> byte;
    EXPECT_EQ(stream->try_read(byte).status, IoStatus::failed);
    loop.call_after(Millis{1}, [&done] { done.set_value(); });
  });
  loop.start();
  done.get_future().get();
  loop.stop();
  loop.join();
  EXPECT_FALSE(ran);
}

/// A key and a certificate for it, signed by itself, as PEM files.
class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    std::signal(SIGPIPE, SIG_IGN);
    write_pair(certificate_, key_);
  }
  ~TlsTest() override {
    std::remove(certificate_.c_str());
    std::remove(key_.c_str());
  }

  static void write_pair(const std::string& certificate_path, const std::string& key_path) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3'600);
    X509_set_pubkey(certificate.get(), key.get());
    ASSERT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
    const std::unique_ptr<FILE, decltype(&std::fclose)> certificate_file(std::fopen(certificate_path.c_str(), "w"),
                                                                         std::fclose);
    PEM_write_X509(certificate_file.get(), certificate.get());
    const std::unique_ptr<FILE, decltype(&std::fclose)> key_file(std::fopen(key_path.c_str(), "w"), std::fclose);
    PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }

  std::string certificate_ = ::testing::TempDir() + "matinee_transport_certificate.pem";
  std::string key_ = ::testing::TempDir() + "matinee_transport_key.pem";
};

/// A blocking client.
struct TlsClient {
  explicit TlsClient(int descriptor) : context(SSL_CTX_new(TLS_client_method())), ssl(SSL_new(context)) {
    SSL_set_fd(ssl, descriptor);
  }
  ~TlsClient() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }
  std::string read_to_end() {
    std::string all;
    std::array<char, 10'000> buffer;
    int count = 0;
    while ((count = SSL_read(ssl, buffer.data(), buffer.size())) > 0) all.append(buffer.data(), count);
    clean_end = SSL_get_error(ssl, count) == SSL_ERROR_ZERO_RETURN;
    return all;
  }

  SSL_CTX* context;
  SSL* ssl;
  bool clean_end = false;
};

TEST_F(TlsTest, CarriesMoreThanTheSocketHolds) {
  TlsContext context(certificate_, key_);
  ASSERT_TRUE(context.reload());
  SocketPair sockets;
  EventLoop loop;
  std::promise<std::shared_ptr<Echo>> made;
  loop.post([&] {
    auto echo =
        std::make_shared<Echo>(make_tls_stream(loop, std::move(sockets.server), "test", context.current()), 1'000'000);
    made.set_value(echo);
    echo->read();
  });
  loop.start();
  auto finished = made.get_future().get()->finished();
  TlsClient client(sockets.client.get());
  const std::array<unsigned char, 12> protocols = {2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_set_alpn_protos(client.ssl, protocols.data(), protocols.size());
  ASSERT_EQ(SSL_connect(client.ssl), 1);
  const unsigned char* selected = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(client.ssl, &selected, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(selected), size), "http/1.1");
  const std::string question = pattern(5'000);  // more than one read takes
  ASSERT_EQ(SSL_write(client.ssl, question.data(), static_cast<int>(question.size())), 5'000);
  SSL_shutdown(client.ssl);
  EXPECT_EQ(client.read_to_end(), question + pattern(1'000'000));
  EXPECT_TRUE(client.clean_end);
  finished.get();
  loop.stop();
  loop.join();
}

TEST_F(TlsTest, AClientThatSpeaksNoTlsFails) {
  TlsContext context(certificate_, key_);
  ASSERT_TRUE(context.reload());
  SocketPair sockets;
  EventLoop loop;
  std::promise<std::shared_ptr<Echo>> made;
  loop.post([&] {
    auto echo = std::make_shared<Echo>(make_tls_stream(loop, std::move(sockets.server), "test", context.current()), 0);
    made.set_value(echo);
    echo->read();
  });
  loop.start();
  auto finished = made.get_future().get()->finished();
  ASSERT_EQ(::write(sockets.client.get(), "GET / HTTP/1.1\r\n\r\n", 18), 18);
  finished.get();
  EXPECT_EQ(read_to_end(sockets.client.get()).find("HTTP"), std::string::npos);
  loop.stop();
  loop.join();
}

TEST_F(TlsTest, ABadNewCertificateLeavesTheOldOneInUse) {
  TlsContext context(certificate_, key_);
  EXPECT_EQ(context.current(), nullptr);
  ASSERT_TRUE(context.reload());
  const auto first = context.current();

  std::ofstream(certificate_) << "not a certificate";
  const auto bad = context.reload();
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().find(certificate_), std::string::npos) << bad.error();
  EXPECT_EQ(context.current(), first);

  write_pair(certificate_, key_);
  ASSERT_TRUE(context.reload());
  EXPECT_NE(context.current(), first);

  const std::string other_key = key_ + ".other";
  write_pair(certificate_ + ".other", other_key);
  const auto mismatched = load_tls_context(certificate_, other_key);
  ASSERT_FALSE(mismatched);
  EXPECT_NE(mismatched.error().find(other_key), std::string::npos) << mismatched.error();
  std::remove(other_key.c_str());
  std::remove((certificate_ + ".other").c_str());
}

FileDescriptor connect_to(const std::string& host, std::uint16_t port) {
  SocketAddress address = resolve(host, port).value();
  FileDescriptor socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(::connect(socket.get(), address.data(), address.size), 0);
  return socket;
}

std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

TEST(Listener, AcceptsAdmitsAndRefuses) {
  EventLoop loop;
  const auto admission = Admission::make({.total = 1, .per_address = 10, .is_exempt = {}});
  std::promise<Accepted> accepted;
  std::promise<AdmissionFailure> refused;
  Listener listener(
      loop, admission, 1'000, [&](Accepted connection) { accepted.set_value(std::move(connection)); },
      [&](const Accepted& connection) { refused.set_value(*connection.over_limit); });
  ASSERT_TRUE(listener.bind("127.0.0.1", 0));
  EXPECT_TRUE(listener.address().starts_with("127.0.0.1:"));
  listener.start();
  loop.start();
  const auto first = connect_to("127.0.0.1", port_of(listener.address()));
  const Accepted connection = accepted.get_future().get();
  EXPECT_EQ(connection.peer_address, "127.0.0.1");
  const auto second = connect_to("127.0.0.1", port_of(listener.address()));
  EXPECT_EQ(refused.get_future().get(), AdmissionFailure::total);
  EXPECT_EQ(read_to_end(second.get()), "") << "closed";
  listener.stop();
  std::promise<void> stopped;
  loop.post([&] { stopped.set_value(); });
  stopped.get_future().get();
  SocketAddress address = resolve("127.0.0.1", port_of(listener.address())).value();
  const FileDescriptor third(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_NE(::connect(third.get(), address.data(), address.size), 0);
  loop.stop();
  loop.join();
}

TEST(Listener, SaysWhyItCanNotListen) {
  EventLoop loop;
  const auto admission = Admission::make({});
  Listener first(loop, admission, 1'000, {}, {});
  ASSERT_TRUE(first.bind("127.0.0.1", 0));
  Listener second(loop, admission, 1'000, {}, {});
  const auto taken = second.bind("127.0.0.1", port_of(first.address()));
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().find(first.address() + ": the address is taken"), std::string::npos) << taken.error();
  const auto unknown = second.bind("no.such.host.invalid", 80);
  ASSERT_FALSE(unknown);
  EXPECT_TRUE(unknown.error().starts_with("can't listen on no.such.host.invalid:80: ")) << unknown.error();
}

TEST(SocketAddress, WritesAddressesAsPeopleDo) {
  EXPECT_EQ(host_and_port_of(resolve("127.0.0.1", 80).value()), "127.0.0.1:80");
  EXPECT_EQ(host_and_port_of(resolve("::1", 8080).value()), "[::1]:8080");
  EXPECT_EQ(host_of(resolve("::ffff:192.0.2.1", 80).value()), "192.0.2.1");
  EXPECT_EQ(host_of(resolve("::1", 80).value()), "::1");
}

}  // namespace
}  // namespace matinee::transport
