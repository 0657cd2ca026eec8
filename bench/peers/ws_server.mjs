// A hub on `ws`, as one writes it: a set of sockets for each party, the JSON made once, send() to each. Speaks just
// enough of the protocol for `matinee bench` to load it. Nothing is checked or stored.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { seekMessage, syncMessage } from "./message.mjs";

const parties = new Map();

const http = createServer((request, response) => {
  request.resume();
  if (request.url.endsWith("/join")) return response.writeHead(200).end("{}");
  const id = String(parties.size + 1);
  parties.set(id, { sockets: new Set(), revision: 0 });
  response.writeHead(201, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ id, invite_code: "ABC234" }));
});

const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false });
sockets.on("connection", (socket, request) => {
  const party = parties.get(request.url.split("/").at(-2));
  party.sockets.add(socket);
  socket.on("close", () => party.sockets.delete(socket));
  socket.on("message", (data) => {
    const command = JSON.parse(data);
    if (command.type === "sync-request") return socket.send(syncMessage(party.revision));
    party.revision += 1;
    const message = seekMessage(party.revision, command.position);
    for (const receiver of party.sockets) receiver.send(message);
  });
});

http.listen(0, "127.0.0.1", 4096, () => console.log(`listening on http://127.0.0.1:${http.address().port}`));
