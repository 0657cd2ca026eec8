// What a server says of itself, and who calls it. Types only; times in text are RFC 3339.

/** The public settings of a server. */
export interface ServerConfig {
  /** Whether `createGuestSession` is on. */
  guests: boolean;
  /** A film that every party can play; null when the server ships none. */
  sample: { title: string; url: string; duration_ms: number | null } | null;
  version: string;
}

/** Who the caller is. */
export interface Session {
  user_id: string;
  display_name: string;
  avatar_url: string | null;
  guest: boolean;
  /** RFC 3339, or null when the session has no end. */
  expires_at: string | null;
}

/** A new guest. The token is also set as an HttpOnly cookie. */
export interface GuestSession {
  user_id: string;
  display_name: string;
  token: string;
}
