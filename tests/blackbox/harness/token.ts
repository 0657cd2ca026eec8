// Users and their HS256 tokens, minted here as a platform in front of the server would.
import { createHmac, randomUUID } from "node:crypto";

/** The secret shared with every server of the suite; long enough for HS256. */
export const SECRET = "black-box-secret-0123456789abcdef0123456789abcdef";

const minted = new Set<string>();

/** Every token and secret that must never show up in a log. */
export function secretsInUse(): string[] {
  return [SECRET, ...minted];
}

/** Remembers something the server handed out (a ticket, a guest's token) that must never show up in a log. */
export function rememberSecret(secret: string): void {
  minted.add(secret);
}

export interface TokenOptions {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly secret?: string;
}

/** Seconds since the Unix epoch, as JWT claims count. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** A compact JWS over `claims`; HS256 with the suite's secret unless told otherwise. */
export function mintToken(options: TokenOptions = {}): string {
  const claims = { sub: randomUUID(), name: "Someone", exp: nowSeconds() + 3600, ...options.claims };
  const header = { alg: "HS256", typ: "JWT", ...options.header };
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  const signature = createHmac("sha256", options.secret ?? SECRET).update(signed).digest("base64url");
  const token = `${signed}.${header.alg === "none" ? "" : signature}`;
  minted.add(token);
  return token;
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** Somebody with a name and a valid token. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** A user nobody has seen before, so that no rate limit of another test applies. */
export function newUser(name = "Alice", claims: Record<string, unknown> = {}): User {
  const id = randomUUID();
  return { id, name, token: mintToken({ claims: { sub: id, name, ...claims } }) };
}
