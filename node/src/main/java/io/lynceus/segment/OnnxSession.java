package io.lynceus.segment;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.lynceus.process.Ending;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.segment.NativeObjects.Owned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ONNX Runtime session on the first execution provider that works, and the name of that provider. */
final class OnnxSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);

    /** As the system's loader says it: "libcublasLt.so.12: cannot open shared object file". */
    private static final Pattern LIBRARY = Pattern.compile("([\\w.+-]+\\.so[\\w.]*): cannot open shared object file");

    private final Owned<OrtSession> session;
    private final ExecutionProvider provider;

    private OnnxSession(Owned<OrtSession> session, ExecutionProvider provider) {
        this.session = session;
        this.provider = provider;
    }

    /**
     * Tries the wanted providers in order. Options that a provider has refused cannot be used again, so each try builds its own.
     *
     * @param settings of calls on the CPU
     */
    static OnnxSession open(Path model, List<ExecutionProvider> wanted, SessionSettings settings) {
        if (!Files.isRegularFile(model)) {
            throw new ModelException(
                    "model " + model + " does not exist; give an .onnx file made by './lynceus trainer export'");
        }
        // First: it registers the logger without which a provider cannot say which library it lacks.
        OrtEnvironment environment = Ending.loading(() -> TemporaryFolder.clearedAfter(
                "onnxruntime-java", () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR)));
        List<String> refused = new ArrayList<>();
        for (ExecutionProvider provider : wanted) {
            try (Owned<SessionOptions> options = NativeObjects.own(new SessionOptions())) {
                options.get().setIntraOpNumThreads(settings.threads());
                options.get().addConfigEntry("session.intra_op.allow_spinning", settings.spins() ? "1" : "0");
                options.get().setMemoryPatternOptimization(settings.memoryPatterns());
                options.get().setInterOpNumThreads(1);
                provider.addTo(options.get(), settings.gpu(), model);
                Owned<OrtSession> session =
                        NativeObjects.own(environment.createSession(model.toString(), options.get()));
                LOG.info(
                        "Model {} runs on {}{}",
                        model.getFileName(),
                        provider,
                        refused.isEmpty() ? "" : ", because " + String.join(" and ", refused) + " cannot be used here");
                return new OnnxSession(session, provider);
            } catch (OrtException e) {
                if (provider == ExecutionProvider.CPU) {
                    throw new ModelException(
                            "model " + model + " cannot be loaded: " + e.getMessage()
                                    + "; it must be an ONNX file made by './lynceus trainer export'",
                            e);
                }
                LOG.debug("{} is refused", provider, e);
                refused.add(provider + missing(e));
            }
        }
        throw new ModelException(
                "none of " + wanted
                        + " runs here; install the provider's libraries, or allow CPU (LYNCEUS_LOG=DEBUG says what is missing)");
    }

    /** Returns the library that a refusal names, in brackets; empty if it names none. */
    static String missing(OrtException refusal) {
        Matcher library = LIBRARY.matcher(String.valueOf(refusal.getMessage()));
        return library.find() ? " (" + library.group(1) + " is missing)" : "";
    }

    OrtSession get() {
        return session.get();
    }

    ExecutionProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        session.close();
    }
}
