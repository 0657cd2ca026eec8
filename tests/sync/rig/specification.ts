// The same party with clients that follow the specification's sample code, for comparison: once with right wall clocks,
// once with the wrong ones.

import { planOfFour, type Stage } from './scenarios.js';

/** A start, half a minute of play and a seek. */
async function watchTogether({ rig, notebook }: Stage, suffix: string, right: boolean): Promise<void> {
  await rig.beginParty();
  for (const plan of planOfFour('specification')) {
    await rig.join(right ? { ...plan, wallClock: { aheadMs: 0, gainMsPerSecond: 0 } } : plan);
  }
  for (const client of rig.clients) await client.untilFilmIsThere();
  const clients = rig.clients.map(({ name }) => name);
  const { control } = rig;
  for (const [scenario, begin] of [
    ['start', () => control.startFilm()],
    ['seek', () => rig.playFrom(100_000)],
  ] as const) {
    const { movesAtMs } = await begin();
    await rig.pass(movesAtMs + 10_000 - control.nowMs());
    const toMs = control.nowMs();
    notebook.recoveries.push({ scenario: `specification-${scenario}${suffix}`, fromMs: movesAtMs, toMs, clients });
    notebook.steady.push({ scenario: `specification-steady${suffix}`, fromMs: movesAtMs + 2000, toMs, clients });
  }
}

export const specificationRightClocks = (stage: Stage): Promise<void> => watchTogether(stage, '', true);
export const specificationWrongClocks = (stage: Stage): Promise<void> => watchTogether(stage, '-wrong-clocks', false);
