// The elements of media-chrome this page uses, imported one by one so that no other is bundled, and their types for JSX.
// They serve what is a person's own: volume, full screen, picture in picture, and when controls hide. What the party
// shares has controls of our own; docs/adr says why.

import 'media-chrome/dist/media-control-bar.js';
import 'media-chrome/dist/media-fullscreen-button.js';
import 'media-chrome/dist/media-mute-button.js';
import 'media-chrome/dist/media-pip-button.js';
import 'media-chrome/dist/media-volume-range.js';
import MediaController from 'media-chrome/dist/media-controller.js';
import type { HTMLAttributes, RefObject } from 'preact';

export { MediaController };

/** The id that ties the control bar to the controller around the film. */
export const controllerId = 'film-controller';

interface ControllerAttributes extends HTMLAttributes<HTMLElement> {
  ref?: RefObject<MediaController>;
  autohide?: string;
  gesturesdisabled?: boolean;
  nohotkeys?: boolean;
  nosubtitleslangpref?: boolean;
}

interface ControlAttributes extends HTMLAttributes<HTMLElement> {
  mediacontroller?: string;
  notooltip?: boolean;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'media-controller': ControllerAttributes;
      'media-control-bar': ControlAttributes;
      'media-fullscreen-button': ControlAttributes;
      'media-mute-button': ControlAttributes;
      'media-pip-button': ControlAttributes;
      'media-volume-range': ControlAttributes;
    }
  }
}
