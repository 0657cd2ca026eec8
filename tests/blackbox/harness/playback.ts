// What the tests of playback have in common: a change as one client sees it, and waiting for the film.
import { expect } from "vitest";
import { eventually } from "./deadline";
import type { PartyEvent } from "./events";
import type { PartyClient } from "./party_client";

/** The typed event and the sync event behind it, as one client gets them; insists that they belong together. */
export async function change(client: PartyClient, type: string): Promise<PartyEvent> {
  const typed = await client.expect(type);
  const sync = await client.expect("sync", { revision: typed.revision });
  for (const field of ["clip_id", "position", "is_playing", "position_ms", "rate", "effective_at_ms", "epoch", "party_id"]) {
    expect(sync[field], `${field} of sync and ${type}`).toEqual(typed[field]);
  }
  const types = client.log.map((entry) => entry.event).filter((event) => event.revision === typed.revision);
  expect(types.findIndex((event) => event.type === type)).toBeLessThan(types.indexOf(sync));
  return typed;
}

/** Repeats sync-requests until the position has moved past `milliseconds`. */
export function reaches(client: PartyClient, milliseconds: number): Promise<PartyEvent> {
  return eventually(`the position passes ${milliseconds} ms`, async () => {
    const state = await client.fence();
    return state.position_ms >= milliseconds && state;
  });
}
