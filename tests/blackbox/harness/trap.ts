// Acting at an exact moment: when certain bytes come by at a gate, before or after they go on.
import type { Gate } from "../../sync/gate/gate";

/** What comes by: which way, and how it looks. */
export interface Bait {
  readonly kind: "request" | "answer";
  readonly fits: (bytes: Buffer) => boolean;
}

export function bait(kind: "request" | "answer", pattern: RegExp): Bait {
  return { kind, fits: (bytes) => pattern.test(bytes.toString("latin1")) };
}

/**
 * Waits for each of `baits` in turn, on one connection; runs `act` when the last one has come, while its bytes are still
 * at the gate. They go on if `act` says so. Resolves when that has happened.
 */
export function trap(gate: Gate, baits: Bait[], act: () => "goes on" | "is swallowed"): Promise<void> {
  const reached = new Map<number, number>();
  return new Promise((resolve) => {
    gate.watch((bytes, { kind, connection }) => {
      const step = reached.get(connection) ?? 0;
      const bait = baits[step];
      if (bait === undefined || bait.kind !== kind || !bait.fits(bytes)) {
        return true;
      }
      reached.set(connection, step + 1);
      if (step + 1 < baits.length) {
        return true;
      }
      gate.watch(undefined);
      const goesOn = act() === "goes on";
      resolve();
      return goesOn;
    });
  });
}
