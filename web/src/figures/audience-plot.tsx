// People over time as a line, and as a table for who cannot or will not look at it.

import type { PartyAnalytics } from '@matinee/sdk';
import { audienceLine, height, roundedUp, spanOf, width } from './plot';

export function AudiencePlot({ analytics }: { analytics: PartyAnalytics }) {
  const { audience, peak_viewers: peak } = analytics;
  if (audience.length === 0) return <p class="hint">Nobody has been here yet.</p>;
  const span = spanOf(analytics);
  const most = roundedUp(peak);
  const line = audienceLine(audience, span, most);
  return (
    <>
      <figure class="figures-plot">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`People over time: at most ${peak} at once.`}>
          <polygon class="figures-area" points={`${line} ${width},${height}`} />
          <polyline class="figures-line" points={line} />
        </svg>
        <span class="figures-most" aria-hidden="true">
          {most}
        </span>
        <figcaption aria-hidden="true">
          <span>{timeText(span.fromMs)}</span>
          <span>{timeText(span.untilMs)}</span>
        </figcaption>
      </figure>
      <details class="figures-table">
        <summary>As a table</summary>
        <div class="figures-scroll" tabIndex={0} role="region" aria-label="People over time, as a table">
          <table>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">Until</th>
                <th scope="col">People at the end</th>
                <th scope="col">At most</th>
                <th scope="col">Messages</th>
                <th scope="col">Reactions</th>
              </tr>
            </thead>
            <tbody>
              {audience.map((one) => (
                <tr key={one.from_ms}>
                  <th scope="row">{timeText(one.from_ms)}</th>
                  <td>{timeText(one.until_ms)}</td>
                  <td>{one.viewers}</td>
                  <td>{one.peak}</td>
                  <td>{one.messages}</td>
                  <td>{one.reactions}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function timeText(ms: number): string {
  return new Date(ms).toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
}
