// WebSocket close codes: their names, and whether to come back, which the range alone decides.

/** The server's own codes. */
export const closeCodes = {
  slowConsumer: 4008,
  pingTimeout: 4009,
  tokenExpired: 4401,
  partyEnded: 4500,
  kicked: 4501,
  participantLimit: 4502,
  leftParty: 4503,
  abuse: 4504,
  connectionLimit: 4505,
  blocked: 4506,
} as const;

/** What a client does after a close: open a new connection, or stop for good. */
export type CloseAction = 'reconnect' | 'stop';

/** Lowest and highest terminal code: the server says not to come back. */
export const terminalCloseCodes = { first: 4500, last: 4999 } as const;

/**
 * Decides by range: 4500-4999 are terminal, everything else (4000-4499, going away 1001, restart 1012, a lost
 * connection 1006) is worth another attempt.
 */
export function closeAction(code: number): CloseAction {
  return code >= terminalCloseCodes.first && code <= terminalCloseCodes.last ? 'stop' : 'reconnect';
}
