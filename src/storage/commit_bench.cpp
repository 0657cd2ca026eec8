// The cost of durability: one transaction, by how many parties it changes; and of the disk's own fsync, beside it.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

/// On a server that brings every commit to the disk, as SQLite does.
struct DurablePostgresqlBackend : PostgresqlBackend {
  static PostgresqlServer& server() {
    static PostgresqlServer durable(PostgresqlServer::Fsync::on);
    return durable;
  }
  DurablePostgresqlBackend() : PostgresqlBackend(server()) {}
};

/// A store with parties "0", "1", …, and the changes of one transaction over them.
template <class Backend>
class Batch {
 public:
  explicit Batch(std::int64_t size) : store_(backend_.make_store()) {
    std::vector<Submission> parties;
    for (std::int64_t i = 0; i < size; ++i) {
      const std::string id = fmt::format("{}", i);
      parties.emplace_back(CreateParty{token_of("host-" + id), party_of(id, fmt::format("A{:05d}", i))});
    }
    store_->commit(parties);
    for (std::int64_t i = 0; i < size; ++i) {
      changes_.emplace_back(change_of(fmt::format("{}", i), 0, {playback_of(Millis{1'000}, 1)}));
    }
  }

  /// True when every change was stored.
  bool commit() {
    const auto results = store_->commit(changes_);
    for (Submission& change : changes_) ++std::get<ChangeParty>(change).expected_version;
    return std::all_of(results.begin(), results.end(), [](const auto& result) { return result.has_value(); });
  }

 private:
  Backend backend_;
  std::unique_ptr<Store> store_;
  std::vector<Submission> changes_;
};

template <class Backend>
void commit_batch(benchmark::State& state) {
  Batch<Backend> batch(state.range(0));
  for (auto _ : state) {
    if (!batch.commit()) return state.SkipWithError("a change was refused");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(commit_batch<SqliteBackend>)->Name("commit_batch/sqlite")->Arg(1)->Arg(8)->Arg(64)->Arg(512)->UseRealTime();
BENCHMARK(commit_batch<DurablePostgresqlBackend>)->Name("commit_batch/postgresql")->Arg(1)->Arg(8)->Arg(64)->Arg(512)->UseRealTime();

/// What every commit has to wait for: 4 KiB reach the disk.
void write_and_fsync(benchmark::State& state) {
  const TemporaryDirectory directory;
  const std::string block(4096, 'x');
  const int file = ::open(directory.file("block").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  for (auto _ : state) {
    if (::pwrite(file, block.data(), block.size(), 0) != static_cast<ssize_t>(block.size()) || ::fdatasync(file) != 0) {
      state.SkipWithError("the disk refused a write");
      break;
    }
  }
  ::close(file);
}
BENCHMARK(write_and_fsync)->UseRealTime();

}  // namespace
}  // namespace matinee::storage
