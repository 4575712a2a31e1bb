// A server made with the protocol's own library. It prints its port, offers a camera in cdr, sends what it is told to as base64
// once somebody has subscribed, and prints what clients publish. Arguments: number of messages, payload in base64.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages lie beside the working folder, not beside this script.
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { FoxgloveServer } = require("@foxglove/ws-protocol");
const { WebSocketServer } = require("ws");

const [count, payload] = process.argv.slice(2);
const server = new FoxgloveServer({
  name: "protocol's own",
  capabilities: ["clientPublish"],
  supportedEncodings: ["cdr"],
});
const sockets = new WebSocketServer({
  port: 0,
  host: "127.0.0.1",
  handleProtocols: (protocols) => server.handleProtocols(protocols),
});
sockets.on("listening", () => console.log(JSON.stringify({ port: sockets.address().port })));
sockets.on("connection", (socket, request) => server.handleConnection(socket, request.url));
const camera = server.addChannel({
  topic: "/camera/image/compressed",
  encoding: "cdr",
  schemaName: "sensor_msgs/msg/CompressedImage",
  schema: "std_msgs/Header header\nstring format\nuint8[] data",
  schemaEncoding: "ros2msg",
});
server.on("subscribe", (channel) => {
  for (let i = 0; channel === camera && i < Number(count); i++) {
    server.sendMessage(camera, 1_700_000_000_000_000_000n + BigInt(i), Buffer.from(payload, "base64"));
  }
});
server.on("advertise", (channel) => console.log(JSON.stringify({ topic: channel.topic, schema: channel.schemaName })));
server.on("message", (message) =>
  console.log(JSON.stringify({ on: message.channel.topic, payload: Buffer.from(message.data).toString("base64") })),
);
server.on("error", (error) => console.log(JSON.stringify({ error: String(error) })));
