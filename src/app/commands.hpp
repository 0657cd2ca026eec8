// The subcommands of the program. Each gets the arguments after its name, prints what it has to say, and returns the
// exit status: 0 done, 1 failed, 2 called the wrong way.
#pragma once

#include <string>
#include <vector>

namespace matinee::app {

using Arguments = std::vector<std::string>;

inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_interrupted = 130;  ///< by a second signal, as shells count it: 128 + SIGINT

int admin_command(const Arguments& arguments);
int bench_command(const Arguments& arguments);
int serve_command(const Arguments& arguments);
int token_command(const Arguments& arguments);
int config_command(const Arguments& arguments);
int migrate_command(const Arguments& arguments);

}  // namespace matinee::app
