// How this screen is kept in step, in figures: drift now and over the last minute, the clock, what was corrected, and
// what a person can do about it.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Player } from '../film/player';
import type { Party } from '../party/party';
import { driftText } from '../text';
import { CopyButton } from '../ui/copy-button';
import { ResyncIcon } from '../ui/icons';
import { AudioOffset } from './audio-offset';
import { DriftPlot } from './drift-plot';
import { indicationOf } from './sync-indicator';
import './sync-panel.css';

/** How often the figures are read while the panel shows, in ms. */
const readingMs = 500;

interface SyncPanelProps {
  party: Party;
  player: Player;
  /** Whether the panel is in view: nothing is read while it is not. */
  shown: boolean;
}

export function SyncPanel({ party, player, shown }: SyncPanelProps) {
  useReading(shown);
  const { clock } = party.connection;
  const status = player.status.value;
  return (
    <section class="sync-panel" aria-labelledby="sync-title" data-scrolls tabIndex={0}>
      <h2 id="sync-title">Sync of this screen</h2>
      <p class={`sync-panel-now sync-${indicationOf(status).tone}`}>{sentence(player)}</p>
      <DriftPlot samples={player.driftHistory} nowMs={performance.now()} />
      <div class="sync-panel-actions">
        <button type="button" class="button" onClick={() => player.resync()}>
          <ResyncIcon />
          Resync now
        </button>
        <CopyButton text={() => String(player.log)} done="The log of this screen is on the clipboard.">
          Copy log
        </CopyButton>
      </div>
      <AudioOffset player={player} />
      <dl class="sync-figures">
        <Figure name="Round trip to the server" value={milliseconds(clock.rttMs)} />
        <Figure name="Clock of this device" value={wallClockText(clock.offsetMs, Date.now() - performance.now())} />
        <Figure name="Uncertainty of the clock" value={clock.uncertaintyMs === null ? 'not known yet' : `± ${milliseconds(clock.uncertaintyMs)}`} />
        <Figure name="Jumps made" value={String(player.corrections.jumps.value)} />
        <Figure name="Changes of speed made" value={String(player.corrections.speedChanges.value)} />
      </dl>
      <p class="hint">
        Drift is where the film stands here, less where the party’s clock says it should stand. Inside the band it is less
        than a frame.
      </p>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The drift as a whole sentence. */
function sentence(player: Player): string {
  const { state, driftMs } = player.status.value;
  if (driftMs === null || (state !== 'in-sync' && state !== 'adjusting')) return `${indicationOf(player.status.value).text}.`;
  if (Math.abs(driftMs) < 1) return 'This screen is with the party, to the millisecond.';
  return `This screen is ${driftText(driftMs)} ${driftMs < 0 ? 'behind' : 'ahead of'} the party.`;
}

function milliseconds(ms: number | null): string {
  return ms === null ? 'not known yet' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/**
 * The wall clock of this device against the server's. `offsetMs` leads from the page's monotonic clock to the server's;
 * `wallOffsetMs` from the monotonic clock to the device's wall clock as it is set now, which is told in whole ms.
 */
function wallClockText(offsetMs: number | null, wallOffsetMs: number): string {
  if (offsetMs === null) return 'not known yet';
  const aheadMs = wallOffsetMs - offsetMs;
  if (Math.abs(aheadMs) < 2) return 'agrees with the server’s';
  return `${driftText(aheadMs)} ${aheadMs > 0 ? 'ahead' : 'behind'}, allowed for`;
}

/** Draws the panel anew twice a second while it shows. */
function useReading(shown: boolean): void {
  const readings = useSignal(0);
  useEffect(() => {
    if (!shown) return;
    const timer = setInterval(() => (readings.value += 1), readingMs);
    return () => clearInterval(timer);
  }, [shown]);
  void readings.value;
}
