// Reads an MCAP file with Foxglove's own library and prints what it found as JSON; of a file that was not ended, why its indexes
// are refused, and what streaming finds. Arguments: the file.
import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages lie beside the working folder, not beside this script.
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { McapIndexedReader, McapStreamReader } = require("@mcap/core");
const { crc32 } = require("@foxglove/crc");
const lz4 = require("@foxglove/wasm-lz4");
const zstd = require("@foxglove/wasm-zstd");
const protobuf = require("protobufjs");
require("protobufjs/ext/descriptor");

await Promise.all([lz4.isLoaded ?? lz4.default?.isLoaded, zstd.isLoaded]);
const unlz4 = lz4.decompress ?? lz4.default ?? lz4;
const decompressHandlers = {
  lz4: (buffer, size) => unlz4(buffer, Number(size)),
  zstd: (buffer, size) => zstd.decompress(buffer, Number(size)),
};

class FileReadable {
  constructor(handle) {
    this.handle = handle;
  }
  async size() {
    return BigInt((await this.handle.stat()).size);
  }
  async read(offset, length) {
    const buffer = new Uint8Array(Number(length));
    const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, Number(offset));
    return buffer.subarray(0, bytesRead);
  }
}

const path = process.argv[2];
const bytes = await readFile(path);
const streamed = { messages: 0, counts: {}, records: {} };
const topics = new Map();
let dataCrc;
const stream = new McapStreamReader({ validateCrcs: true, decompressHandlers });
stream.append(bytes);
for (let record; (record = stream.nextRecord()) != undefined; ) {
  streamed.records[record.type] = (streamed.records[record.type] ?? 0) + 1;
  if (record.type === "Channel") {
    topics.set(record.id, record.topic);
  } else if (record.type === "Message") {
    const topic = topics.get(record.channelId);
    streamed.messages++;
    streamed.counts[topic] = (streamed.counts[topic] ?? 0) + 1;
  }
  dataCrc = record.type === "DataEnd" ? record.dataSectionCrc : dataCrc;
}

const handle = await open(path);
let indexed;
try {
  // Verifies the summary's checksum.
  indexed = await McapIndexedReader.Initialize({ readable: new FileReadable(handle), decompressHandlers });
} catch (error) {
  console.log(JSON.stringify({ refused: error.message, ended: stream.done(), streamed }));
  process.exit(0);
}

function decoder(schema) {
  const set = protobuf.descriptor?.FileDescriptorSet ?? require("protobufjs/ext/descriptor").FileDescriptorSet;
  return protobuf.Root.fromDescriptor(set.decode(schema.data)).lookupType(schema.name);
}

const decoders = new Map();
for (const schema of indexed.schemasById.values()) {
  if (schema.encoding === "protobuf") {
    decoders.set(schema.id, decoder(schema));
  }
}

const counts = {};
const digest = createHash("sha256");
let decoded = 0;
let ordered = true;
let last = 0n;
for await (const message of indexed.readMessages({ validateCrcs: true })) {
  const channel = indexed.channelsById.get(message.channelId);
  counts[channel.topic] = (counts[channel.topic] ?? 0) + 1;
  digest.update(`${channel.topic} ${message.sequence} ${message.logTime} ${message.data.length}\n`);
  digest.update(message.data);
  ordered = ordered && message.logTime >= last;
  last = message.logTime;
  const type = decoders.get(channel.schemaId);
  if (type) {
    type.decode(message.data);
    decoded++;
  }
}

// DataEnd: op code, length of 8 bytes, checksum of 4; it stands right before the summary.
const dataEnd = Number(indexed.footer.summaryStart) - 13;
const metadata = {};
for await (const record of indexed.readMetadata()) {
  metadata[record.name] = Object.fromEntries(record.metadata);
}
console.log(
  JSON.stringify({
    library: indexed.header.library,
    counts,
    decoded,
    ordered,
    sha256: digest.digest("hex"),
    statistics: {
      messages: Number(indexed.statistics.messageCount),
      chunks: indexed.statistics.chunkCount,
      start: String(indexed.statistics.messageStartTime),
      end: String(indexed.statistics.messageEndTime),
    },
    chunkIndexes: indexed.chunkIndexes.length,
    compressions: [...new Set(indexed.chunkIndexes.map((chunk) => chunk.compression))].sort(),
    summaryOffsets: indexed.summaryOffsetsByOpcode.size,
    summaryCrc: indexed.footer.summaryCrc,
    dataCrcIsRight: dataCrc !== 0 && crc32(bytes.subarray(0, dataEnd)) === dataCrc,
    schemas: [...indexed.schemasById.values()].map((schema) => schema.name).sort(),
    channels: [...indexed.channelsById.values()].map((c) => [c.topic, Object.fromEntries(c.metadata)]),
    metadata,
    streamed,
  }),
);
await handle.close();
