// SqlLeases: the Leases in SQL, over SOCI. Connects at first use and again after every failure.
#pragma once

#include <memory>

#include "storage/database.hpp"
#include "storage/leases.hpp"

namespace matinee::storage {

class SqlLeases final : public Leases {
 public:
  /// `database` is migrated.
  explicit SqlLeases(std::shared_ptr<const Database> database);
  ~SqlLeases() override;

  StoreResult<ServerTime> now() override;
  StoreResult<Renewal> renew(const std::string& node, Millis lifetime) override;
  StoreResult<void> retire(const std::string& node) override;
  StoreResult<std::vector<LiveNode>> alive() override;
  StoreResult<std::vector<std::optional<PartyClaim>>> claim(std::span<const PartyId> parties,
                                                            const std::string& node) override;
  StoreResult<void> release(std::span<const PartyId> parties, const std::string& node) override;
  StoreResult<void> note_abandoned() override;
  StoreResult<std::string> secret(const std::string& name, const std::string& candidate) override;

 private:
  /// Runs `work(soci::session&)`; turns the exceptions of the database into a StoreError and drops the connection.
  template <class T, class Work>
  StoreResult<T> guarded(Work work);

  const std::shared_ptr<const Database> database_;
  std::unique_ptr<soci::session> session_;  ///< none until needed, none after a failure
};

}  // namespace matinee::storage
