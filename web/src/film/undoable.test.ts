import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { PartyConnection } from '@matinee/sdk';
import { Undoable } from './undoable';

const alice = { user_id: 'alice', display_name: 'Alice' };

/** A page that came while `clipId` played; all of a film is there from `keptFromMs` on. */
class Scene {
  readonly keptFromMs = signal(0);
  readonly undoable: Undoable;
  private listener: (event: object) => void = () => undefined;

  constructor(clipId: string | null = 'clip-1') {
    const connection = {
      state: { playback: { clipId } },
      on: (_: string, listener: (event: object) => void) => {
        this.listener = listener;
        return () => undefined;
      },
    };
    this.undoable = new Undoable(connection as unknown as PartyConnection, (ms) => ms >= this.keptFromMs.value);
  }

  tells(event: { type: string; [member: string]: unknown }): void {
    this.listener({ clip_id: 'clip-1', by: alice, ...event });
  }

  get last() {
    return this.undoable.last.value;
  }
}

describe('what can be taken back', () => {
  it('is a jump, then the undo of it', () => {
    const scene = new Scene();
    expect(scene.last).toBeNull();
    scene.tells({ type: 'seek', from_ms: 5000 });
    expect(scene.last).toBe('seek');
    scene.tells({ type: 'pause' });
    expect(scene.last).toBe('seek');
    scene.tells({ type: 'undo', undone: 'seek', from_ms: 60_000 });
    expect(scene.last).toBe('undo');
  });

  it('is a change of film by somebody, but not the choice of the first', () => {
    const scene = new Scene(null);
    scene.tells({ type: 'skip' });
    expect(scene.last).toBeNull();
    scene.tells({ type: 'skip', clip_id: 'clip-2' });
    expect(scene.last).toBe('skip');
  });

  it('is not what the queue does by itself, nor what was before that', () => {
    const scene = new Scene();
    scene.tells({ type: 'seek', from_ms: 5000 });
    scene.tells({ type: 'skip', clip_id: 'clip-2', by: null });
    expect(scene.last).toBeNull();
  });

  it('is nothing where the server has kept nothing', () => {
    const scene = new Scene();
    scene.tells({ type: 'seek', from_ms: 5000 });
    scene.tells({ type: 'error', code: 'CONFLICT' });
    expect(scene.last).toBeNull();
  });
});

describe('in a live stream', () => {
  it('a jump away from where it has nothing to show stays, whatever comes', () => {
    const scene = new Scene();
    scene.keptFromMs.value = 10_000;
    scene.tells({ type: 'seek', from_ms: 0 });
    expect(scene.last).toBeNull();
    scene.keptFromMs.value = 0;
    expect(scene.last).toBeNull();
  });

  it('a jump can be taken back for as long as what it left is kept', () => {
    const scene = new Scene();
    scene.tells({ type: 'seek', from_ms: 5000 });
    expect(scene.last).toBe('seek');
    scene.keptFromMs.value = 6000;
    expect(scene.last).toBeNull();
  });

  it('a change of film can be taken back: it leads to another one', () => {
    const scene = new Scene();
    scene.keptFromMs.value = 10_000;
    scene.tells({ type: 'skip', clip_id: 'clip-2' });
    expect(scene.last).toBe('skip');
  });
});
