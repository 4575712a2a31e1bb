package io.lynceus.stream.kafka;

import java.util.zip.CRC32C;

/**
 * What tells a record's value from another one that may lie at its address later, because its topic was created again.
 *
 * @param checksum CRC-32C
 */
record RecordImprint(int length, int checksum) {
    static RecordImprint of(byte[] value) {
        CRC32C checksum = new CRC32C();
        checksum.update(value);
        return new RecordImprint(value.length, (int) checksum.getValue());
    }
}
