#include "load/revision_check.hpp"

namespace matinee::load {

bool RevisionCheck::enters_new_epoch(std::int64_t epoch, std::int64_t revision) {
  if (epoch == epoch_) return false;
  if (epoch < epoch_) {
    ++faults_->out_of_order;
    return true;
  }
  epoch_ = epoch;
  revision_ = revision;
  ++epochs_seen_;
  return true;
}

void RevisionCheck::on_answer(std::int64_t epoch, std::int64_t revision) {
  if (following_) return on_sync(epoch, revision);
  following_ = true;
  epoch_ = epoch;
  revision_ = revision;
}

void RevisionCheck::on_change(std::int64_t epoch, std::int64_t revision) {
  if (!following_ || enters_new_epoch(epoch, revision)) return;
  if (revision == revision_) {
    ++faults_->duplicated;
  } else if (revision < revision_) {
    ++faults_->out_of_order;
  } else {
    faults_->lost += static_cast<std::uint64_t>(revision - revision_ - 1);
    revision_ = revision;
  }
}

void RevisionCheck::on_sync(std::int64_t epoch, std::int64_t revision) {
  if (!following_ || enters_new_epoch(epoch, revision)) return;
  if (revision < revision_) {
    ++faults_->out_of_order;
  } else {
    faults_->conflated += static_cast<std::uint64_t>(revision - revision_);
    revision_ = revision;
  }
}

void RevisionCheck::expect(std::int64_t revision) {
  if (revision > revision_) faults_->lost += static_cast<std::uint64_t>(revision - revision_);
}

}  // namespace matinee::load
