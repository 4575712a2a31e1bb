package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.lynceus.command.Logging;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class BeginsAnewLogTest {
    @Test
    void aThreadThatBeginsAnewShowsNoStackTraceAndOneThatFailsDoes() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        PrintStream usual = System.err;
        System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            new Logging().configure(context);
            var streams = context.getLogger("org.apache.kafka.streams.KafkaStreams");
            streams.error("ended", new StreamsException(new SteeredConsumer.BeginsAnewException(Map.of())));
            streams.error("failed", new StreamsException("of something else"));
            context.stop();
        } finally {
            System.setErr(usual);
        }
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("failed", "of something else")
                .doesNotContain("ended", "BeginsAnewException");
    }
}
