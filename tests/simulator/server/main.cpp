// simulated_server: the engine as a program that knows only simulated time. Reads one order per line and answers with
// lines; a batch ends with `until`, which prints `next` and flushes. The same input gives the same output, but for the
// random ids of parties.
//
//   start <at> <user>...            a new party; the one before is forgotten       -> party <id>
//   open <at> <connection> <user>
//   text <at> <connection> <JSON>
//   close <at> <connection> clean|abrupt
//   crash <at>                      the process dies and starts again over what it had stored
//   until <at>                      the engine's own timers up to then             -> next <at>|never
//
// Between these: told <at> <connection> <JSON>, closed <at> <connection> <code>. Times are whole milliseconds of server
// time and do not decrease. An order that makes no sense ends the program with status 2 and says why.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "server/simulated_party.hpp"

namespace matinee::simulator {
namespace {

/// Takes words off the front of a line.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}

  std::string_view next() {
    const std::string_view word = rest_.substr(0, rest_.find(' '));
    rest_.remove_prefix(std::min(rest_.size(), word.size() + 1));
    return word;
  }
  std::int64_t next_number() {
    const std::string_view word = next();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size()) {
      throw std::runtime_error("\"" + std::string{word} + "\" is not a number");
    }
    return number;
  }
  std::string_view rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Prints what the engine says. Output is collected until a batch ends.
class Printer final : public Listener {
 public:
  void on_told(ServerTime at, ConnectionNumber connection, std::string_view event) override {
    head("told ", at, connection);
    out_.append(event).push_back('\n');
  }
  void on_closed(ServerTime at, ConnectionNumber connection, protocol::CloseCode code) override {
    head("closed ", at, connection);
    out_.append(std::to_string(static_cast<int>(code))).push_back('\n');
  }
  void on_party(const PartyId& party) { out_.append("party ").append(party.str()).push_back('\n'); }
  void on_next(std::optional<ServerTime> due) {
    out_.append("next ").append(due ? std::to_string(to_unix_ms(*due)) : "never").push_back('\n');
    std::fwrite(out_.data(), 1, out_.size(), stdout);
    std::fflush(stdout);
    out_.clear();
  }

 private:
  void head(std::string_view verb, ServerTime at, ConnectionNumber connection) {
    out_.append(verb).append(std::to_string(to_unix_ms(at))).append(" ").append(std::to_string(connection)).append(" ");
  }

  std::string out_;
};

class Program {
 public:
  void carry_out(std::string_view line) {
    Words words(line);
    const std::string_view verb = words.next();
    const ServerTime at = from_unix_ms(words.next_number());
    if (verb == "start") return start(at, words);
    if (!party_) throw std::runtime_error("the first order must be \"start\"");
    party_->run_until(at);
    if (verb == "until") return printer_.on_next(party_->next_due());
    if (verb == "crash") return party_->crash();
    const auto connection = static_cast<ConnectionNumber>(words.next_number());
    if (verb == "open") return party_->open(connection, std::string{words.rest()});
    if (verb == "text") return party_->hear(connection, words.rest());
    if (verb == "close") return party_->close(connection, words.next() == "clean");
    throw std::runtime_error("unknown order \"" + std::string{verb} + "\"");
  }

 private:
  void start(ServerTime at, Words& words) {
    std::vector<std::string> users;
    while (!words.empty()) users.emplace_back(words.next());
    party_.reset();
    party_ = std::make_unique<SimulatedParty>(printer_, at, users);
    printer_.on_party(party_->id());
  }

  Printer printer_;
  std::unique_ptr<SimulatedParty> party_;
};

/// A batch takes milliseconds; one that takes this long, in seconds, never ends, and SIGALRM ends the program instead.
constexpr unsigned kBatchLimit = 60;

int run() {
  std::ios::sync_with_stdio(false);
  Program program;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      alarm(kBatchLimit);
      program.carry_out(line);
      alarm(0);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "simulated_server: %s, in: %.200s\n", error.what(), line.c_str());
      return 2;
    }
  }
  return 0;
}

}  // namespace
}  // namespace matinee::simulator

int main() {
  return matinee::simulator::run();
}
