// One request function for http:// and https:// addresses. Certificates of the suite are self-signed and not verified.
import { type ClientRequest, type IncomingMessage, type RequestOptions, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";

/** `http.request` or `https.request`, whichever the address asks for, on a connection of its own. */
export function openRequest(
  url: string,
  options: RequestOptions,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest {
  return url.startsWith("https:")
    ? tlsRequest(url, { ...options, agent: false, rejectUnauthorized: false }, onResponse)
    : plainRequest(url, { ...options, agent: false }, onResponse);
}
