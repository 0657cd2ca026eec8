// Commands: what the viewers of a worker's parties say, and when: changes of playback, chat, reactions and what players say
// by themselves, at a rate or as fast as the changes arrive. One worker's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <queue>
#include <span>
#include <vector>

#include "load/options.hpp"
#include "load/party.hpp"

namespace matinee::load {

class Commands {
 public:
  /// The references outlive the object.
  Commands(WorkerContext& context, const Options& options, std::span<const std::unique_ptr<Party>> parties)
      : context_(context), options_(options), parties_(parties) {}

  void start(SteadyTime now);
  void stop();

  /// Says what is due, and what became possible since the last turn.
  void turn(SteadyTime now);

  /// When turn() is needed next, at the latest; `otherwise` when nothing is planned.
  SteadyTime next_due(SteadyTime otherwise) const { return planned_.empty() ? otherwise : planned_.top().due; }

 private:
  enum class Kind : std::uint8_t { change, chat, reaction, report, time_sync };
  struct Planned {
    SteadyTime due;
    Nanos interval;
    Kind kind;
    Party* party;
    bool operator<(const Planned& other) const { return due > other.due; }
  };

  void plan(Kind kind, double rate, SteadyTime now);
  void say(const Planned& planned, SteadyTime now);
  void change(Party& party, SteadyTime due);
  void fill(Party& party, SteadyTime now);
  void chat(Party& party);
  void react(Party& party);
  void speak_for_player(Party& party, Kind kind);
  Viewer* next_speaker(Party& party);
  static Viewer* next_player(Party& party);

  WorkerContext& context_;
  const Options& options_;
  std::span<const std::unique_ptr<Party>> parties_;
  std::priority_queue<Planned> planned_;
  bool running_ = false;
};

}  // namespace matinee::load
