// The word mark, and who is signed in.

import type { ComponentChildren } from 'preact';
import icon from '../icon.svg';
import { navigate } from '../route';

export function PageHeader({ children }: { children?: ComponentChildren }) {
  const goHome = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate('/');
  };
  return (
    <header class="page-header">
      <a class="wordmark" href="/" onClick={goHome}>
        <img src={icon} alt="" width="32" height="32" />
        Matinee
      </a>
      {children}
    </header>
  );
}
