// One server for a whole test file: started before its first test, stopped (and its end and log judged) after its last.
import { afterAll, beforeAll } from "vitest";
import { scaled } from "./deadline";
import { MatineeServer, type ServerOptions } from "./server";

export interface SharedServer {
  /** Available inside tests and hooks. */
  readonly server: MatineeServer;
}

/** Declares the file's server. */
export function sharedServer(options: ServerOptions = {}): SharedServer {
  let server: MatineeServer | undefined;
  beforeAll(async () => {
    server = await MatineeServer.start(options);
  }, scaled(60_000));
  afterAll(async () => {
    await server?.stop();
  });
  return {
    get server(): MatineeServer {
      if (server === undefined) {
        throw new Error("the file's server is not running");
      }
      return server;
    },
  };
}
