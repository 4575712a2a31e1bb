package io.lynceus.fit;

/** Checks of configured values. It is a class of its own so that no configuration's constants wait for another's. */
final class Allowed {
    private Allowed() {}

    /** Throws an {@link IllegalArgumentException} that names key, value and what is allowed, unless the check holds. */
    static void require(boolean holds, String key, Object seen, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + seen + ", allowed is " + allowed);
        }
    }
}
