// The same party with clients that follow the specification's sample code, for comparison: once with right wall clocks,
// once with the wrong ones.

import { planOfFour, type Stage } from './scenarios.js';

/** Three start together, the fourth comes later, and the party seeks. */
async function watchTogether({ rig, notebook }: Stage, suffix: string, right: boolean): Promise<void> {
  await rig.beginParty();
  const { control } = rig;
  const plans = planOfFour('specification').map((plan) =>
    right ? { ...plan, wallClock: { aheadMs: 0, gainMsPerSecond: 0 } } : plan,
  );
  for (const plan of plans.slice(0, 3)) await rig.join(plan);
  for (const client of rig.clients) await client.untilFilmIsThere();

  async function watch(fromMs: number, beginMs: number): Promise<void> {
    await rig.pass(fromMs + 10_000 - control.nowMs());
    const toMs = control.nowMs();
    const clients = rig.clients.map(({ name }) => name);
    const scenario = `specification${suffix}`;
    notebook.recoveries.push({ scenario, fromMs, toMs, clients });
    notebook.steady.push({ scenario, fromMs: beginMs, toMs, clients });
  }

  const { movesAtMs } = await control.startFilm();
  await watch(movesAtMs, movesAtMs + 2000);
  for (const plan of plans.slice(3)) await rig.join(plan);
  const joinedMs = control.nowMs();
  await watch(joinedMs, joinedMs + 3000);
  const sought = await rig.playFrom(100_000);
  await watch(sought.movesAtMs, sought.movesAtMs + 2000);
}

export const specificationRightClocks = (stage: Stage): Promise<void> => watchTogether(stage, '', true);
export const specificationWrongClocks = (stage: Stage): Promise<void> => watchTogether(stage, '-wrong-clocks', false);
