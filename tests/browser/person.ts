// Someone at a browser: what they do and see on the page, in the page's own words.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Where a video stands, and when that was read, both in seconds. */
export interface Moment {
  position: number;
  at: number;
}

/** What a host chooses for a new party; the page's own choice where it is left out. */
export interface PartyChoices {
  waitsFor?: 'Everyone' | 'Most of us' | 'The host' | 'Nobody';
  keepsPlayingAfterJump?: boolean;
  visibility?: 'Only people with the code' | 'My friends' | 'Everyone';
}

/** What the choices of the page's form mean to the server. */
const waitingPolicies = { Everyone: 'everyone', 'Most of us': 'quorum', 'The host': 'host', Nobody: 'off' };
const visibilities = { 'Only people with the code': 'private', 'My friends': 'friends', Everyone: 'public' };

/** As the specification has it: nobody is waited for, and a jump pauses. */
export const plainParty: PartyChoices = { waitsFor: 'Nobody', keepsPlayingAfterJump: false };

/** A browser context of its own, so that two people are two sessions. */
export class Person {
  /** What the page complained about: errors and refusals by the content security policy. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async arrive(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return new Person(page, origin);
  }

  /** Starts a party as a guest; resolves to its invite code. */
  async createParty(name: string, title: string, choices: PartyChoices = {}): Promise<string> {
    await this.page.goto(this.origin);
    const nameField = this.page.getByLabel('Your name');
    await this.page.getByLabel('Title').fill(title);
    // Who is signed in already is not asked again.
    if (await nameField.isVisible()) await nameField.fill(name);
    if (choices.visibility !== undefined) await this.page.getByLabel('Who can find it').selectOption(choices.visibility);
    if (choices.waitsFor !== undefined) await this.page.getByLabel('The film waits for').selectOption(choices.waitsFor);
    if (choices.keepsPlayingAfterJump !== undefined) {
      await this.page.getByLabel('Keep playing after a jump').setChecked(choices.keepsPlayingAfterJump);
    }
    await this.page.getByRole('button', { name: 'Start the party' }).click();
    await this.page.waitForURL(/\/party\/[A-Z0-9]{6}$/);
    await this.seesParty(title);
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  /** The same without touching a page, and as the page's form is filled in by itself; the party is not opened. */
  async createPartyUnseen(name: string, title: string, choices: PartyChoices = {}): Promise<string> {
    await this.signInUnseen(name);
    const data = {
      title,
      visibility: visibilities[choices.visibility ?? 'Only people with the code'],
      settings: {
        waiting: waitingPolicies[choices.waitsFor ?? 'Everyone'],
        resume_after_seek: choices.keepsPlayingAfterJump ?? true,
      },
    };
    const answer = await this.page.request.post(`${this.origin}/api/v1/watch-parties`, { data });
    if (!answer.ok()) throw new Error(`making a party was answered with ${answer.status()}: ${await answer.text()}`);
    const { invite_code } = (await answer.json()) as { invite_code: string };
    return invite_code;
  }

  /** Follows the invite link as a guest. */
  async joinByLink(name: string, code: string): Promise<void> {
    await this.openLink(code);
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('button', { name: 'Join the party' }).click();
  }

  /** Gets the session cookie without touching a page. */
  async signInUnseen(name: string): Promise<void> {
    const answer = await this.page.request.post(`${this.origin}/api/v1/session/guest`, { data: { display_name: name } });
    if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
  }

  async openLink(code: string): Promise<void> {
    await this.page.goto(`${this.origin}/party/${code}`);
  }

  async seesParty(title: string): Promise<void> {
    await this.page.getByRole('heading', { name: title }).waitFor();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async seesHeading(name: string): Promise<void> {
    await this.page.getByRole('heading', { name }).waitFor();
  }

  /** Chooses another film by its address. */
  async changeFilm(address: string): Promise<void> {
    const first = this.page.getByRole('heading', { name: 'Choose a film' });
    if (!(await first.isVisible())) await this.press('Change the film');
    await this.page.getByLabel('Address of a video').locator('visible=true').fill(address);
    await this.page.getByRole('button', { name: 'Play this' }).locator('visible=true').click();
  }

  /** Presses a key with the focus nowhere in particular. */
  async hit(key: string): Promise<void> {
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.page.keyboard.press(key);
  }

  /** Holds a key, with the focus nowhere in particular, until it has come so many times. */
  async hold(key: string, times: number): Promise<void> {
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (let n = 0; n < times; ++n) await this.page.keyboard.down(key);
    await this.page.keyboard.up(key);
  }

  /** The text of the caption over the film right now; null when none shows. */
  caption(): Promise<string | null> {
    return this.page.evaluate(() => {
      const tracks = [...(document.querySelector('video')?.textTracks ?? [])];
      const cue = tracks.find((track) => track.mode === 'showing')?.activeCues?.[0];
      return cue instanceof VTTCue ? cue.text : null;
    });
  }

  /** Lets requests for a film hang on this person's line, until the returned function is called. */
  async stallFilm(address: RegExp): Promise<() => Promise<void>> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await this.page.route(address, async (route) => {
      await released;
      // The page may have given the request up meanwhile.
      await route.continue().catch(() => undefined);
    });
    return async () => {
      release();
      await this.page.unroute(address);
    };
  }

  /** The film is chosen and stands at its beginning. */
  async gatherBeforeSample(): Promise<void> {
    await this.page.getByLabel('Don’t start yet: gather first').locator('visible=true').check();
    await this.press('Play the sample film');
  }

  /** Brings a panel beside the film to the front. */
  async openPanel(name: 'Chat' | 'Queue' | 'People' | 'Sync'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** The person's entry in the list of people shows this role. */
  async seesRole(name: string, role: string): Promise<void> {
    await this.openPanel('People');
    await this.page.locator('.person', { hasText: name }).getByText(role, { exact: true }).waitFor();
  }

  async press(buttonName: string): Promise<void> {
    await this.page.getByRole('button', { name: buttonName, exact: true }).click();
  }

  /** How many buttons and sliders there are that act for everyone. */
  countSharedControls(): Promise<number> {
    return this.page.getByLabel(/for everyone$/).count();
  }

  async manage(name: string, action: string): Promise<void> {
    await this.openPanel('People');
    await this.choose(`Manage ${name}`, new RegExp(`^${action}$`));
  }

  /** Opens a menu by its button's name and takes one of its items. */
  async choose(menu: string, item: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: menu, exact: true }).click();
    await this.page.locator('[role="menu"]:popover-open').getByText(item).click();
  }

