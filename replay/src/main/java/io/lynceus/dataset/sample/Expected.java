package io.lynceus.dataset.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds files that a dataset must have, or throws with one message that says what was expected and what exists instead. */
public final class Expected {
    private static final int MOST_NAMES = 12;

    private Expected() {}

    /** Returns a file or folder in {@code parent}; {@code purpose} ends the sentence "it ...". */
    public static Path in(Path parent, String name, String purpose) throws IOException {
        Path path = parent.resolve(name);
        if (!Files.exists(path)) {
            throw new IOException("there is no " + name + " in " + parent + near(path)
                    + (Files.exists(parent) ? ", which has " + contents(parent) : ", because it does not exist")
                    + "; it "
                    + purpose);
        }
        return path;
    }

    /** Returns ", but there is NAME" if the folder has a file whose name differs in upper and lower case only; else an empty text. */
    public static String near(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Path folder = parent(file);
        if (!Files.isDirectory(folder)) {
            return "";
        }
        return children(folder).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(near -> ", but there is " + near)
                .orElse("");
    }

    /** Returns true for files that file managers leave in folders: .DS_Store, ._x.png, Thumbs.db, desktop.ini. */
    public static boolean isClutter(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".")
                || name.equalsIgnoreCase("Thumbs.db")
                || name.equalsIgnoreCase("desktop.ini")
                || name.equals("__MACOSX");
    }

    /** Returns the names in a folder, for messages. */
    public static String contents(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Files.exists(folder)
                    ? "nothing in it, because it is a file"
                    : "nothing in it, because it does not exist";
        }
        List<String> names = children(folder).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        if (names.isEmpty()) {
            return "nothing in it";
        }
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() > MOST_NAMES ? first + " and " + (names.size() - MOST_NAMES) + " more" : first;
    }

    /** Returns the files and folders in a folder, by name, without the files that file managers leave. */
    public static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> !isClutter(path)).sorted().toList();
        }
    }

    /** Returns the folder of a file. */
    public static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }
}
