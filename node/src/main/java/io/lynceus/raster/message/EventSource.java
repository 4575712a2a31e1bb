package io.lynceus.raster.message;

import java.nio.ByteBuffer;

/** Events that can be gone through again and again, without being stored anywhere. */
public interface EventSource {
    void forEach(EventSink sink);

    /** Takes one event. */
    interface EventSink {
        /**
         * @param nanos time; only differences within a packet mean something
         * @param x may lie outside the sensor in damaged data
         * @param positive true if the pixel became brighter
         */
        void accept(long nanos, int x, int y, boolean positive);
    }

    /** The events of a camera's own words. */
    static EventSource of(String encoding, ByteBuffer data) throws MalformedException {
        return switch (encoding) {
            case "evt2" -> Evt2Events.of(data);
            case "evt3" -> Evt3Events.of(data);
            default ->
                throw new MalformedException("event encoding '" + encoding.substring(0, Math.min(32, encoding.length()))
                        + "': known are columns, evt2, evt3");
        };
    }
}
