// The rig's own connection to the party, straight to the server: gives the host's commands, and writes down what is true
// in a Timeline. Uses neither the SDK nor a link, since it judges both.

import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import WebSocket from 'ws';
import { ClockBounds } from '../measure/clock-bounds.js';
import { Timeline, type PlaybackEvent, type Stretch } from '../measure/timeline.js';

const answerDeadlineMs = 10_000;

type ServerEvent = PlaybackEvent & { t0?: number; t1?: number; t2?: number; code?: string; message?: string };
type Listener = (event: ServerEvent) => void;

/** A guest of the server: id and token. */
export interface Guest {
  user_id: string;
  token: string;
}

/** Makes a party with a film and connects as its host. */
export class Control {
  readonly timeline = new Timeline();
  /** Server time minus the rig's clock (`performance.now()` of this process). */
  readonly serverClock = new ClockBounds();
  private takes = 0;
  private readonly listeners = new Set<Listener>();

  private constructor(
    private readonly socket: WebSocket,
    readonly code: string,
    private readonly addFilm: (take: number) => Promise<{ id: string }>,
  ) {
    socket.on('message', (data) => this.onMessage(JSON.parse(String(data))));
  }

  static async open(origin: string, filmUrl: string, filmMs: number): Promise<Control> {
    const { token } = await post<Guest>(`${origin}/api/v1/session/guest`, { display_name: 'Host' });
    const addFilm = (take: number) =>
      post<{ id: string }>(
        `${origin}/api/v1/clips`,
        { title: 'Measured film', url: `${filmUrl}?take=${take}`, duration_ms: filmMs },
        token,
      );
    const party = await post<{ id: string; invite_code: string }>(
      `${origin}/api/v1/watch-parties`,
      { title: 'Measured party' },
      token,
    );
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/api/v1/watch-parties/${party.id}/ws`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const control = new Control(socket, party.invite_code, addFilm);
    await once(socket, 'open');
    await control.ask({ type: 'sync-request' }, (event) => event.type === 'sync');
    await control.readServerClock();
    return control;
  }

  /** Server time now. */
  nowMs(): number {
    return performance.now() + this.serverClock.offsetMs;
  }

  /** Gives a command and resolves to the stretch of playback it leads to. Rejects with the server's refusal. */
  async change(command: Record<string, unknown>): Promise<Stretch> {
    const before = this.timeline.latest;
    await this.ask(command, () => this.timeline.latest !== before);
    return this.timeline.latest!;
  }

  /** Begins the film from its start, each time under an address of its own, so that nobody has loaded any of it. */
  async startFilm(): Promise<Stretch> {
    const { id } = await this.addFilm(++this.takes);
    return this.change({ type: 'skip', clip_id: id });
  }

  /** Resolves to the stretch of playback in which a standing film moves again, whoever causes it. */
  async nextStart(): Promise<Stretch> {
    await this.next(() => this.timeline.latest?.playing === true, 'a start');
    return this.timeline.latest!;
  }

  /** Sends a command and waits for the event that answers it. */
  async ask(command: Record<string, unknown>, answers: (event: ServerEvent) => boolean): Promise<ServerEvent> {
    const answer = this.next(
      (event) => answers(event) || event.type === 'error',
      `an answer to ${String(command['type'])}`,
    );
    this.socket.send(JSON.stringify(command));
    const event = await answer;
    if (event.type === 'error') throw new Error(`${String(command['type'])} was refused: ${event.message}`);
    return event;
  }

  /** Resolves to the next event that fits. */
  next(fits: (event: ServerEvent) => boolean, what: string): Promise<ServerEvent> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(deadline);
        this.listeners.delete(listener);
      };
      const listener: Listener = (event) => {
        if (!fits(event)) return;
        finish();
        resolve(event);
      };
      const deadline = setTimeout(() => {
        finish();
        reject(new Error(`the server did not send ${what} within ${answerDeadlineMs} ms`));
      }, answerDeadlineMs);
      this.listeners.add(listener);
    });
  }

  /** Narrows the bounds of the server's clock, whose answers are whole milliseconds rounded down. */
  async readServerClock(exchanges = 60): Promise<void> {
    for (let n = 0; n < exchanges; ++n) {
      const question = { type: 'time-sync', t0: performance.now() };
      const { t0, t1, t2 } = await this.ask(question, (event) => event.type === 'time-sync');
      const knownMs = performance.now();
      if (t0 === undefined || t1 === undefined || t2 === undefined) continue;
      this.serverClock.add({ askedMs: t0, knownMs, readingMs: t1, resolutionMs: 1 });
      this.serverClock.add({ askedMs: t0, knownMs, readingMs: t2, resolutionMs: 1 });
    }
  }

  close(): void {
    this.socket.close();
  }

  private onMessage(event: ServerEvent): void {
    if (event.type !== 'error' && event.type !== 'time-sync') this.timeline.add(event);
    for (const listener of this.listeners) listener(event);
  }
}

/** Posts JSON and resolves to the JSON of the answer; rejects with what the server said otherwise. */
async function post<T>(url: string, body: unknown, token?: string): Promise<T> {
  const credential = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...credential },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
