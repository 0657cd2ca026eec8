// Keeps a connection's token fresh: asks for a new one before the old one expires. Owns one timer.

/** Where fresh tokens come from, and where they go. */
export interface TokenRenewalOptions {
  /** The token the connection was opened with. */
  token: string;
  /** Fetches a fresh token for the same person. */
  renew: () => Promise<string>;
  /** Presents it to the server. */
  present: (token: string) => void;
  /** The server's clock in Unix ms; null while unknown. */
  serverNowMs: () => number | null;
  random: () => number;
}

/** So long before the end a token is renewed, but no sooner than after half of what is left. */
const leadMs = 60_000;
/** An attempt that led to nothing is repeated after about so long, until the token has expired. */
const retryMs = 10_000;
/** The longest a timer can wait; a longer time is waited for in parts. */
const longestTimerMs = 2 ** 31 - 1;

/** Renews a token ahead of its end while its connection is open. */
export class TokenRenewal {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private expiresAtMs: number | null;

  constructor(private readonly options: TokenRenewalOptions) {
    this.expiresAtMs = tokenExpiryMs(options.token);
  }

  /** The connection is open and the server's time known. Calls while it waits already change nothing. */
  start(): void {
    const leftMs = this.leftMs();
    if (this.timer === undefined && leftMs !== null) this.wait(Math.max(leftMs / 2, leftMs - leadMs));
  }

  /** The server took a token that ends at this server time (Unix ms); null: never. */
  onAuthenticated(expiresAtMs: number | null): void {
    this.stop();
    this.expiresAtMs = expiresAtMs;
    this.start();
  }

  /** The connection is closed. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private leftMs(): number | null {
    const serverNowMs = this.options.serverNowMs();
    return this.expiresAtMs === null || serverNowMs === null ? null : this.expiresAtMs - serverNowMs;
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    this.timer =
      ms > longestTimerMs
        ? setTimeout(() => this.wait(ms - longestTimerMs), longestTimerMs)
        : setTimeout(() => void this.renew(), Math.max(0, ms));
  }

  private async renew(): Promise<void> {
    // Replaced by the next one when the server takes the token; until then another attempt is due.
    if ((this.leftMs() ?? 0) > 0) this.wait(retryMs * (0.5 + this.options.random()));
    const waiting = this.timer;
    const token = await this.options.renew().catch(() => null);
    const isStillWanted = this.timer === waiting;
    if (token !== null && isStillWanted) this.options.present(token);
  }
}

/** When a JWT ends, Unix ms; null when it does not say so or is no JWT. Reads only; the server verifies. */
export function tokenExpiryMs(token: string): number | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : null;
  } catch {
    return null;
  }
}
