package io.lynceus.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in one sentence where a text is not YAML, what is expected there, and what to do. */
final class YamlFaults {
    /**
     * One kind of fault.
     *
     * @param problem how the parser calls it
     * @param words what was expected, what is there, and what to do
     */
    private record Kind(Pattern problem, Function<MatchResult, String> words) {
        Kind(String problem, Function<MatchResult, String> words) {
            this(Pattern.compile(problem), words);
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "mapping values are not allowed",
                    seen ->
                            "a value or a new line is expected, seen is another ':'; put the value in quotes, or the key on a"
                                    + " line of its own"),
            new Kind(
                    "could not find expected ':'",
                    seen ->
                            "'key: value' is expected, seen is a line without ':'; write the ':' and a space after the key"),
            new Kind("character '\\t|\\(TAB\\)|tab", seen -> "spaces are expected, seen is a tab; indent with spaces"),
            new Kind(
                    "found character '?(\\S+?)'? that cannot start any token",
                    seen -> "a key or a value is expected, seen is " + seen.group(1)
                            + ", with which none may begin; put the value in quotes"),
            new Kind(
                    "expected <block end>",
                    seen ->
                            "a line that begins as far to the right as those before it is expected; indent it as they are"),
            new Kind(
                    "expected ',' or '([\\]}])'",
                    seen -> "',' or '" + seen.group(1)
                            + "' is expected; close the bracket, or write a comma between the" + " entries"),
            new Kind(
                    "unexpected end of stream",
                    seen -> "a closing quote is expected before the file ends; write it at the end of the value"),
            new Kind(
                    "found duplicate key (.+)",
                    seen -> "each key is expected once, seen is '" + seen.group(1)
                            + "' again; leave one of the two out"),
            new Kind(
                    "found undefined alias (.+)",
                    seen -> "a value is expected, seen is '*" + seen.group(1)
                            + "', which YAML reads as a reference; put it in quotes"),
            new Kind(
                    "did not find expected node content|expected the node content",
                    seen -> "a value is expected; write one, or leave the comma or bracket out"),
            new Kind(
                    "found another document",
                    seen -> "one document is expected, seen is a second one; leave '---' and what follows out"));

    private YamlFaults() {}

    /** Returns the sentence, which begins with line and column, both counted from 1. */
    static String sentence(YamlEngineException fault, String yaml) {
        if (fault instanceof MarkedYamlEngineException marked) {
            String problem = firstLine(marked.getProblem());
            // That a line has no ':' is noticed in the next one.
            boolean isBefore = problem.contains("could not find expected ':'");
            Optional<Mark> mark = isBefore ? marked.getContextMark() : marked.getProblemMark();
            return mark.or(marked::getContextMark).map(YamlFaults::place).orElse("")
                    + words(problem).orElseGet(() -> "YAML is expected, but " + problem + "; correct it there");
        }
        if (fault instanceof ReaderException unreadable) {
            return place(yaml, unreadable.getPosition())
                    + "text is expected, seen is the character with code "
                    + unreadable.getCodePoint() + "; take it out, and save the file as UTF-8";
        }
        return "YAML is expected, but " + firstLine(String.valueOf(fault.getMessage())) + "; correct it";
    }

    private static Optional<String> words(String problem) {
        for (Kind kind : KINDS) {
            Matcher matcher = kind.problem.matcher(problem);
            if (matcher.find()) {
                return Optional.of(kind.words.apply(matcher));
            }
        }
        return Optional.empty();
    }

    private static String place(Mark mark) {
        return place(mark.getLine(), mark.getColumn());
    }

    private static String place(String yaml, int position) {
        String before = yaml.substring(0, Math.min(position, yaml.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return place(line, before.length() - before.lastIndexOf('\n') - 1);
    }

    /** @param line and column, counted from 0 */
    private static String place(int line, int column) {
        return "line " + (line + 1) + ", column " + (column + 1) + ": ";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
