// A click on the picture plays and pauses, a double click goes full screen, as in any player. A single click waits for
// the second: everyone would see a pause that was only half of a double click.

import type { FilmActions } from './film-actions';

/** A second click within this time makes a double click, in ms. */
const doubleClickMs = 250;

/** Handlers for the element around the video. Only a mouse plays and pauses; a finger shows and hides the controls. */
export class PictureClicks {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closesMenu = false;

  /** `actions` is asked at the time of a click; null while there is no film. */
  constructor(private readonly actions: () => FilmActions | null) {}

  readonly onPointerDown = (): void => {
    // This click closes the open menu, and that is all it is for.
    this.closesMenu = document.querySelector(':popover-open') !== null;
  };

  readonly onClick = (event: MouseEvent): void => {
    clearTimeout(this.timer);
    const byMouse = !(event instanceof PointerEvent) || event.pointerType === 'mouse';
    if (event.detail > 1 || !byMouse || this.closesMenu) return;
    this.timer = setTimeout(() => {
      const actions = this.actions();
      if (actions?.inControl === true) actions.togglePlaying();
    }, doubleClickMs);
  };

  readonly onDoubleClick = (): void => {
    clearTimeout(this.timer);
    this.actions()?.toggleFullscreen();
  };

  close(): void {
    clearTimeout(this.timer);
  }
}
