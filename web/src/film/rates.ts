// The playback speeds on offer, and how they are written. Pure.

/** What the menu offers, slowest first. The server takes any rate from 0.25 to 3. */
export const offeredRates = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** `1×`, `1.25×`. */
export function rateText(rate: number): string {
  return `${Number(rate.toFixed(2))}×`;
}

/** The offered rate next to one in a direction; the outermost one beyond the ends. */
export function nearbyRate(rate: number, direction: 1 | -1): number {
  const beyond = offeredRates.filter((offered) => (offered - rate) * direction > 0.001);
  return beyond.at(direction > 0 ? 0 : -1) ?? offeredRates.at(direction > 0 ? -1 : 0) ?? 1;
}
