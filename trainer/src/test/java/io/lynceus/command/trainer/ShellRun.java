package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.command.Lynceus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command as the shell sees it.
 *
 * @param code exit code
 * @param out standard output
 * @param err messages
 */
public record ShellRun(int code, String out, String err) {
    public static ShellRun of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Lynceus.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new ShellRun(code, out.toString(), err.toString());
    }

    /** Returns the standard output of a command that must succeed. */
    public static String output(String... words) {
        ShellRun run = of(words);
        assertThat(run.code)
                .as("%s%n%s%n%s", String.join(" ", words), run.out, run.err)
                .isZero();
        return run.out.strip();
    }

    /** Returns the JSON that a command prints, which must succeed. */
    public static JsonNode json(String... words) throws IOException {
        return new ObjectMapper().readTree(output(words));
    }
}
