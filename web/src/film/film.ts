// The film of one party on this page: the player, what people can do with it, and what can be undone.

import type { Party } from '../party/party';
import { FilmActions } from './film-actions';
import { LiveKeeper } from './live-keeper';
import { NextFilm } from './next-film';
import type { MediaController } from './media-chrome';
import { Player } from './player';
import { Undoable } from './undoable';

/** Made when the video element is on the page, `close()`d before it goes. */
export class Film {
  readonly player: Player;
  readonly undoable: Undoable;
  readonly actions: FilmActions;
  private readonly next: NextFilm;
  private readonly liveKeeper: LiveKeeper;

  constructor(party: Party, video: HTMLVideoElement, controller: MediaController) {
    this.player = new Player(party, video);
    this.next = new NextFilm(party, this.player);
    this.liveKeeper = new LiveKeeper(party, this.player);
    this.undoable = new Undoable(party.connection, (positionMs) => this.player.hasSomethingAt(positionMs));
    this.actions = new FilmActions(party, this.player, this.undoable, (name, detail) =>
      controller.dispatchEvent(new CustomEvent(name, { detail })),
    );
  }

  close(): void {
    this.actions.close();
    this.next.close();
    this.liveKeeper.close();
    this.undoable.close();
    this.player.close();
  }
}
