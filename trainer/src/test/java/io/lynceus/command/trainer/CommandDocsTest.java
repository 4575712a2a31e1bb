package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.command.Lynceus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/commands.md} says what {@code --help} says; {@code -Dlynceus.docs=write} writes it anew. */
class CommandDocsTest {
    private static final int WIDTH = 120;

    private static String page() {
        StringBuilder page = new StringBuilder(
                """
                # Commands

                What `./lynceus COMMAND --help` prints. `CommandDocsTest` makes this page from the program and fails where the two differ.

                """);
        add(Lynceus.commandLine(), page);
        return page.toString().strip() + "\n";
    }

    private static void add(CommandLine command, StringBuilder page) {
        // Lists of commands show the first line of their descriptions only.
        assertThat(command.getCommandSpec().usageMessage().description()[0])
                .as("first line about " + command.getCommandName())
                .endsWith(".");
        command.setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
        page.append("## ")
                .append(command.getCommandSpec().qualifiedName(" "))
                .append("\n\n```text\n")
                .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).strip())
                .append("\n```\n\n");
        command.getSubcommands().values().stream()
                .distinct()
                .filter(sub -> !(sub.getCommand() instanceof CommandLine.HelpCommand))
                .forEach(sub -> add(sub, page));
    }

    @Test
    void thePageSaysWhatHelpPrints() throws IOException {
        GeneratedPage.check("commands.md", page());
    }
}
