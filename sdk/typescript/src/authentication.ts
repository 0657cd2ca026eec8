// The ways to tell a party's socket who you are. A session cookie needs none of this. Never the query string: URLs are
// logged.

/** A token, or where to get one for each attempt to connect. */
export type TokenSource = string | (() => string | Promise<string>);

/** What `HttpClient.createSocketTicket` resolves to, as far as it is needed here. */
interface TicketIssuer {
  createSocketTicket(partyId: string): Promise<{ ticket: string }>;
}

/**
 * For the option `protocols`: a fresh one-time ticket for each attempt. The best choice for a page on another origin
 * than the server.
 */
export function ticketProtocols(api: TicketIssuer, partyId: string): () => Promise<string[]> {
  return async () => ['matinee.v1', `ticket.${(await api.createSocketTicket(partyId)).ticket}`];
}

/** For the option `protocols`: the token itself, as browsers can send it. */
export function bearerProtocols(token: TokenSource): () => Promise<string[]> {
  return async () => [`auth.bearer.${base64Url(typeof token === 'function' ? await token() : token)}`];
}

/** A WebSocket class whose constructor takes headers in a third argument, like that of the package `ws`. */
type HeaderWebSocket = new (
  url: string,
  protocols: string | string[] | undefined,
  options: { headers: Record<string, string> },
) => object;

/**
 * For the option `WebSocket`, outside of browsers: sends the token in the `Authorization` header. `token` is read for
 * each attempt and can't wait, because the constructor of a socket can't.
 */
export function headerWebSocket(socketClass: HeaderWebSocket, token: () => string): unknown {
  return class extends socketClass {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers: { Authorization: `Bearer ${token()}` } });
    }
  };
}

function base64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
