package io.lynceus.command.trainer;

import io.lynceus.data.DataConfig;
import io.lynceus.fit.FitConfig;
import io.lynceus.network.NetworkSettings;
import io.lynceus.network.Systems;
import io.lynceus.rig.RigConfig;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the records say; {@code -Dlynceus.docs=write} writes it anew. */
class ConfigurationDocsTest {

    private static String page() throws IOException {
        ConfigurationTables tables = new ConfigurationTables(GeneratedPage.ROOT)
                .text(
                        """
                        # Configuration

                        Every key of the two kinds of files. A key that is absent or blank keeps its default; an unknown key is refused, and
                        the message names the nearest one. Durations are numbers with a unit: `45ms`, `1.5s`, `2min`, `1h`. `x.y` is the key `y`
                        in the section `x`; `x[].y` is the key `y` of each element of the list `x`, where an empty default means that
                        the key has none.

                        `ConfigurationDocsTest` makes this page from the program and fails where the two differ.

                        ## Rig files

                        `./lynceus node --rig FILE`; also `doctor`, `record`, `monitor`.

                        """)
                .table(RigConfig.DEFAULTS)
                .text(
                        """
                        ## Training files

                        `./lynceus trainer fit --config FILE`; also `export`, `verify`, `evaluate`, `inspect`, `compare`.

                        | key | default | meaning |
                        |---|---|---|
                        | `name` | `run` | name of the run and of its model |
                        | `start` | `[]` | checkpoints whose weights it starts from, one after the other, as far as names and shapes agree |

                        ### data

                        """)
                .table(DataConfig.RECIPE)
                .text("### fit\n\n")
                .table(FitConfig.RECIPE)
                .text(
                        "### network\n\n`network: {system: NAME, …}`; without `system` it is the first of these. The other keys are the system's own.\n\n");
        for (String name : Systems.names()) {
            tables.text("#### " + name + "\n\n");
            NetworkSettings defaults = Systems.settings(Map.of("system", name));
            tables.table((Record) defaults);
        }
        return tables.toString().strip() + "\n";
    }

    @Test
    void thePageSaysWhatTheProgramReads() throws IOException {
        GeneratedPage.check("configuration.md", page());
    }
}
