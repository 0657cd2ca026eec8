// What a page says when it is not to come back by itself.
import { closeCodes, ProblemError } from '@matinee/sdk';
import { describe, expect, it } from 'vitest';
import { farewell, farewellOfClose, farewellOfProblem } from './farewell';

describe('after a close', () => {
  it.each([
    [closeCodes.partyEnded, farewell.ended()],
    [closeCodes.kicked, farewell.kicked()],
    [closeCodes.participantLimit, farewell.full()],
    [closeCodes.connectionLimit, farewell.tooManyTabs()],
    [closeCodes.leftParty, farewell.left()],
    [1006, farewell.lost()],
  ])('%i', (code, said) => {
    expect(farewellOfClose(code, '')).toEqual(said);
  });

  it('says the reason of a server that does not want this page back', () => {
    expect(farewellOfClose(closeCodes.abuse, 'too many invalid messages').text).toContain('too many invalid messages');
  });

  it('with too many tabs it can be tried again, and is not taken for a full party', () => {
    const said = farewellOfClose(closeCodes.connectionLimit, '');
    expect(said.canRetry).toBe(true);
    expect(`${said.title} ${said.text}`).not.toMatch(/full|seat/i);
  });
});

describe('after a refused join', () => {
  const problem = (status: number, code: string) => new ProblemError({ type: 'about:blank', title: code, status, detail: '', code });
  it.each([
    [problem(403, 'PARTICIPANT_LIMIT'), farewell.full()],
    [problem(403, 'KICKED'), farewell.kicked()],
    [problem(404, 'NOT_FOUND'), farewell.unknownCode()],
    [problem(403, 'INVITATION_INVALID'), farewell.invitationSpent()],
    [problem(403, 'JOIN_DECLINED'), farewell.declined()],
  ])('%s', (error, said) => {
    expect(farewellOfProblem(error)).toEqual(said);
  });
});
