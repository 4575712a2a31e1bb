package io.lynceus.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what a file is that is neither safetensors nor a PyTorch zip file, and what to do with it. */
final class ForeignFile {
    /** Bytes that are looked at. */
    static final int START = 256;

    private static final int SHOWN = 40;
    /** Fewer characters than that may also be the length of a safetensors header. */
    private static final int FEWEST_CHARACTERS = 8;

    /** First bytes of other kinds of files, as ISO 8859-1. */
    private static final Map<String, String> KINDS = Map.of(
            "\u001f\u008b", "gzip",
            "BZh", "bzip2",
            "\u00fd7zXZ", "xz",
            "(\u00b5/\u00fd", "zstd",
            "Rar!", "RAR",
            "7z\u00bc\u00af", "7-Zip");

    /** The magic number of files before PyTorch 1.6: a pickled long. */
    private static final String LEGACY = "\u0080\u0002\u008a\n";

    private ForeignFile() {}

    /**
     * Returns a sentence about a file that cannot be weights; empty if its first bytes do not tell.
     *
     * @param start its first bytes, at most {@link #START}
     */
    static Optional<String> describe(Path file, byte[] start) {
        if (beginsAsSafetensors(start)) {
            return Optional.empty();
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith(LEGACY)) {
            return Optional.of("a legacy PyTorch file (before 1.6); save it again with torch.save of a current PyTorch,"
                    + " if you trust it:" + conversion(file));
        }
        if (text.length() > 1 && text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5) {
            return Optional.of("a plain Python pickle (protocol " + (int) text.charAt(1)
                    + ") and not a file of torch.save; convert it where PyTorch is installed, if you trust it:"
                    + conversion(file, "pickle.load(open('%s', 'rb'))"));
        }
        if (text.startsWith("\u0089HDF")) {
            return Optional.of(
                    "an HDF5 file, as Keras writes it; take the PyTorch or safetensors file of these weights");
        }
        if (text.startsWith("\u0093NUMPY")) {
            return Optional.of("a NumPy array; take the PyTorch or safetensors file of these weights");
        }
        if (text.startsWith("GGUF")) {
            return Optional.of("a GGUF file; take the PyTorch or safetensors file of these weights");
        }
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (text.startsWith(kind.getKey())) {
                return Optional.of("packed with " + kind.getValue() + "; unpack it and name the file inside");
            }
        }
        return text(new String(start, StandardCharsets.UTF_8));
    }

    /** A header of less than 4 GB, whose length may begin as any other file does. */
    private static boolean beginsAsSafetensors(byte[] start) {
        return start.length > Long.BYTES
                && start[Long.BYTES] == '{'
                && (start[4] | start[5] | start[6] | start[7]) == 0;
    }

    private static Optional<String> text(String start) {
        String text = start.replace("\ufeff", "").strip();
        if (text.length() < FEWEST_CHARACTERS || !start.codePoints().allMatch(ForeignFile::isPrintable)) {
            return Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String line = text.lines().findFirst().orElse("");
        String begin = "it begins with '" + line.substring(0, Math.min(SHOWN, line.length())) + "'";
        if (lower.startsWith("version https://git-lfs")) {
            return Optional.of(
                    "a git-lfs pointer and not the weights; run 'git lfs pull', or download the file itself");
        }
        if (lower.matches("(?s)<[!?a-z].*")) {
            return Optional.of("a saved web page and not the weights (" + begin
                    + "); download the file itself, by the link of the page's download button");
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return Optional.of("JSON, such as a server's answer or an index of other files, and not the weights ("
                    + begin + "); download the file of the weights itself");
        }
        return Optional.of("text and not weights (" + begin + "); download the file itself");
    }

    private static boolean isPrintable(int character) {
        return character >= ' ' && character != 0x7f || character == '\n' || character == '\r' || character == '\t';
    }

    /** Returns the two lines of Python that make a plain file of a file with objects in it. */
    static String conversion(Path file) {
        return conversion(file, "torch.load('%s', map_location='cpu', weights_only=False)");
    }

    private static String conversion(Path file, String load) {
        String name = String.valueOf(file.getFileName()).replace("\\", "\\\\").replace("'", "\\'");
        return "\n  m = " + load.replace("%s", name)
                + "\n  torch.save(m.state_dict() if hasattr(m, 'state_dict') else m.get('model', m.get('state_dict', m)),"
                + " 'plain-" + name + "')";
    }
}