  /** Writes in the chat. */
  async say(text: string): Promise<void> {
    await this.openPanel('Chat');
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.press('Send');
  }

  /** Takes an entry of the menu of a message in the chat. */
  async act(messageText: string, action: string): Promise<void> {
    const message = this.page.locator('.chat-message', { hasText: messageText }).last();
    await message.hover();
    await message.getByRole('button', { name: /^Reply or more/ }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async confirm(action: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: action }).click();
  }

  /** Moves the seek bar, as a drag that ends at `seconds`. */
  async seekTo(seconds: number): Promise<void> {
    await this.page.getByLabel('Seek for everyone').evaluate((element, milliseconds) => {
      const slider = element as HTMLInputElement;
      slider.value = String(milliseconds);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      slider.dispatchEvent(new Event('change', { bubbles: true }));
    }, seconds * 1000);
  }

  /** The film really plays: decoded picture, and a position that moves. */
  async seesFilmPlaying(): Promise<void> {
    await this.page.waitForFunction(() => {
      const video = document.querySelector('video');
      return video !== null && video.videoWidth > 0 && !video.paused && !video.seeking;
    });
    const { position } = await this.moment();
    await this.page.waitForFunction((from) => (document.querySelector('video')?.currentTime ?? 0) > from + 0.3, position);
  }

  async seesFilmPausedAt(seconds: number, tolerance = 0.05): Promise<void> {
    await this.page.waitForFunction(
      ([at, within]) => {
        const video = document.querySelector('video');
        return video !== null && video.paused && !video.seeking && Math.abs(video.currentTime - at) <= within;
      },
      [seconds, tolerance] as const,
    );
  }

  async seesFilmPaused(): Promise<void> {
    await this.page.waitForFunction(() => document.querySelector('video')?.paused === true);
  }

  /** Where the film stands on this screen, and when. */
  moment(): Promise<Moment> {
    return this.page.evaluate(() => ({
      position: document.querySelector('video')?.currentTime ?? Number.NaN,
      at: Date.now() / 1000,
    }));
  }

  /**
   * How the film plays before anyone has acted. Asked past playwright, whose questions count as a person's action with
   * the autoplay policy.
   */
  async filmOnItsOwn(): Promise<{ muted: boolean; paused: boolean } | null> {
    const devtools = await this.page.context().newCDPSession(this.page);
    const film = "(({ muted, paused, currentTime }) => currentTime > 0 ? { muted, paused } : null)";
    const { result } = await devtools.send('Runtime.evaluate', {
      expression: `${film}(document.querySelector('video') ?? {})`,
      returnByValue: true,
      userGesture: false,
    });
    await devtools.detach();
    return result.value;
  }

  filmSource(): Promise<string> {
    return this.page.evaluate(() => document.querySelector('video')?.currentSrc ?? '');
  }

  async leaveTown(): Promise<void> {
    await this.page.context().close();
  }
}

/** How far two playing screens are apart, in seconds, whenever each was read. */
export async function apart(one: Person, other: Person): Promise<number> {
  const [a, b] = await Promise.all([one.moment(), other.moment()]);
  return Math.abs(a.position - a.at - (b.position - b.at));
}
