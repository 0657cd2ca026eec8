#include "storage/playback_statement.hpp"

#include "storage/counter.hpp"

namespace matinee::storage {

PlaybackStatement::PlaybackStatement(soci::session& session)
    : statement_((session.prepare << "UPDATE parties SET version = :version, clip_id = :clip, position_ms = :position,"
                                     " at_ms = :at, playing = :playing, rate = :rate, revision = :revision,"
                                     " holding = :holding, start_at_ms = :start_at, start_by_user_id = :start_by"
                                     " WHERE id = :party AND version = :expected AND epoch = :epoch",
                  soci::use(version_, "version"), soci::use(clip_, has_clip_, "clip"),
                  soci::use(position_ms_, "position"), soci::use(at_ms_, "at"), soci::use(playing_, "playing"),
                  soci::use(rate_, "rate"), soci::use(revision_, "revision"), soci::use(holding_, "holding"),
                  soci::use(start_at_ms_, has_start_, "start_at"), soci::use(start_by_, has_start_, "start_by"),
                  soci::use(party_, "party"), soci::use(expected_version_, "expected"), soci::use(epoch_, "epoch"))) {}

bool PlaybackStatement::execute(const PlaybackRow& row) {
  const party::Playback& playback = row.write->playback;
  const auto& start = row.write->scheduled_start;
  party_ = row.party->str();
  epoch_ = to_stored(row.epoch);
  expected_version_ = to_stored(row.expected_version);
  version_ = to_stored(row.version);
  has_clip_ = playback.clip ? soci::i_ok : soci::i_null;
  if (playback.clip) clip_ = playback.clip->str();
  position_ms_ = playback.position.count();
  at_ms_ = to_unix_ms(playback.at);
  playing_ = playback.playing ? 1 : 0;
  holding_ = playback.holding ? 1 : 0;
  rate_ = playback.rate;
  revision_ = to_stored(row.write->revision);
  has_start_ = start ? soci::i_ok : soci::i_null;
  if (start) {
    start_at_ms_ = to_unix_ms(start->at);
    start_by_ = start->by.str();
  }
  statement_.execute(true);
  return statement_.get_affected_rows() == 1;
}

}  // namespace matinee::storage
