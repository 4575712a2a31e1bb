package io.lynceus.mcap.file;

/**
 * The first byte of a record, which gives its kind. Source: <a href="https://mcap.dev/spec#records">MCAP specification,
 * records</a>.
 */
final class Opcode {
    static final int HEADER = 0x01;
    static final int FOOTER = 0x02;
    static final int SCHEMA = 0x03;
    static final int CHANNEL = 0x04;
    static final int MESSAGE = 0x05;
    static final int CHUNK = 0x06;
    static final int MESSAGE_INDEX = 0x07;
    static final int CHUNK_INDEX = 0x08;
    static final int ATTACHMENT = 0x09;
    static final int STATISTICS = 0x0B;
    static final int METADATA = 0x0C;
    static final int METADATA_INDEX = 0x0D;
    static final int SUMMARY_OFFSET = 0x0E;
    static final int DATA_END = 0x0F;

    /** Bytes at the start of a record: an op code of 8 bits and a length of 64 bits. */
    static final int HEAD_BYTES = 9;

    private Opcode() {}
}
