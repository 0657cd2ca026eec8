#include "load/preparation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

namespace matinee::load {
namespace {

namespace json = boost::json;

constexpr std::string_view kParties = "/api/v1/watch-parties";

/// The member's text; empty when the body is not an object with it.
std::string text_member(std::string_view body, std::string_view name) {
  boost::system::error_code error;
  const json::value document = json::parse({body.data(), body.size()}, error);
  if (error || !document.is_object()) return {};
  const json::value* member = document.as_object().if_contains({name.data(), name.size()});
  return member != nullptr && member->is_string() ? json::value_to<std::string>(*member) : std::string{};
}

}  // namespace

void Preparation::create(Party& party, std::size_t count) {
  const std::string body = fmt::format(R"({{"title":"Load","visibility":"private","max_participants":{}}})",
                                       std::max<std::size_t>(seats_, 2));
  calls_.add({"POST", std::string(kParties), party.host().token(), body, [this, &party, count](const HttpReply& reply) {
                if (reply.status != 201) return refused("creating a party", reply);
                party.id = text_member(reply.body, "id");
                party.code = text_member(reply.body, "invite_code");
                for (std::size_t i = 1; i < count; ++i) join(party, *party.viewers[i], [] {});
              }});
}

void Preparation::join(Party& party, Viewer& viewer, std::function<void()> done) {
  calls_.add({"POST",
              fmt::format("{}/{}/join", kParties, party.code),
              viewer.token(),
              {},
              [this, done = std::move(done)](const HttpReply& reply) {
                reply.status == 200 ? done() : refused("joining a party", reply);
              }});
}

void Preparation::refused(std::string_view what, const HttpReply& reply) {
  const std::string detail = reply.status == 0 ? reply.body : text_member(reply.body, "detail");
  const std::string code = text_member(reply.body, "code");
  context_.gauges.refused.add(1);
  ++context_.tallies.unanswered;
  ++context_.tallies
        .refusals[fmt::format("{}: {}{}{}{}", what, reply.status == 0 ? "" : fmt::format("{} ", reply.status), code,
                              code.empty() ? "" : ": ", detail)];
}

}  // namespace matinee::load
