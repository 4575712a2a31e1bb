package io.lynceus.fault.protocol;

import java.util.Locale;

/** The numbers that a robustness protocol's fault changes. Figures of different domains are not comparable. */
public enum Domain {
    /** Pixels before normalisation: 0 is black, noise is in shares of full scale. */
    RAW8,
    /** The tensor after normalisation, as in the benchmark's code: 0 is the mean colour for RGB. */
    NORMALISED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
