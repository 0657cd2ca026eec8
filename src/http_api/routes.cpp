#include "http_api/routes.hpp"

namespace matinee::http_api {

Router make_router(const Services& services) {
  Router router;
  add_discovery_routes(router, services);  // before the routes of one party: "public" is no id
  add_friend_routes(router, services);
  add_party_routes(router, services);
  add_admission_routes(router, services);
  add_participant_routes(router, services);
  add_message_routes(router, services);
  add_analytics_routes(router, services);
  add_me_routes(router, services);
  add_admin_routes(router, services);
  add_session_routes(router, services);
  add_clip_routes(router, services);
  add_playlist_routes(router, services);
  add_queue_routes(router, services);
  add_config_routes(router, services);
  add_health_routes(router, services);
  add_media_routes(router, services);
  add_web_routes(router, services);
  return router;
}

}  // namespace matinee::http_api
