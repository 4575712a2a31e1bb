package io.lynceus.segment;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.lynceus.process.Ending;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.segment.NativeObjects.Owned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ONNX Runtime session on the first execution provider that works, and the name of that provider. */
final class OnnxSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);

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
        OrtEnvironment environment =
                Ending.loading(() -> TemporaryFolder.clearedAfter("onnxruntime-java", OrtEnvironment::getEnvironment));
        List<String> refused = new ArrayList<>();
        for (ExecutionProvider provider : wanted) {
            try (Owned<SessionOptions> options = NativeObjects.own(new SessionOptions())) {
                options.get().setIntraOpNumThreads(settings.threads());
                options.get().addConfigEntry("session.intra_op.allow_spinning", settings.spins() ? "1" : "0");
                options.get().setMemoryPatternOptimization(settings.memoryPatterns());
                options.get().setInterOpNumThreads(1);
                provider.addTo(options.get());
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
                refused.add(provider.toString());
            }
        }
        throw new ModelException(
                "none of " + wanted
                        + " runs here; install the provider's libraries, or allow CPU (LYNCEUS_LOG=DEBUG says what is missing)");
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
