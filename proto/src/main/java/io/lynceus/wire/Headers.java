package io.lynceus.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Record headers: CloudEvents in binary mode, and a few of our own. A header never holds the only copy of something that a reader
 * needs, because MCAP files drop headers. The one exception, {@link #SAMPLE_ID}, is recorded beside the frames.
 */
public final class Headers {
    public static final String CE_SPEC_VERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";

    public static final String MODALITY = "modality";
    public static final String SEQUENCE = "sequence";
    /** Names the sample of a labelled recording, so that masks can be joined to labels. */
    public static final String SAMPLE_ID = "sample-id";

    private static final String PROTOBUF = "application/protobuf";
    private static final String OTHER = "application/octet-stream";

    private Headers() {}

    /**
     * Returns the CloudEvents headers of one message.
     *
     * @param source the rig
     * @param type the full name of the message, such as {@code foxglove.CompressedImage}
     * @param id unique within the source
     */
    public static RecordHeaders cloudEvent(String source, String type, String id, Stamp time) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, CE_SPEC_VERSION, "1.0");
        add(headers, CE_ID, id);
        add(headers, CE_SOURCE, source);
        add(headers, CE_TYPE, type);
        add(headers, CE_TIME, time.toString());
        // Protobuf types have dotted names, ROS 2 types have slashes, and files have neither.
        add(headers, CONTENT_TYPE, type.indexOf('.') > 0 ? PROTOBUF : OTHER);
        return headers;
    }

    public static void add(org.apache.kafka.common.header.Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the last header of that name, read as UTF-8. */
    public static Optional<String> text(org.apache.kafka.common.header.Headers headers, String key) {
        Header header = headers.lastHeader(key);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
