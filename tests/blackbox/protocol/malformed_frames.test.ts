// Decisions 16 and 17: garbage on an open connection. What a peer gets wrong in its message costs an error event; what
// it gets wrong in the framing costs the connection; nobody else notices.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, Silence, gather } from "../harness/party";
import { RawConnection, upgradeRequest } from "../harness/raw_connection";
import { sharedServer } from "../harness/shared_server";
import { OPCODE, closeCodeIn, encodeFrame } from "../harness/websocket_frame";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("a message that makes no sense", () => {
  it.each([
    ["nothing", ""],
    ["blanks", "   "],
    ["not JSON", "play"],
    ["half an object", '{"type":"play"'],
    ["a list", '[{"type":"play"}]'],
    ["text", '"play"'],
    ["a number", "42"],
    ["null", "null"],
    ["an object followed by another", '{"type":"play"}{"type":"play"}'],
    ["no type", '{"position":5}'],
    ["a type that is a number", '{"type":5}'],
    ["a type that is null", '{"type":null}'],
    ["an unknown type", '{"type":"rewind"}'],
    ["an event's type", '{"type":"sync"}'],
    ["the type in capitals", '{"type":"PLAY"}'],
    ["a party_id that is a number", '{"type":"play","party_id":5}'],
    ["another party's id", '{"type":"play","party_id":"another-party"}'],
    ["a comment", '{"type":"play"} // go'],
    ["a trailing comma", '{"type":"play",}'],
    ["nesting hundreds deep", `{"type":"play","x":${"[".repeat(500)}${"]".repeat(500)}}`],
    ["a byte order mark", '\ufeff{"type":"play"}'],
  ])("(%s) is INVALID_COMMAND, says what is wrong, and changes nothing", async (_what, text) => {
    const { host, everyone } = room;
    const silence = await Silence.among(everyone);
    host.sendRaw(text);
    const error = await host.expectError("INVALID_COMMAND");
    expect(error.message.length).toBeGreaterThan(5);
    await silence.holds(host, "play", "sync");
  });

  it("names an unknown type back", async () => {
    room.host.sendRaw('{"type":"rewind"}');
    expect((await room.host.expectError("INVALID_COMMAND")).message).toContain("rewind");
  });

  it("may be binary: INVALID_COMMAND, even if the bytes are a command", async () => {
    const { host, everyone } = room;
    const silence = await Silence.among(everyone);
    host.socket.send(Buffer.from('{"type":"play"}'), { binary: true });
    await host.expectError("INVALID_COMMAND");
    await silence.holds(host, "play");
  });

  it("goes to its sender alone", async () => {
    const { host, viewer } = room;
    const mark = viewer.mark();
    host.sendRaw("nonsense");
    await host.expectError("INVALID_COMMAND");
    await viewer.refute("error", mark);
  });
});

describe("what is optional", () => {
  it.each([
    ["party_id and timestamp may be absent", '{"type":"play"}'],
    ["unknown fields are ignored", '{"type":"play","colour":"green","deep":{"er":[1,2]}}'],
    ["order and blanks don't matter", ' { "timestamp" : 1735660800 ,\n"type" : "play" } '],
  ])("%s", async (_what, text) => {
    room.host.sendRaw(text);
    await room.viewer.expect("play");
  });
});

describe("size", () => {
  const padded = (bytes: number): string => {
    const command = '{"type":"play"';
    return `${command}${" ".repeat(bytes - command.length - 1)}}`;
  };

  it("of 16 KiB is fine", async () => {
    room.host.sendRaw(padded(16_384));
    await room.viewer.expect("play");
  });

  it.each([16_385, 100_000, 2_000_000])("of %d bytes closes with 1009, and the others stay", async (bytes) => {
    const { host, viewer } = room;
    const mark = viewer.mark();
    host.sendRaw(padded(bytes));
    await host.expectClose(1009);
    await viewer.refute("play", mark);
  });

  it("in fragments that add up to more than 16 KiB closes with 1009", async () => {
    const { host } = room;
    for (let part = 0; part < 20; part += 1) {
      host.socket.send("x".repeat(1000), { fin: part === 19, binary: false });
    }
    await host.expectClose(1009);
  });
});

