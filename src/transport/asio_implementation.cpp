// The one translation unit that compiles Asio's non-template code; everywhere else its headers only declare it
// (BOOST_ASIO_SEPARATE_COMPILATION, set for all targets).
#include <boost/asio/impl/src.hpp>
