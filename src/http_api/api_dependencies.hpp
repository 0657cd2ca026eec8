// What the HTTP API is built on, collected by the composition root. The references outlive the Api.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "auth/guest.hpp"
#include "auth/origin_policy.hpp"
#include "auth/password_pool.hpp"
#include "auth/tickets.hpp"
#include "auth/token_verifier.hpp"
#include "base/clock.hpp"
#include "base/wall_clock.hpp"
#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "http_api/peer_requests.hpp"
#include "metrics/metrics.hpp"

namespace matinee::http_api {

/// A file built into the program.
struct EmbeddedFile {
  std::string_view path;  ///< "/index.html", "/assets/index-1a2b3c4d.js"
  std::string_view content;
  std::string_view etag;    ///< from the content, with its quotes
  std::string_view gzip{};  ///< the content compressed; empty where that gains nothing
};

struct ApiDependencies {
  const engine::Engine& engine;
  const Clock& clock;
  const WallClock& wall_clock;  ///< tokens are judged by it
  metrics::Metrics& metrics;
  const auth::TokenVerifier& verifier;
  const auth::OriginPolicy& origins;
  auth::Tickets& tickets;
  auth::PasswordPool& passwords;
  const auth::GuestIdentities* guests = nullptr;  ///< null: guests are off
  PeerRequests* peers = nullptr;                  ///< null: without a cluster
  std::function<bool()> ready = [] { return true; };  ///< besides the engine: whether more clients should come
  const config::Settings& settings;
  std::string_view version;                 ///< "0.1.0"; static storage
  std::span<const EmbeddedFile> web_files;  ///< the web application; has "/index.html"
  std::string_view openapi;                 ///< schema/openapi.json
  std::string_view asyncapi;                ///< schema/asyncapi.json
};

}  // namespace matinee::http_api
