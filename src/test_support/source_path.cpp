#include "test_support/source_path.hpp"

namespace matinee {

std::filesystem::path source_path(std::string_view name) {
  return std::filesystem::path{MATINEE_SOURCE_DIR} / name;
}

}  // namespace matinee
