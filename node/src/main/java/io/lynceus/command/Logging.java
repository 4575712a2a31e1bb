package io.lynceus.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import io.lynceus.stream.kafka.reading.SteeredConsumer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures logging in code, because reading an XML file takes a quarter of a second at each start. The environment variable
 * {@code LYNCEUS_LOG} sets our own level, {@code -Dlogback.configurationFile} replaces all of this.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** Kafka's clients and broker log every setting and every epoch, and warn of what mends itself. */
    private static final List<String> KAFKA = List.of("org.apache.kafka", "kafka", "state.change.logger");

    /** What a broker says, with a stack trace for each record, when it cannot write to its disk; the broker's end has one sentence. */
    private static final List<String> DISK = List.of(
            "org.apache.kafka.storage", "org.apache.kafka.server.fault", "kafka.server.ReplicaManager", "kafka.log");

    private static final String OURS = "io.lynceus";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
        terminal.setContext(context);
        terminal.setName("stderr");
        terminal.setTarget("System.err");
        terminal.setEncoder(encoder);
        terminal.addFilter(new WithoutNewBeginnings());
        terminal.start();
        context.getLogger(OURS).setLevel(Level.toLevel(System.getenv("LYNCEUS_LOG"), Level.INFO));
        KAFKA.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        DISK.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        // It logs stack traces of what it also reports.
        context.getLogger("org.java_websocket").setLevel(Level.OFF);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(terminal);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Kafka Streams shows the stack trace of a thread that ends so that another one begins anew; our warning has said why. */
    private static final class WithoutNewBeginnings extends Filter<ILoggingEvent> {
        private static final String NAME = SteeredConsumer.BeginsAnewException.class.getName();

        @Override
        public FilterReply decide(ILoggingEvent event) {
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                if (NAME.equals(cause.getClassName())) {
                    return FilterReply.DENY;
                }
            }
            return FilterReply.NEUTRAL;
        }
    }

    /** Lets Kafka's warnings through. */
    static void showKafka() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            KAFKA.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
            DISK.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
    }
}
