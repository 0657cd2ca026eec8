// The bus over a real NATS server, started for these tests on a port of its own.
#include "cluster/nats_bus.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <vector>

extern char** environ;

namespace matinee::cluster {
namespace {

using namespace std::chrono_literals;

/// A port nobody used a moment ago.
int free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

class NatsServer {
 public:
  enum class For { everyone, whoever_has_a_password };

  explicit NatsServer(For whom = For::everyone) { start(whom); }
  ~NatsServer() { kill(); }
  NatsServer(const NatsServer&) = delete;
  NatsServer& operator=(const NatsServer&) = delete;

  std::string url() const { return fmt::format("nats://127.0.0.1:{}", port_); }

  void start(For whom = For::everyone) {
    // Debian keeps servers out of the PATH of those who are not root.
    const bool debian = std::filesystem::exists("/usr/sbin/nats-server");
    std::string program = debian ? "/usr/sbin/nats-server" : "nats-server";
    std::string port = std::to_string(port_);
    std::string address = "127.0.0.1";
    std::string quiet = "/dev/null";
    std::vector<std::string> arguments{program, "--addr", address, "--port", port, "--log", quiet};
    if (whom == For::whoever_has_a_password) arguments.insert(arguments.end(), {"--user", "ada", "--pass", "secret"});
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    // It keeps nothing of this process open: whoever reads its output would wait for a server that a crash left behind.
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
      ::posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0);
    }
    if (::posix_spawnp(&process_, program.c_str(), &actions, nullptr, pointers.data(), environ) != 0) {
      throw std::runtime_error("nats-server is not installed; scripts/install-dependencies test installs it");
    }
    ::posix_spawn_file_actions_destroy(&actions);
  }
  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  int port_ = free_port();
  pid_t process_ = 0;
};

/// A bus with what came over it.
class Station {
 public:
  Station(const NatsServer& server, const std::string& node, const std::string& realm = "test") {
    auto made = NatsBus::make(server.url(), realm, node);
    if (!made) throw std::runtime_error(made.error());
    bus_ = std::move(made).value();
    bus_->open(
        {[this](Channel channel, std::string_view message) {
           note(fmt::format("{}:{}", channel == Channel::http ? "http" : "engine", message));
         },
         [this](const PartyId& party, std::string_view message) { note(party.str() + ":" + std::string(message)); },
         [this](bool up) { note(up ? "up" : "down"); }});
  }
  ~Station() { bus_->close(); }

  NatsBus& bus() { return *bus_; }

  /// Whether this came within the time; what came before it is dropped with it.
  bool await(const std::string& what, std::chrono::milliseconds limit = 20s) {
    std::unique_lock lock(mutex_);
    const auto came = [&] { return std::find(heard_.begin(), heard_.end(), what) != heard_.end(); };
    if (!changed_.wait_for(lock, limit, came)) return false;
    heard_.erase(heard_.begin(), std::find(heard_.begin(), heard_.end(), what) + 1);
    return true;
  }

  /// Waits until so many things came, beside those taken before, and takes them.
  std::vector<std::string> take(std::size_t count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 20s, [&] { return heard_.size() >= count; })) ADD_FAILURE() << "nothing came";
    const std::vector<std::string> taken(heard_.begin(),
                                         heard_.begin() + static_cast<std::ptrdiff_t>(std::min(count, heard_.size())));
    heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(taken.size()));
    return taken;
  }

 private:
  void note(std::string what) {
    const std::lock_guard lock(mutex_);
    heard_.push_back(std::move(what));
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> heard_;
  std::unique_ptr<NatsBus> bus_;
};

/// Returns when what `from` sends arrives at `to`, the node of that name, which has heard nothing then.
void meet(Station& from, Station& to, const std::string& name) {
  do {
    from.bus().send(name, Channel::engine, "hello?");
  } while (!to.await("engine:hello?", 100ms));
  from.bus().send(name, Channel::engine, "met");
  EXPECT_TRUE(to.await("engine:met"));
}

using Heard = std::vector<std::string>;
const PartyId party{"p"};

/// Whether `listener` comes to hear what `speaker` publishes of the party.
bool follows(Station& listener, Station& speaker, const PartyId& of) {
  constexpr int most_attempts = 200;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    speaker.bus().publish(of, "again");
    if (listener.await(of.str() + ":again", 100ms)) return true;
  }
  return false;
}

TEST(NatsBusTest, BringsMessagesToTheProcessAndChannelTheyAreFor) {
  const NatsServer server;
  Station one(server, "one");
  Station two(server, "two");
  meet(one, two, "two");
  meet(two, one, "one");
  one.bus().send("two", Channel::engine, "hello");
  one.bus().send("two", Channel::http, "request");
  EXPECT_EQ(two.take(2), (Heard{"engine:hello", "http:request"}));
  two.bus().send("one", Channel::engine, "answer");
  EXPECT_EQ(one.take(1), Heard{"engine:answer"}) << "and to nobody else";
}

