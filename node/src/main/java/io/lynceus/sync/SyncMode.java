package io.lynceus.sync;

/** What waiting is measured by. */
public enum SyncMode {
    /** By the clock: a set leaves by its deadline. */
    LIVE,
    /** By the progress of the streams: the same frames give the same sets, at any rate and in any interleaving. */
    COMPLETE
}