describe("framing", () => {
  const rawSocket = async (): Promise<RawConnection> => {
    const connection = await RawConnection.to(shared.server);
    const { party, viewer } = room;
    connection.write(
      upgradeRequest(`/api/v1/watch-parties/${party.id}/ws`, { Authorization: `Bearer ${viewer.user.token}` }),
    );
    expect((await connection.response()).status).toBe(101);
    return connection;
  };
  const bad = (bytes: number[]) => Buffer.from(bytes);
  const text = (payload: Buffer, more = {}) => encodeFrame({ opcode: OPCODE.text, payload, ...more });

  it.each([
    ["bytes that are never UTF-8", 1007, text(bad([0xff, 0xfe]))],
    ["UTF-8 that is cut off", 1007, text(bad([0xf0, 0x9f, 0x8e]))],
    ["an overlong encoding", 1007, text(bad([0xc0, 0xaf]))],
    ["an encoded surrogate", 1007, text(bad([0xed, 0xa0, 0x80]))],
    ["a frame without a mask", 1002, text(Buffer.from("{}"), { masked: false })],
    ["a reserved bit", 1002, text(Buffer.from("{}"), { reserved: 4 })],
    ["an unknown opcode", 1002, encodeFrame({ opcode: 3 })],
    ["an unknown control opcode", 1002, encodeFrame({ opcode: 11 })],
    ["a fragmented ping", 1002, encodeFrame({ opcode: OPCODE.ping, fin: false })],
    ["a ping of 126 bytes", 1002, encodeFrame({ opcode: OPCODE.ping, payload: Buffer.alloc(126) })],
    ["a continuation of nothing", 1002, encodeFrame({ opcode: OPCODE.continuation })],
    ["a close frame of one byte", 1002, encodeFrame({ opcode: OPCODE.close, payload: bad([3]) })],
    ["a close code nobody may send", 1002, encodeFrame({ opcode: OPCODE.close, payload: bad([0x03, 0xed]) })],
    ["a length with the top bit set", 1002, text(Buffer.alloc(0), { declaredLength: 1n << 63n })],
  ])("%s closes with %d", async (_what, code, frame) => {
    const connection = await rawSocket();
    connection.write(frame);
    await connection.closing();
    expect(closeCodeIn(connection.payload)).toBe(code);
    await room.host.fence();
  });

  it("a new message inside a fragmented one closes with 1002", async () => {
    const connection = await rawSocket();
    connection.write(text(Buffer.from('{"type":'), { fin: false }));
    connection.write(text(Buffer.from('"play"}')));
    await connection.closing();
    expect(closeCodeIn(connection.payload)).toBe(1002);
  });

  it("a command in fragments, a ping between them, one byte at a time, is a command", async () => {
    const { party, host, viewer } = room;
    const connection = await RawConnection.to(shared.server);
    connection.write(upgradeRequest(`/api/v1/watch-parties/${party.id}/ws`, { Authorization: `Bearer ${host.user.token}` }));
    await connection.response();
    const bytes = Buffer.concat([
      text(Buffer.from('{"type":'), { fin: false }),
      encodeFrame({ opcode: OPCODE.ping, payload: Buffer.from("between") }),
      encodeFrame({ opcode: OPCODE.continuation, fin: false, payload: Buffer.from('"pl') }),
      encodeFrame({ opcode: OPCODE.continuation, payload: Buffer.from('ay"}') }),
    ]);
    for (const byte of bytes) {
      connection.write(Buffer.from([byte]));
    }
    await viewer.expect("play");
    await connection.until("the pong", () => connection.payload.includes("between"));
    connection.close();
  });

  it("a close frame is answered with its own code", async () => {
    const connection = await rawSocket();
    connection.write(encodeFrame({ opcode: OPCODE.close, payload: bad([0x03, 0xe8]) }));
    await connection.closing();
    expect(closeCodeIn(connection.payload)).toBe(1000);
  });
});

describe("a flood of nonsense", () => {
  it("is closed with a terminal code, and the others are served meanwhile", async () => {
    const { viewer, host, coHost } = room;
    for (let count = 0; count < 2000; count += 1) {
      viewer.sendRaw("nonsense");
    }
    host.send("seek", { position: 33 });
    await coHost.expect("seek", { position: 33 });
    const closing = await viewer.expectClose((code) => code >= 4500 && code <= 4999);
    expect(closing.code).toBe(4504);
  });
});
