// A hub on `socket.io`, as one writes it: a room for each party, emit() to the room. Only WebSockets, no compression.
// Nothing is checked or stored.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { seekMessage } from "./message.mjs";

const revisions = new Map();

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
io.on("connection", (socket) => {
  socket.on("join", (party) => socket.join(party));
  socket.on("seek", (party, position) => {
    const revision = (revisions.get(party) ?? 0) + 1;
    revisions.set(party, revision);
    io.to(party).emit("seek", JSON.parse(seekMessage(revision, position)));
  });
});

http.listen(0, "127.0.0.1", 4096, () => console.log(`listening on http://127.0.0.1:${http.address().port}`));
