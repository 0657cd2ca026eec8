// The catalogue of clips, and playlists made of them. Types only; times in text are RFC 3339.

/** Something to play. */
export interface Clip {
  id: string;
  title: string;
  url: string;
  duration_ms: number | null;
  created_at: string;
  /** Absent: an older server. */
  thumbnail_url?: string | null;
  /** Absent: an older server. */
  captions?: Caption[];
}

/** A track of subtitles of a clip. */
export interface Caption {
  url: string;
  /** BCP 47. */
  language: string;
  /** For people. */
  label: string;
}

/** A clip to add to the catalogue. */
export interface NewClip {
  title: string;
  url: string;
  duration_ms?: number;
  thumbnail_url?: string;
  captions?: Caption[];
}

/** A clip of a playlist, without its captions; of one that is not in the catalogue only `id` is known. */
export type PlaylistClip = Omit<Clip, 'title' | 'url' | 'created_at' | 'captions'> & {
  title: string | null;
  url: string | null;
  created_at: string | null;
};

/** A playlist as it is listed. */
export interface PlaylistSummary {
  id: string;
  title: string;
  /** Whether whoever has its id may read it. */
  shared: boolean;
  clip_count: number;
  revision: number;
  updated_at: string;
}

/** A playlist with its clips. */
export interface Playlist {
  id: string;
  title: string;
  shared: boolean;
  /** The caller's, who alone may change it. */
  own: boolean;
  revision: number;
  created_at: string;
  updated_at: string;
  clips: PlaylistClip[];
}

/** What is left out stays as it is. */
export interface PlaylistChange {
  title?: string;
  shared?: boolean;
  /** All clips, in order; at most 500. */
  clip_ids?: string[];
  /** The one the change rests on; another now is a conflict (409). */
  revision?: number;
}
