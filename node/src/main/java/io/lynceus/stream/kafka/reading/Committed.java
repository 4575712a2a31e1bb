package io.lynceus.stream.kafka.reading;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** How far the group has committed what it read: the records from there on come again after a restart. */
public interface Committed {
    /**
     * Asks the broker.
     *
     * @return offset of the next record of each partition; none for a partition of which nothing was committed
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not answer
     */
    Map<TopicPartition, Long> ask(Set<TopicPartition> partitions);

    /** Returns the offset that this node has committed last, or else the broker's last answer; 0 if there is none. */
    long last(TopicPartition partition);
}
