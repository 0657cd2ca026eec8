// Single WebSocket frames by hand (RFC 6455, section 5.2), for the ones a library refuses to send.
import { randomBytes } from "node:crypto";

export interface FrameOptions {
  readonly opcode: number;
  readonly payload?: Buffer;
  readonly fin?: boolean;
  readonly masked?: boolean;
  /** RSV1 to RSV3 as the three bits 4, 2, 1. */
  readonly reserved?: number;
  /** What the header says the length is, if not the payload's. Encoded in 8 bytes. */
  readonly declaredLength?: bigint;
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The frame's bytes as a client sends them. */
export function encodeFrame(options: FrameOptions): Buffer {
  const payload = options.payload ?? Buffer.alloc(0);
  const masked = options.masked ?? true;
  const first = ((options.fin ?? true) ? 0x80 : 0) | ((options.reserved ?? 0) << 4) | options.opcode;
  const length = encodeLength(payload.length, options.declaredLength, masked);
  if (!masked) {
    return Buffer.concat([Buffer.from([first]), length, payload]);
  }
  const key = randomBytes(4);
  const body = Buffer.from(payload.map((byte, index) => byte ^ (key[index % 4] as number)));
  return Buffer.concat([Buffer.from([first]), length, key, body]);
}

function encodeLength(actual: number, declared: bigint | undefined, masked: boolean): Buffer {
  const mask = masked ? 0x80 : 0;
  if (declared !== undefined || actual > 0xffff) {
    const length = Buffer.alloc(9);
    length[0] = mask | 127;
    length.writeBigUInt64BE(declared ?? BigInt(actual), 1);
    return length;
  }
  if (actual > 125) {
    const length = Buffer.alloc(3);
    length[0] = mask | 126;
    length.writeUInt16BE(actual, 1);
    return length;
  }
  return Buffer.from([mask | actual]);
}

/** The code of the first close frame in what a server sent, or `undefined` while there is none. */
export function closeCodeIn(bytes: Buffer): number | undefined {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const opcode = (bytes[at] as number) & 0x0f;
    const short = (bytes[at + 1] as number) & 0x7f;
    const header = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (at + header > bytes.length) {
      return undefined;
    }
    const length = short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
    if (opcode === OPCODE.close) {
      return at + header + 2 <= bytes.length ? bytes.readUInt16BE(at + header) : undefined;
    }
    at += header + length;
  }
  return undefined;
}
