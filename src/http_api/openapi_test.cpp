// The description of the API says neither less nor more than there is.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "http_api/api_test_support.hpp"
#include "http_api/routes.hpp"
#include "test_support/source_path.hpp"

namespace matinee::http_api {
namespace {

class OpenApiTest : public testing::ApiTest {};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}
TEST_F(OpenApiTest, DescribesExactlyTheRoutes) {
  origins.emplace("", std::vector<std::string>{});
  const Services services(dependencies());
  const Router router = make_router(services);
  std::set<std::string> routed;
  for (const Route& route : router.routes()) {
    if (route.label == metrics::Route::page || route.label == metrics::Route::media) continue;
    std::string method = route.method;
    std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string path;
    bool in_parameter = false;
    for (const char c : route.pattern) {
      if (in_parameter && c == '/') path += '}';
      if (c == '/') in_parameter = false;
      if (c == ':') in_parameter = true;
      path += c == ':' ? '{' : c;
    }
    routed.insert(method + " " + path + (in_parameter ? "}" : ""));
  }

  const auto document =
      boost::json::parse(read_file(source_path("schema/openapi.json"))).as_object();
  std::set<std::string> described;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (method != "parameters") described.insert(std::string(method) + " " + std::string(path));
    }
  }
  EXPECT_EQ(described, routed);
}

}  // namespace
}  // namespace matinee::http_api
