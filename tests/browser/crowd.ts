// Many people in one party, without a page each: guests with a seat and an open connection, who can write.

import WebSocket from 'ws';

/** How many are on their way at once: enough to be quick, few enough not to be refused. */
const atOnce = 20;

interface Guest {
  token: string;
  socket: WebSocket | null;
}

/** What a server that is to take a crowd from one address must be told. */
export const crowdSettings = {
  MATINEE_CHATS_PER_MINUTE: '100000',
  MATINEE_GUESTS_PER_HOUR_PER_ADDRESS: '100000',
  MATINEE_CONNECTIONS_PER_ADDRESS: '100000',
  MATINEE_MAX_PARTICIPANTS: '10000',
  MATINEE_DEFAULT_MAX_PARTICIPANTS: '10000',
};

/** Names as people have them: short, long, of several words, from right to left, with emoji. */
export function crowdName(number: number): string {
  const names = ['Ann', 'Wilhelmina Bartholomew-Featherstonehaugh of the Upper Back Row', 'ليلى بنت عبد الرحمن', 'נועה', 'Bob 🦊', '李小龍', 'Cleo', 'Åse'];
  const name = names[number % names.length] ?? 'Dan';
  return `${name.slice(0, 58)} ${number}`;
}

export class Crowd {
  private constructor(
    private readonly origin: string,
    private readonly partyId: string,
    private readonly guests: Guest[],
  ) {}

  /** So many come to a party by its code. Connected, unless they are only to have a seat. */
  static async join(origin: string, code: string, count: number, { connected = true } = {}): Promise<Crowd> {
    const guests: Guest[] = [];
    let partyId = '';
    await inParallel(count, async (number) => {
      const { token } = await post(`${origin}/api/v1/session/guest`, { display_name: crowdName(number) });
      const { party_id } = await post(`${origin}/api/v1/watch-parties/${code}/join`, {}, token);
      partyId = party_id;
      const socket = connected ? await connect(origin, party_id, token) : null;
      guests.push({ token, socket });
    });
    return new Crowd(origin, partyId, guests);
  }

  /** Each of them in turn writes a message, until there are so many. */
  async say(count: number, text: (number: number) => string): Promise<void> {
    await inParallel(count, async (number) => {
      const { token } = this.guests[number % this.guests.length]!;
      await post(`${this.origin}/api/v1/watch-parties/${this.partyId}/messages`, { message: text(number) }, token);
    });
  }

  leave(): void {
    for (const { socket } of this.guests) socket?.terminate();
  }
}

async function inParallel(count: number, task: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function post(url: string, body: object, token?: string): Promise<{ token: string; party_id: string }> {
  const headers = { 'Content-Type': 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as { token: string; party_id: string };
}

function connect(origin: string, partyId: string, token: string): Promise<WebSocket> {
  const url = `${origin.replace('http', 'ws')}/api/v1/watch-parties/${partyId}/ws`;
  const socket = new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.send('{"type":"sync-request"}');
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
