package io.lynceus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    record Inner(int depth) {
        Inner {
            if (depth < 0) {
                throw new IllegalArgumentException("depth is " + depth + ", allowed is 0 or more");
            }
        }
    }

    record Outer(String name, Duration deadline, Inner inner, List<Inner> parts) {}

    private static final Outer DEFAULTS = new Outer("a", Duration.ofMillis(50), new Inner(7), List.of());

    @Test
    void aFileBecomesARecordAndAbsentKeysKeepTheirDefaults() {
        Outer outer = Settings.parse("{deadline: 80ms, parts: [{depth: 1}, {depth: 2}]}", DEFAULTS);
        assertThat(outer)
                .isEqualTo(new Outer("a", Duration.ofMillis(80), new Inner(7), List.of(new Inner(1), new Inner(2))));
    }

    @Test
    void anUnknownKeyNamesTheNearestOne() {
        assertThatThrownBy(() -> Settings.parse("dedline: 80ms", DEFAULTS))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown key 'dedline'")
                .hasMessageContaining("did you mean 'deadline'");
    }

    @Test
    void anUnknownKeyInsideAListNamesItsPlace() {
        assertThatThrownBy(() -> Settings.parse("parts: [{depth: 1}, {dept: 2}]", DEFAULTS))
                .hasMessageContaining("parts[1].dept");
    }

    @Test
    void aValueOutOfRangeNamesKeyAndRange() {
        assertThatThrownBy(() -> Settings.parse("parts: [{depth: -3}]", DEFAULTS))
                .hasMessageContaining("parts[0]")
                .hasMessageContaining("depth is -3, allowed is 0 or more");
    }

    @Test
    void aDurationWithoutUnitIsRefused() {
        assertThatThrownBy(() -> Settings.parse("deadline: 80", DEFAULTS)).hasMessageContaining("such as 80ms");
    }

    @Test
    void anEmptyFileGivesTheDefaults() {
        assertThat(Settings.parse("", DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(Settings.parse("inner: {depth: 3}", DEFAULTS).inner()).isEqualTo(new Inner(3));
    }

    @Test
    void aBlankKeyKeepsItsDefault() {
        assertThat(Settings.parse("name:\ndeadline:\ninner:\n  # depth: 3\nparts:\n", DEFAULTS))
                .isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "'inner: {depth: 0.5}', inner.depth, 0.5",
        "'inner: {depth: 007}', inner.depth, 007",
        "'inner: {depth: \"\"}', inner.depth, whole number",
        "'name: ${NAME}', name, ${NAME}",
        "'inner: {depth: ${DEPTH}}', depth, ${DEPTH}",
        "'inner: {depth: true}', inner.depth, true",
        "'inner: 7', inner, section",
        "'parts: 7', parts, list",
        "'name: 1e400', name, finite",
        "'name: 1e3', name, 1000",
        "'name: 3.10', name, quotes",
        "'name: .inf', name, finite"
    })
    void aNumberOfTheWrongKindIsRefusedWithItsKeyAndValue(String yaml, String key, String value) {
        assertThatThrownBy(() -> Settings.parse(yaml, DEFAULTS))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining(value);
    }

    @Property(tries = 500)
    void whateverTheTextItIsReadOrRefusedWithASentence(@ForAll("yaml") String yaml) {
        try {
            assertThat(Settings.parse(yaml, DEFAULTS)).isNotNull();
        } catch (SettingsException e) {
            assertThat(e).hasMessageNotContaining("null\"").message().isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> yaml() {
        Arbitrary<String> value = Arbitraries.of(
                "",
                "1",
                "-1",
                "0.5",
                "true",
                "null",
                "~",
                "[]",
                "{}",
                "[1, ~]",
                "{depth: 1}",
                "{depth: }",
                ".nan",
                "'x'",
                "80ms",
                "&a [*a]",
                "!!int x",
                "\u0000");
        Arbitrary<String> line = Combinators.combine(
                        Arbitraries.of("name", "deadline", "inner", "parts", "other", "[", "? ", "- a"), value)
                .as((key, text) -> key + ": " + text);
        return line.list().ofMaxSize(5).map(lines -> String.join("\n", lines));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: a: b                     | 1, 8 | in quotes",
                "name: a\\nthere\\ninner: {}     | 2, 1 | ':' and a space",
                "inner:\\n\\tdepth: 3            | 2, 1 | indent with spaces",
                "name: a\\n  depth: 3            | 2, 8 | in quotes",
                "inner:\\n  depth: 3\\n name: b   | 3, 2 | indent it",
                "name: [                        | 1, 8 | write one",
                "parts: [{depth: 3}\\nname: b    | 2, 1 | close the bracket",
                "inner: {depth: 3\\nname: b      | 2, 5 | close the bracket",
                "name: 'a                       | 1, 9 | closing quote",
                "name: @a                       | 1, 7 | quotes",
                "name: `a                       | 1, 7 | quotes",
                "name: *a                       | 1, 7 | quotes",
                "name: a\\nname: b              | 2, 1 | leave one of the two out",
                "name: a\\ninner: x\u0007y       | 2, 9 | UTF-8"
            })
    void whatIsNoYamlIsOneSentenceWithItsPlaceWhatIsExpectedAndWhatToDo(String yaml, String place, String remedy) {
        String expected = place.replaceFirst("(\\d+), (\\d+)", "line $1, column $2: ");
        assertThatThrownBy(() -> Settings.parse(yaml.replace("\\n", "\n").replace("\\t", "\t"), DEFAULTS))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(expected)
                .contains("expected", "; ", remedy)
                .hasLineCount(1);
    }
}
