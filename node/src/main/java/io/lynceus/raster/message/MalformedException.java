package io.lynceus.raster.message;

import io.lynceus.raster.Rasterizer;

/** Bytes that are not what they should be. It never leaves the package: {@link Rasterizer} makes it a value. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Where no position can be named. */
    static final long UNKNOWN_OFFSET = -1;

    private final long byteOffset;

    /**
     * @param reason what happened, the value seen and the value allowed
     * @param byteOffset position in the part of the value being read
     */
    public MalformedException(String reason, long byteOffset) {
        super(
                reason, null, false,
                false); // without a stack trace: it is an outcome, and a flood of them must stay cheap
        this.byteOffset = byteOffset;
    }

    public MalformedException(String reason) {
        this(reason, UNKNOWN_OFFSET);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public long byteOffset() {
        return byteOffset;
    }
}
