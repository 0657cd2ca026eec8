// Who asks for control, as the host's page knows it.

import { describe, expect, it } from 'vitest';
import { setScene } from '../testing/party-scene';

const scene = setScene();

describe('a wish for control', () => {
  const bob = { user_id: 'bob', display_name: 'Bob' };
  const left = (reason: string) => ({ type: 'participant-left', participant: { ...bob, role: 'viewer' }, reason });

  it.each([
    ['left', 0],
    ['kicked', 0],
    ['disconnected', 1],
  ])('of somebody who is gone (%s): %i is shown', (reason, shown) => {
    scene.open();
    scene.line.tells({ type: 'control-asked', by: bob });
    scene.line.tells(left(reason));
    expect(scene.party.controlWishes.value).toHaveLength(shown);
  });
});
