// Which coding of a representation a client takes (RFC 9110 section 12.5.3). Pure.
#pragma once

#include <string_view>

namespace matinee::http_api {

/// Whether Accept-Encoding (all of its headers as one list) names gzip, or everything, and doesn't weigh it 0. A missing
/// header would allow any coding; who doesn't ask gets the content as it is, since not every such client can unpack it.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace matinee::http_api
