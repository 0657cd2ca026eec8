// Where tests find the project's files. Only this library's one source file knows the folder it was built in: what does is
// compiled anew in every clone, and everything else comes out of the compiler's cache.
#pragma once

#include <filesystem>
#include <string_view>

namespace matinee {

/// The file or folder `name` of the project, as in "docs/protocol.md".
std::filesystem::path source_path(std::string_view name);

}  // namespace matinee
