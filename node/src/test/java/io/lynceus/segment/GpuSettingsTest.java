package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuSettingsTest {
    @TempDir
    Path folder;

    @Test
    void cudaGetsTheDeviceItsPrecisionAndAMemoryLimitOnlyIfThereIsOne() {
        assertThat(GpuSettings.DEFAULTS.cuda())
                .containsEntry("device_id", "0")
                .containsEntry("use_tf32", "1")
                .doesNotContainKey("gpu_mem_limit");
        assertThat(new GpuSettings(1, false, true, 4096, "").cuda())
                .containsEntry("device_id", "1")
                .containsEntry("use_tf32", "0")
                .containsEntry("gpu_mem_limit", "4294967296");
    }

    @Test
    void enginesOfAnotherModelAreNeverTaken() throws IOException {
        GpuSettings settings = new GpuSettings(0, true, true, 0, folder.toString());
        Path model = Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
        Path engines = settings.engines(ModelFile.sha256(model));
        assertThat(settings.tensorRt(engines))
                .containsEntry("trt_fp16_enable", "1")
                .containsEntry("trt_engine_cache_path", engines.toString())
                .containsEntry("trt_timing_cache_path", engines.toString());
        assertThat(engines).isDirectory();
        Files.write(model, new byte[] {1, 2, 4});
        assertThat(settings.engines(ModelFile.sha256(model))).isNotEqualTo(engines);
    }

    @Test
    void aCacheThatCannotBeMadeNamesTheSetting() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new GpuSettings(0, true, true, 0, file.toString()).engines("00"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("accelerator: {gpu: {cache: ...}}");
    }

    @Test
    void aRefusalNamesTheLibraryThatIsMissing() {
        assertThat(OnnxSession.missing(
                        new OrtException("Failed to load library libonnxruntime_providers_cuda.so with error:"
                                + " libcublasLt.so.12: cannot open shared object file: No such file or directory")))
                .isEqualTo(" (libcublasLt.so.12 is missing)");
        assertThat(OnnxSession.missing(new OrtException("CUDA failure 100: no CUDA-capable device is detected")))
                .isEmpty();
    }
}
