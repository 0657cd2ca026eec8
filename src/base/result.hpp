// Result<T, E>: an expected failure is a value. Exceptions are for construction and bugs.
#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/success_failure.hpp>

namespace matinee {

namespace outcome = BOOST_OUTCOME_V2_NAMESPACE;

/// Either a T or an E, never both and never neither. Taking the value of a failure terminates the program: it is a bug.
template <class T, class E>
using Result = outcome::basic_result<T, E, outcome::policy::terminate>;

using outcome::failure;
using outcome::success;

}  // namespace matinee