TEST(NatsBusTest, KeepsTheOrderAcrossSubjects) {
  const NatsServer server;
  Station one(server, "one");
  Station two(server, "two");
  meet(one, two, "two");
  meet(two, one, "one");
  two.bus().follow(party);
  two.bus().send("one", Channel::engine, "following");
  EXPECT_EQ(one.take(1), Heard{"engine:following"}) << "what was followed before is followed now";
  Heard wanted;
  for (int i = 0; i < 500; ++i) {
    one.bus().publish(party, std::to_string(i));
    one.bus().send("two", Channel::engine, std::to_string(i));
    wanted.push_back("p:" + std::to_string(i));
    wanted.push_back("engine:" + std::to_string(i));
  }
  EXPECT_EQ(two.take(1'000), wanted);
}

TEST(NatsBusTest, HearsOfAPartyWhileItFollowsIt) {
  const NatsServer server;
  Station one(server, "one");
  Station two(server, "two");
  meet(one, two, "two");
  meet(two, one, "one");
  one.bus().follow(party);
  two.bus().follow(party);
  two.bus().send("one", Channel::engine, "ready");
  one.take(1);
  one.bus().publish(party, "first");
  EXPECT_EQ(two.take(1), Heard{"p:first"}) << "and the sender does not hear itself";
  two.bus().unfollow(party);
  two.bus().send("one", Channel::engine, "gone");
  one.take(1);
  one.bus().publish(party, "second");
  one.bus().send("two", Channel::engine, "after");
  EXPECT_EQ(two.take(1), Heard{"engine:after"});
}

TEST(NatsBusTest, RealmsDoNotHearOneAnother) {
  const NatsServer server;
  Station one(server, "one", "here");
  Station two(server, "two", "here");
  Station stranger(server, "two", "there");
  meet(one, two, "two");
  one.bus().send("two", Channel::engine, "secret");
  EXPECT_EQ(two.take(1), Heard{"engine:secret"});
  EXPECT_FALSE(stranger.await("engine:secret", 100ms));
  Station other(server, "three", "there");
  do {
    other.bus().send("two", Channel::engine, "of another realm");
  } while (!stranger.await("engine:of another realm", 100ms));
}

TEST(NatsBusTest, SaysWhenTheServerIsAwayAndBack) {
  NatsServer server;
  Station one(server, "one");
  Station two(server, "two");
  meet(one, two, "two");
  meet(two, one, "one");
  two.bus().follow(party);
  server.kill();
  EXPECT_EQ(one.take(1), Heard{"down"});
  EXPECT_EQ(two.take(1), Heard{"down"});
  server.start();
  EXPECT_EQ(one.take(1), Heard{"up"});
  EXPECT_EQ(two.take(1), Heard{"up"});
  EXPECT_TRUE(follows(two, one, party)) << "what it followed it follows still";
}

TEST(NatsBusTest, ComesUpWithAServerThatStartsLater) {
  NatsServer server;
  server.kill();
  Station one(server, "one");
  EXPECT_FALSE(one.bus().up());
  server.start();
  EXPECT_EQ(one.take(1), Heard{"up"});
}

TEST(NatsBusTest, AServerThatRefusesItIsAskedAgainUntilItDoesNot) {
  NatsServer server(NatsServer::For::whoever_has_a_password);
  Station one(server, "one");
  EXPECT_FALSE(one.bus().up());
  server.kill();
  server.start();
  EXPECT_TRUE(one.await("up"));
}

TEST(NatsBusTest, AConnectionThatTheLibraryGivesUpIsMadeAnewWithWhatItFollowed) {
  NatsServer server;
  Station one(server, "one");
  Station two(server, "two");
  meet(one, two, "two");
  two.bus().follow(party);
  server.kill();
  EXPECT_TRUE(two.await("down"));
  server.start(NatsServer::For::whoever_has_a_password);
  EXPECT_FALSE(two.await("up", 2s)) << "refused twice, which is when the library closes a connection for good";
  two.bus().follow(PartyId{"q"});
  server.kill();
  server.start();
  EXPECT_TRUE(two.await("up"));
  EXPECT_TRUE(one.await("up"));
  for (const char* followed : {"p", "q"}) EXPECT_TRUE(follows(two, one, PartyId{followed})) << followed;
  meet(one, two, "two");
}

TEST(NatsBusTest, MessagesThatAreTooLargeForTheServerArriveWholeAndInTheirOrder) {
  const NatsServer server;  // takes a megabyte at once
  Station one(server, "one");
  Station two(server, "two");
  meet(one, two, "two");
  meet(two, one, "one");
  two.bus().follow(party);
  two.bus().send("one", Channel::engine, "following");
  one.take(1);
  std::string large;
  for (int i = 0; large.size() < 2'500'000; ++i) large += std::to_string(i) + ",";
  one.bus().send("two", Channel::engine, "before");
  one.bus().send("two", Channel::http, large);
  one.bus().publish(party, large);
  one.bus().send("two", Channel::engine, std::string(1'048'576, 'x'));
  one.bus().send("two", Channel::engine, "after");
  const Heard heard = two.take(5);
  ASSERT_EQ(heard.size(), 5U);
  EXPECT_EQ(heard[0], "engine:before");
  EXPECT_TRUE(heard[1] == "http:" + large);
  EXPECT_TRUE(heard[2] == "p:" + large);
  EXPECT_EQ(heard[3].size(), 1'048'576 + std::string("engine:").size());
  EXPECT_EQ(heard[4], "engine:after");
}

TEST(NatsBusTest, RefusesWhatIsNoUrl) {
  EXPECT_FALSE(NatsBus::make("", "realm", "node"));
  EXPECT_FALSE(NatsBus::make(",", "realm", "node"));
}

}  // namespace
}  // namespace matinee::cluster
