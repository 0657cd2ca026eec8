// What every server event has to look like, whatever its type (protocol decisions 4 and 4a): checked on every message
// any client of the suite receives.

/** A decoded server event. */
export interface PartyEvent {
  readonly type: string;
  readonly party_id?: string;
  readonly clip_id?: string | null;
  readonly position: number;
  readonly is_playing: boolean;
  readonly server_timestamp: number;
  readonly position_ms: number;
  readonly server_time_ms: number;
  readonly revision: number;
  readonly epoch: number | string;
  readonly [more: string]: any;
}

/**
 * The first thing wrong with an event, or `undefined`.
 * @param raw the message as received: a client that decodes integers as integers must not meet `120.0` or `1.2E2`
 */
export function envelopeDefect(raw: string, event: PartyEvent): string | undefined {
  const checks: Array<[boolean, string]> = [
    [typeof event.type === "string", "type must be a string"],
    [typeof event.party_id === "string", "party_id must be a string"],
    [event.clip_id === null || typeof event.clip_id === "string", "clip_id must be a string or null"],
    [Number.isInteger(event.position) && event.position >= 0, "position must be an integer of at least 0"],
    [typeof event.is_playing === "boolean", "is_playing must be a boolean"],
    [Number.isInteger(event.server_timestamp), "server_timestamp must be an integer"],
    [Number.isInteger(event.position_ms) && event.position_ms >= 0, "position_ms must be an integer of at least 0"],
    [Number.isInteger(event.server_time_ms), "server_time_ms must be an integer"],
    [Number.isInteger(event.revision) && event.revision >= 0, "revision must be an integer of at least 0"],
    [["string", "number"].includes(typeof event.epoch), "epoch must be there"],
    [event.position === Math.floor(event.position_ms / 1000), "position must be position_ms floored to seconds"],
    [
      event.server_timestamp === Math.floor(event.server_time_ms / 1000),
      "server_timestamp must be server_time_ms floored to seconds",
    ],
    [!/"(position|server_timestamp)"\s*:\s*-?\d+[.eE]/.test(raw), "integers must be written as integers"],
  ];
  return checks.find(([holds]) => !holds)?.[1];
}

/** Where the film stood when it began to move, from any event of a playing film. */
export function anchorMs(event: PartyEvent): number {
  return event.position_ms - Math.max(0, event.server_time_ms - event.effective_at_ms) * event.rate;
}

/** A subset of fields (compared deeply) or a predicate. */
export type Matcher = Record<string, unknown> | ((event: PartyEvent) => boolean);

/** Whether `value` has everything `pattern` has. */
export function matches(value: unknown, pattern: unknown): boolean {
  if (pattern === null || typeof pattern !== "object") {
    return Object.is(value, pattern);
  }
  if (value === null || typeof value !== "object") {
    return false;
  }
  return Object.entries(pattern).every(([key, part]) => matches((value as Record<string, unknown>)[key], part));
}
