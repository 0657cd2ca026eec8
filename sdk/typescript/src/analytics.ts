// How a party was attended. Types only; times in text are RFC 3339.

/** A stretch of time in which something changed. */
export interface AudienceStretch {
  /** Unix ms of the server. */
  from_ms: number;
  until_ms: number;
  /** People connected at its end, and from there on until the next stretch begins. */
  viewers: number;
  peak: number;
  messages: number;
  reactions: number;
}

/** A minute of a film. */
export interface FilmMinute {
  clip_id: string;
  position_ms: number;
  messages: number;
  reactions: number;
}

/** How a party was attended, for those who run it. */
export interface PartyAnalytics {
  party_id: string;
  created_at: string;
  ended_at: string | null;
  /** Who ever had a seat, and is remembered. */
  participant_count: number;
  /** Connected now. */
  viewers: number;
  peak_viewers: number;
  peak_at: string | null;
  /** What people were connected for, all together. */
  watched_ms: number;
  /** Of it, for each participant. */
  average_watched_ms: number;
  messages: number;
  reactions: number;
  /** In order, at most 480. */
  audience: AudienceStretch[];
  /** By clip and minute, at most 2,000. */
  film: FilmMinute[];
}
