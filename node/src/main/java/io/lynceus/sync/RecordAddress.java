package io.lynceus.sync;

/**
 * Where a record lies.
 *
 * @param offset position in the topic's partition
 */
public record RecordAddress(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
