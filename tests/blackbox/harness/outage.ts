// Commands at a server whose store fails or comes back at some moment: each is told to everyone or refused.
import { eventually } from "./deadline";
import type { PartyClient } from "./party_client";

/** Seeks, and waits for either of the two possible outcomes. */
export async function seek(host: PartyClient, position: number): Promise<"told" | "refused"> {
  const mark = host.mark();
  host.send("seek", { position });
  return eventually(`the seek to ${position} is told or refused`, () => {
    if (host.since(mark, "seek").some((event) => event.position === position)) {
      return "told";
    }
    return host.since(mark, "error").some((event) => event.code === "STORAGE_UNAVAILABLE") && "refused";
  });
}

/** Seeks on until one is refused; returns how far the party has got. */
export async function seekUntilRefused(host: PartyClient): Promise<number> {
  for (let position = 1; position < 10_000; position += 1) {
    if ((await seek(host, position)) === "refused") {
      return position - 1;
    }
  }
  throw new Error("a broken store took every write");
}
