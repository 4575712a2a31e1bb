package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags that cannot be, or that would have no effect, are refused before anything is read. */
class TrainerFlagsTest {
    @ParameterizedTest
    @CsvSource({
        "evaluate --model m --config c --gate --protocol emm, --protocol has no effect with --gate",
        "evaluate --model m --config c --protocol emm --against n, --against has no effect with --protocol",
        "evaluate --model m --config c --domain normalised, --domain has an effect with --protocol only",
        "evaluate --model m --config c --samples 0, '--samples is 0, allowed is 1 or more'",
        "fit --config c --bench-steps 3 --out o, --out has no effect with --bench-steps",
        "fit --config c --bench-steps -1, '--bench-steps is -1, allowed is 0 or more'",
        "verify --config c --weights w --sets 0, '--sets is 0, allowed is 1 or more'",
        "export --config c --weights w --out o --evaluate -1, '--evaluate is -1, allowed is 0 or more'",
        "compare --configs c --budget 0s --out o, '--budget is 0 ms; give a time above 0'",
        "compare --configs c --budget 1s --out o --samples 0, '--samples is 0, allowed is 1 or more'",
    })
    void theyAreRefused(String flags, String message) {
        ShellRun run = ShellRun.of(("trainer " + flags).split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
