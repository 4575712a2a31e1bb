package io.lynceus.dataset.folders;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.sample.LabelImages;
import io.lynceus.dataset.sample.SampleLabels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The meaning of the numbers in label images.
 *
 * @param ids by number: a class id, {@link ClassList#IGNORE}, or −1 for a number that is not allowed
 * @param allowed says in messages which numbers a file may hold
 */
record LabelValues(int[] ids, String allowed) implements SampleLabels.LabelDecoder {
    private static final int NUMBERS = 256;

    /**
     * Makes the values of a description.
     *
     * @param values class names by number; empty: the numbers are the class ids
     * @param ignore numbers that do not count; empty: 255, unless it is a class
     * @throws IllegalArgumentException for a number beyond 0 to 255, or a class that is not in the list
     */
    static LabelValues of(ClassList classes, Map<String, String> values, List<Integer> ignore) {
        int[] ids = new int[NUMBERS];
        Arrays.fill(ids, -1);
        if (ignore.isEmpty()) {
            ids[ClassList.IGNORE] = ClassList.IGNORE;
        }
        ignore.forEach(number -> ids[checked(number)] = ClassList.IGNORE);
        for (int id = 0; values.isEmpty() && id < classes.size(); id++) {
            ids[id] = ids[id] == ClassList.IGNORE ? ClassList.IGNORE : id;
        }
        values.forEach((number, name) -> ids[checked(number(number))] = id(classes, name));
        String known = values.isEmpty() ? "0 to " + (classes.size() - 1) : "values " + values;
        return new LabelValues(ids, known + " and " + (ignore.isEmpty() ? "255" : ignore) + " for 'ignore'");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("values has the key '" + text + "', allowed are 0 to 255", e);
        }
    }

    private static int checked(int number) {
        if (number < 0 || number >= NUMBERS) {
            throw new IllegalArgumentException(
                    "values and ignore name the number " + number + ", allowed are 0 to " + (NUMBERS - 1));
        }
        return number;
    }

    private static int id(ClassList classes, String name) {
        OptionalInt id = classes.idOf(name);
        if (name.equals("ignore")) {
            return ClassList.IGNORE;
        }
        return id.orElseThrow(
                () -> new IllegalArgumentException("values names the class '" + name + "', which is not in classes: "
                        + classes.classes().stream().map(c -> c.name()).toList()));
    }

    @Override
    public LabelRaster decode(byte[] file, String where) throws IOException {
        return LabelImages.decode(file, where, 1, 0, raw -> ids[raw], allowed);
    }
}
