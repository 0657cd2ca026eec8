// Every resource adds its endpoints to the one table here. `services` outlives the router.
#pragma once

#include "http_api/router.hpp"
#include "http_api/services.hpp"

namespace matinee::http_api {

void add_party_routes(Router& router, const Services& services);
void add_admission_routes(Router& router, const Services& services);
void add_discovery_routes(Router& router, const Services& services);
void add_friend_routes(Router& router, const Services& services);
void add_participant_routes(Router& router, const Services& services);
void add_message_routes(Router& router, const Services& services);
void add_analytics_routes(Router& router, const Services& services);
void add_me_routes(Router& router, const Services& services);
void add_admin_routes(Router& router, const Services& services);
void add_session_routes(Router& router, const Services& services);
void add_clip_routes(Router& router, const Services& services);
void add_playlist_routes(Router& router, const Services& services);
void add_queue_routes(Router& router, const Services& services);
void add_health_routes(Router& router, const Services& services);
void add_config_routes(Router& router, const Services& services);
void add_media_routes(Router& router, const Services& services);
void add_web_routes(Router& router, const Services& services);

/// All of them. A path is an endpoint of the documented API unless its label is `page` or `media`.
Router make_router(const Services& services);

}  // namespace matinee::http_api
