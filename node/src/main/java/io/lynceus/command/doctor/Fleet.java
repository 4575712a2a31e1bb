package io.lynceus.command.doctor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many vehicles send sets of which size, and how often.
 *
 * @param hertz sets a second of each vehicle
 * @param width of a sensor's image, pixels
 * @param height of a sensor's image, pixels
 */
record Fleet(int vehicles, double hertz, int width, int height) {
    private static final Pattern TEXT = Pattern.compile(
            "\\s*(\\d{1,7}) vehicles?\\s*,\\s*(\\d{1,3}(?:\\.\\d+)?) Hz\\s*,\\s*(\\d{2,4})\\s*[x×]\\s*(\\d{2,4})\\s*",
            Pattern.CASE_INSENSITIVE);
    /** The street is drawn in steps of this. */
    private static final int STEP = 32;

    Fleet {
        require(vehicles >= 1, "vehicles", vehicles, "1 or more");
        require(hertz > 0 && hertz <= 100, "Hz", hertz, "above 0 to 100");
        require(width >= STEP && width <= 4096 && width % STEP == 0, "width", width, "a multiple of 32 up to 4096");
        require(
                height >= STEP && height <= 4096 && height % STEP == 0,
                "height",
                height,
                "a multiple of 32 up to 4096");
    }

    /** Reads a text such as {@code 1000 vehicles, 10 Hz, 1024x1024}: width and height are those of the sensors' images. */
    static Fleet parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "--plan is '" + text + "', allowed is a text such as '1000 vehicles, 10 Hz, 1024x1024'");
        }
        return new Fleet(
                Integer.parseInt(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    double setsPerSecond() {
        return vehicles * hertz;
    }

    private static void require(boolean holds, String what, Object seen, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("--plan: " + what + " is " + seen + ", allowed is " + allowed);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d vehicles at %s Hz, %d x %d pixels", vehicles, hertz, width, height);
    }
}
