// Who may connect, and when places become free.
#include "transport/admission.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace matinee::transport {
namespace {

TEST(Admission, LimitsConnectionsInAllAndPerAddress) {
  const auto admission = Admission::make({.total = 3, .per_address = 2, .is_exempt = {}});
  auto first = std::move(admission->admit("192.0.2.1")).value();
  auto second = std::move(admission->admit("192.0.2.1")).value();
  EXPECT_EQ(admission->admit("192.0.2.1").error(), AdmissionFailure::per_address);
  auto third = std::move(admission->admit("192.0.2.2")).value();
  EXPECT_EQ(admission->admit("192.0.2.3").error(), AdmissionFailure::total);

  first.reset();
  first.reset();
  EXPECT_EQ(admission->total(), 2u);
  EXPECT_TRUE(admission->admit("192.0.2.1"));
}

TEST(Admission, NobodyIsAdmittedWhileMemoryIsShort) {
  const auto admission = Admission::make({});
  auto before = std::move(admission->admit("192.0.2.1")).value();
  admission->note_memory(true);
  EXPECT_EQ(admission->admit("192.0.2.1").error(), AdmissionFailure::memory);
  before.reset();
  EXPECT_EQ(admission->total(), 0u) << "those who are there may leave";
  admission->note_memory(false);
  EXPECT_TRUE(admission->admit("192.0.2.1"));
}

TEST(Admission, AMovedPermitCountsOnce) {
  const auto admission = Admission::make({});
  {
    auto permit = std::move(admission->admit("192.0.2.1")).value();
    auto moved = std::move(permit);
    permit = std::move(moved);
    EXPECT_EQ(admission->total(), 1u);
  }
  EXPECT_EQ(admission->total(), 0u);
}

TEST(Admission, AProxyIsOnlyLimitedInAll) {
  const auto admission = Admission::make(
      {.total = 3, .per_address = 1, .is_exempt = [](std::string_view address) { return address == "192.0.2.9"; }});
  std::vector<Admission::Permit> permits;
  for (int i = 0; i < 3; ++i) permits.push_back(std::move(admission->admit("192.0.2.9")).value());
  EXPECT_EQ(admission->admit("192.0.2.9").error(), AdmissionFailure::total);
}

TEST(Admission, ThoseAProxyBringsAreLimitedByTheirOwnAddresses) {
  const auto admission = Admission::make(
      {.total = 9, .per_address = 1, .is_exempt = [](std::string_view address) { return address == "192.0.2.9"; }});
  const auto by_proxy = [&] { return std::move(admission->admit("192.0.2.9")).value(); };
  auto first = by_proxy();
  auto second = by_proxy();
  EXPECT_TRUE(first.count_for("198.51.100.1"));
  EXPECT_TRUE(first.count_for("198.51.100.1")) << "once is enough";
  EXPECT_EQ(second.count_for("198.51.100.1").error(), AdmissionFailure::per_address);
  EXPECT_TRUE(second.count_for("198.51.100.2"));
  EXPECT_EQ(admission->admit("198.51.100.2").error(), AdmissionFailure::per_address)
      << "directly, it is the same client";

  auto third = by_proxy();
  EXPECT_TRUE(third.count_for("2001:db8:0:1::1"));
  auto fourth = by_proxy();
  EXPECT_FALSE(fourth.count_for("2001:db8:0:1::2")) << "one customer has a whole network of those";
  EXPECT_TRUE(fourth.count_for("192.0.2.9")) << "the proxy itself: it told of nobody";

  first.reset();
  auto fifth = by_proxy();
  EXPECT_TRUE(fifth.count_for("198.51.100.1"));
}

TEST(Admission, AConnectionCountsForItsOwnPeerWhateverItSays) {
  const auto admission = Admission::make({.total = 9, .per_address = 1, .is_exempt = {}});
  auto first = std::move(admission->admit("192.0.2.1")).value();
  auto second = std::move(admission->admit("192.0.2.2")).value();
  EXPECT_TRUE(first.count_for("192.0.2.2"));
  second.reset();
  EXPECT_TRUE(admission->admit("192.0.2.2"));
}

TEST(Admission, WaitsUntilTheLastConnectionLeft) {
  const auto admission = Admission::make({});
  EXPECT_TRUE(admission->wait_until_empty(std::chrono::milliseconds{0}));
  auto permit = std::move(admission->admit("192.0.2.1")).value();
  EXPECT_FALSE(admission->wait_until_empty(std::chrono::milliseconds{0}));
  std::thread leaving([&permit] { permit.reset(); });
  EXPECT_TRUE(admission->wait_until_empty(std::chrono::minutes{1}));
  leaving.join();
}

}  // namespace
}  // namespace matinee::transport
