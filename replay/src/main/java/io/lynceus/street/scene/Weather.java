package io.lynceus.street.scene;

import java.util.Locale;

/** The five conditions of DELIVER. */
public enum Weather {
    CLOUD,
    FOG,
    NIGHT,
    RAIN,
    SUN;

    /** Returns the weather of that lower-case name. */
    public static Weather of(String name) {
        for (Weather weather : values()) {
            if (weather.toString().equals(name)) {
                return weather;
            }
        }
        throw new IllegalArgumentException("weather '" + name + "': choose cloud, fog, night, rain or sun");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
