// The environment names of the settings this suite turns, in one place.

export const SETTING = {
  listen: "MATINEE_LISTEN",
  data: "MATINEE_DATA",
  database: "MATINEE_DATABASE",
  mediaDirectory: "MATINEE_MEDIA_DIR",
  jwtSecret: "MATINEE_JWT_SECRET",
  jwtSecretFile: "MATINEE_JWT_SECRET_FILE",
  jwtPublicKeyFile: "MATINEE_JWT_PUBLIC_KEY_FILE",
  jwtIssuer: "MATINEE_JWT_ISSUER",
  jwtAudience: "MATINEE_JWT_AUDIENCE",
  guests: "MATINEE_GUESTS",
  tlsCertificate: "MATINEE_TLS_CERTIFICATE",
  tlsKey: "MATINEE_TLS_KEY",
  publicUrl: "MATINEE_PUBLIC_URL",
  allowedOrigins: "MATINEE_ALLOWED_ORIGINS",
  trustedProxies: "MATINEE_TRUSTED_PROXIES",
  presenceGrace: "MATINEE_PRESENCE_GRACE",
  crowdSize: "MATINEE_CROWD_SIZE",
  crowdInterval: "MATINEE_CROWD_INTERVAL",
  rosterPage: "MATINEE_ROSTER_PAGE",
  pingInterval: "MATINEE_PING_INTERVAL",
  pongTimeout: "MATINEE_PONG_TIMEOUT",
  requestTimeout: "MATINEE_REQUEST_TIMEOUT",
  idleTimeout: "MATINEE_IDLE_TIMEOUT",
  storageTimeout: "MATINEE_STORAGE_TIMEOUT",
  ticketTtl: "MATINEE_TICKET_TTL",
  connectionsPerUser: "MATINEE_CONNECTIONS_PER_USER",
  statusBroadcastMax: "MATINEE_STATUS_BROADCAST_MAX",
  emptyPartyTimeout: "MATINEE_EMPTY_PARTY_TIMEOUT",
  waitingStalledMax: "MATINEE_WAITING_STALLED_MAX",
  waitingLoadingMax: "MATINEE_WAITING_LOADING_MAX",
  readyCheckMax: "MATINEE_READY_CHECK_MAX",
  reportUnauthorizedPlayback: "MATINEE_REPORT_UNAUTHORIZED_PLAYBACK",
} as const;

/** Values by environment name. */
export type Settings = Record<string, string>;
