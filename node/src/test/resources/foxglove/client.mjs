// Connects to a server with the protocol's own client, subscribes to every channel, and prints as JSON what it was told.
// Arguments: address, subprotocol, number of messages of each channel to wait for.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages lie beside the working folder, not beside this script.
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { FoxgloveClient } = require("@foxglove/ws-protocol");
const { WebSocket } = require("ws");
const protobuf = require("protobufjs");
const { FileDescriptorSet } = require("protobufjs/ext/descriptor");

const [address, subprotocol, wanted] = process.argv.slice(2);
const socket = new WebSocket(address, [subprotocol]);
const client = new FoxgloveClient({ ws: socket });
const channels = new Map();
const told = { info: undefined, channels: [], messages: {}, statuses: [], errors: [] };

function decoder(channel) {
  if (channel.encoding !== "protobuf") {
    return undefined;
  }
  const set = FileDescriptorSet.decode(Buffer.from(channel.schema, "base64"));
  return protobuf.Root.fromDescriptor(set).lookupType(channel.schemaName);
}

function finish() {
  console.log(JSON.stringify({ subprotocol: socket.protocol, ...told }));
  process.exit(0);
}

client.on("serverInfo", (info) => (told.info = info));
client.on("status", (status) => told.statuses.push(status));
client.on("error", (error) => told.errors.push(String(error)));
client.on("close", (event) => {
  told.closed = { code: event.code, reason: event.reason };
  finish();
});
client.on("advertise", (offered) => {
  for (const channel of offered) {
    const { schema, ...rest } = channel;
    told.channels.push(rest);
    channels.set(client.subscribe(channel.id), { channel, decode: decoder(channel) });
  }
});
client.on("message", ({ subscriptionId, timestamp, data }) => {
  const { channel, decode } = channels.get(subscriptionId);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const message = { stamp: String(timestamp), sha256: createHash("sha256").update(bytes).digest("hex") };
  if (decode) {
    const value = decode.decode(bytes);
    message.text = value.format ?? value.model_id ?? value.reason ?? value.node;
    if (value.data !== undefined && value.format === "png") {
      message.magic = Buffer.from(value.data).subarray(0, 8).toString("hex");
    }
  }
  (told.messages[channel.topic] ??= []).push(message);
  const counts = [...channels.values()].map((one) => (told.messages[one.channel.topic] ?? []).length);
  if (Math.min(...counts) >= Number(wanted)) {
    finish();
  }
});
setTimeout(finish, 60_000);
