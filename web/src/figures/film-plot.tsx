// Messages and reactions by minute of a film as bars, and as a table for who cannot or will not look at them.

import type { FilmMinute } from '@matinee/sdk';
import { height, minutesOf, roundedUp, width } from './plot';

const minuteMs = 60_000;

export function FilmPlot({ minutes: told }: { minutes: readonly FilmMinute[] }) {
  const minutes = minutesOf(told);
  const most = roundedUp(Math.max(...minutes.map(({ messages, reactions }) => messages + reactions)));
  const last = Math.max(...minutes.map(({ position_ms }) => position_ms / minuteMs)) + 1;
  const bar = width / last;
  const messages = minutes.reduce((sum, one) => sum + one.messages, 0);
  const reactions = minutes.reduce((sum, one) => sum + one.reactions, 0);
  return (
    <>
      <figure class="figures-plot">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${messages} messages and ${reactions} reactions over ${last} minutes of the film.`}
        >
          {minutes.map((one) => {
            const x = (bar * one.position_ms) / minuteMs;
            const said = (height * one.messages) / most;
            const reacted = (height * one.reactions) / most;
            return (
              <g key={one.position_ms}>
                <rect class="figures-messages" x={x} width={bar * 0.9} y={height - said} height={said} />
                <rect class="figures-reactions" x={x} width={bar * 0.9} y={height - said - reacted} height={reacted} />
              </g>
            );
          })}
        </svg>
        <span class="figures-most" aria-hidden="true">
          {most}
        </span>
        <figcaption aria-hidden="true">
          <span>0:00</span>
          <span class="figures-legend">
            <i class="figures-key-messages" /> messages <i class="figures-key-reactions" /> reactions
          </span>
          <span>{last}:00</span>
        </figcaption>
      </figure>
      <details class="figures-table">
        <summary>As a table</summary>
        <div class="figures-scroll" tabIndex={0} role="region" aria-label="Messages and reactions by minute, as a table">
          <table>
            <thead>
              <tr>
                <th scope="col">Minute</th>
                <th scope="col">Messages</th>
                <th scope="col">Reactions</th>
              </tr>
            </thead>
            <tbody>
              {minutes.map((one) => (
                <tr key={one.position_ms}>
                  <th scope="row">{one.position_ms / minuteMs}</th>
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
