// A whole run of the load generator: phases, measuring, progress. Main thread.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "load/options.hpp"
#include "load/results.hpp"
#include "load/target.hpp"
#include "load/token_source.hpp"

namespace matinee::load {

/// Raises this process's limit of descriptors as far as it may. The error, when `connections` don't fit, says what
/// would.
Result<void, std::string> make_room_for(std::size_t connections);

/// Kills the server and starts it again on the same data and address; the error says why that failed.
using Restart = std::function<Result<void, std::string>()>;

/// Puts the load on the target and watches. `server`: the process to measure, if it is on this machine. `restart` is
/// called by a run that restarts its server. The error says what kept the run from happening at all; what went wrong in
/// it is in the results.
Result<Results, std::string> run(const Options& options, const Target& target, const TokenSource& tokens,
                                 std::optional<pid_t> server, const Restart& restart);

}  // namespace matinee::load
