// What the server answers to a question of a view: asked at once, again now and then, and whenever something was done.

import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { problemText } from '../text';
import { isRefusal, refused } from './operator';

/** Between two questions, in ms, while the page is seen. */
const everyMs = 5000;

interface Answer<T> {
  /** Null: not yet. */
  value: ReadonlySignal<T | null>;
  problem: ReadonlySignal<string>;
  askAgain: () => Promise<void>;
}

/** `about`: another question is asked when it changes. */
export function useAnswer<T>(ask: () => Promise<T>, about: string): Answer<T> {
  const value = useSignal<T | null>(null);
  const problem = useSignal('');
  const asked = useRef(0);
  const askAgain = async () => {
    const question = ++asked.current;
    try {
      const answer = await ask();
      if (question !== asked.current) return;
      value.value = answer;
      problem.value = '';
    } catch (error) {
      if (isRefusal(error)) refused.value = true;
      else if (question === asked.current) problem.value = problemText(error);
    }
  };
  useEffect(() => {
    void askAgain();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void askAgain();
    }, everyMs);
    return () => {
      asked.current += 1;
      clearInterval(timer);
    };
  }, [about]);
  return { value, problem, askAgain };
}
