package io.lynceus.raster.message;

import io.lynceus.raster.Rasterizer;

/**
 * Thrown for bytes that cannot be read as what they should be. {@link Rasterizer} catches it and returns {@link
 * Decoding.Malformed}.
 */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** The offset if no position is known. */
    static final long UNKNOWN_OFFSET = -1;

    private final long byteOffset;

    /**
     * Makes the exception.
     *
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
