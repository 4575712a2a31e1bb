package io.lynceus.raster.message;

import java.nio.ByteBuffer;

/** Events that can be iterated several times without being stored. */
public interface EventSource {
    void forEach(EventSink sink);

    /** Takes one event. */
    interface EventSink {
        /**
         * Takes one event.
         *
         * @param nanos time; only differences within a packet are meaningful
         * @param x may lie outside the sensor in damaged data
         * @param positive true if the pixel became brighter
         */
        void accept(long nanos, int x, int y, boolean positive);
    }

    /** Returns the events in a camera's own encoding. */
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
