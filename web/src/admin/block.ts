// Blocking somebody, after a question.

import { problemText } from '../text';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notices';
import { operator } from './operator';

const whatBlockingMeans = 'They are let in nowhere on this server, and their connections are closed, until you unblock them.';

/** Resolves to whether the user is blocked now. */
export async function askToBlock(userId: string, name: string, reason = ''): Promise<boolean> {
  if (!(await confirm(`Block ${name}?`, whatBlockingMeans, 'Block'))) return false;
  try {
    await operator.blockUser(userId, reason);
    notify(`${name} is blocked.`);
    return true;
  } catch (error) {
    notify(problemText(error), 'problem');
    return false;
  }
}
