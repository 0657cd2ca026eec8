// The SDK against the messages the server is tested with, schema/golden. Every file is covered as soon as it is there.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { advance, unknownParty } from '../src/party-state.js';
import { positionAt } from '../src/playback.js';
import { commandTypes, decodeEvent, eventTypes, type ServerEvent } from '../src/protocol.js';
import { typeErrors, type Snippet } from './type-check.js';

/** The compiler takes seconds, on a busy machine many. */
const compilerTimeoutMs = 120_000;

interface Golden {
  name: string;
  text: string;
  value: { type: string; [member: string]: unknown };
}

function goldens(kind: 'commands' | 'events'): Golden[] {
  const folder = fileURLToPath(new URL(`../../../schema/golden/${kind}/`, import.meta.url));
  return readdirSync(folder).map((name) => {
    const text = readFileSync(folder + name, 'utf8');
    return { name: `${kind}/${name}`, text, value: JSON.parse(text) };
  });
}

const commands = goldens('commands');
const events = goldens('events');

/** An object literal, so that the compiler finds members a type does not have as well as wrong and missing ones. */
function snippet({ name, text }: Golden, type: string): Snippet {
  const imports = `import type { Command, ServerEvent } from '@matinee/sdk';`;
  return { name, text: `${imports}\nexport const message: ${type} = ${text};\n` };
}

function decoded({ text }: Golden): ServerEvent {
  const event = decodeEvent(text);
  if (event === null) throw new Error('not decoded');
  return event;
}

it('there are goldens', () => {
  expect(commands.length).toBeGreaterThan(20);
  expect(events.length).toBeGreaterThan(20);
});

describe('every golden event', () => {
  it.each(events)('$name is of a type the SDK knows', ({ value }) => {
    expect(eventTypes).toContain(value.type);
  });

  it('has exactly the members its type declares', { timeout: compilerTimeoutMs }, () => {
    expect(typeErrors(events.map((golden) => snippet(golden, 'ServerEvent')))).toEqual([]);
  });

  it.each(events)('$name tells a newcomer where the party is', (golden) => {
    const event = decoded(golden);
    const { state, missed } = advance(unknownParty, event);
    expect(missed).toBe(false);
    expect(state).toMatchObject({ epoch: event.epoch, revision: event.revision });
    expect(state.playback).not.toBeNull();
    expect(positionAt(state.playback!, event.server_time_ms)).toBe(event.position_ms);
    expect(state.playback?.playing).toBe(event.is_playing);
  });

  it.each(events)('$name advances a party that is one revision behind', (golden) => {
    const event = decoded(golden);
    const before = { ...unknownParty, epoch: event.epoch, revision: event.revision - 1 };
    const { state, missed } = advance(before, event);
    expect(missed).toBe(false);
    expect(state.revision).toBe(event.revision);
  });
});

describe('every golden command', () => {
  it.each(commands)('$name is of a type the SDK knows', ({ value }) => {
    expect(commandTypes).toContain(value.type);
  });

  it('can be written as a command', { timeout: compilerTimeoutMs }, () => {
    const type = 'Command & { party_id?: string; timestamp?: number }';
    expect(typeErrors(commands.map((golden) => snippet(golden, type)))).toEqual([]);
  });
});

describe('the check of types', () => {
  const [event] = events;

  it('finds a member no type has, a missing one and a wrong one', { timeout: compilerTimeoutMs }, () => {
    const wrong = (change: object): Golden => ({
      name: 'wrong',
      value: { type: '' },
      text: JSON.stringify({ ...event?.value, ...change }),
    });
    const errors = typeErrors([
      snippet(wrong({ sometihng: 1 }), 'ServerEvent'),
      snippet(wrong({ epoch: undefined }), 'ServerEvent'),
      snippet(wrong({ revision: 'seven' }), 'ServerEvent'),
    ]);
    expect(errors).toHaveLength(3);
  });
});
