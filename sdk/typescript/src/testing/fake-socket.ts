// A WebSocket under the test's control: it opens, receives and closes when told to, and records what was sent.

export class FakeSocket extends EventTarget {
  /** Every socket constructed since `reset()`, oldest first. */
  static created: FakeSocket[] = [];

  readyState = 0;
  binaryType = 'blob';
  readonly sent: { type: string; [field: string]: unknown }[] = [];

  constructor(
    readonly url: string,
    readonly protocols?: string | string[],
  ) {
    super();
    FakeSocket.created.push(this);
  }

  static reset(): void {
    FakeSocket.created = [];
  }

  static get latest(): FakeSocket {
    const socket = FakeSocket.created.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code = 1000, reason = ''): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  /** The server accepts. */
  accept(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** The server sends one event. */
  receive(event: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }

  ofType(type: string): { type: string; [field: string]: unknown }[] {
    return this.sent.filter((command) => command.type === type);
  }
}
