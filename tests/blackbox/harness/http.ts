// HTTP as a client of the documented API speaks it: one connection a request, JSON in and out.
import type { IncomingHttpHeaders } from "node:http";
import { expect } from "vitest";
import { within } from "./deadline";
import { openRequest } from "./scheme";
import type { User } from "./token";

/** Where requests go: a server, or a proxy in front of several. */
export interface Origin {
  readonly url: string;
  /** What it printed last, for messages. */
  tail(): string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as it came, still compressed where the request asked for that. */
  readonly bytes: Buffer;
  /** The body as JSON; `undefined` where it is none. */
  readonly json: any;
}

export interface RequestOptions {
  /** Whose bearer token to send. */
  readonly as?: User;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly rawBody?: string;
  readonly headers?: Record<string, string>;
}

/** Sends one request and waits for the whole response. */
export function send(
  server: Origin,
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<HttpResponse> {
  const body = options.rawBody ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const headers: Record<string, string> = {
    ...(options.as ? { Authorization: `Bearer ${options.as.token}` } : {}),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...options.headers,
  };
  if (body !== undefined) {
    headers["Content-Length"] = String(Buffer.byteLength(body));
  }
  const response = new Promise<HttpResponse>((resolve, reject) => {
    const request = openRequest(server.url + path, { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", reject);
      incoming.once("end", () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString("utf8");
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, bytes, json: parse(text) });
      });
    });
    request.once("error", (error) => {
      reject(new Error(`${method} ${path}: ${error.message}\n${server.tail()}`));
    });
    request.end(body);
  });
  return within(`${method} ${path}`, 5000, response, () => server.tail());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Insists on a status, showing the body when it is another. */
export function expectStatus(response: HttpResponse, status: number): HttpResponse {
  expect(response.status, `body: ${response.text}`).toBe(status);
  return response;
}

/** Insists on problem details (RFC 9457) with the catalogue's `code`. */
export function expectProblem(response: HttpResponse, status: number, code?: string): HttpResponse {
  expectStatus(response, status);
  expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(response.json.status).toBe(status);
  expect(response.json.title).toEqual(expect.any(String));
  expect(response.json.code).toMatch(/^[A-Z][A-Z_]+$/);
  if (code !== undefined) {
    expect(response.json.code).toBe(code);
  }
  return response;
}

/** Insists on 429 with a Retry-After between one second and the window's length. */
export function expectRateLimited(response: HttpResponse, windowSeconds: number): void {
  expectProblem(response, 429, "RATE_LIMITED");
  expect(response.headers["retry-after"]).toMatch(/^\d+$/);
  const seconds = Number(response.headers["retry-after"]);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(windowSeconds);
}

/** A time as the API writes it: RFC 3339 in UTC. */
export const RFC3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
