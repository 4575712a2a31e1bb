package io.lynceus.nn.torch;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Automatic mixed precision of a training step. Between {@link #begin} and {@link #end} libtorch computes products in bfloat16, and
 * operations that need more precision in float32; parameters and their gradients stay float32. The whole object spans the backward
 * pass too.
 *
 * <p>On a processor oneDNN is off while the object is open: on AMD processors, some of its bfloat16 convolution kernels give wrong
 * results that differ from run to run (pytorch/pytorch#163347). libtorch's own kernels are slower and give the same on each run.
 *
 * <p>Thread safety: the thread that opened it uses and closes it. The oneDNN switch holds for the whole process.
 */
public final class Autocast implements AutoCloseable {
    private final DeviceType type;
    private final boolean enabled;
    private final boolean oneDnnBefore;

    private Autocast(DeviceType type, boolean enabled) {
        this.type = type;
        this.enabled = enabled;
        this.oneDnnBefore = torch.globalContext().userEnabledMkldnn();
        if (enabled && type == DeviceType.CPU) {
            torch.globalContext().setUserEnabledMkldnn(false);
        }
    }

    /** Returns mixed precision for a device, or float32 throughout if {@code enabled} is false. */
    public static Autocast bfloat16(Device device, boolean enabled) {
        return new Autocast(device.is_cuda() ? DeviceType.CUDA : DeviceType.CPU, enabled);
    }

    /** Starts the forward pass. */
    public void begin() {
        torch.set_autocast_dtype(type, ScalarType.BFloat16);
        torch.set_autocast_enabled(type, enabled);
    }

    /** Ends the forward pass; the backward pass takes the types that the forward pass used. */
    public void end() {
        torch.set_autocast_enabled(type, false);
        // The cache holds bfloat16 copies of the parameters, which the next step must not see.
        torch.clear_cache();
    }

    @Override
    public void close() {
        end();
        torch.globalContext().setUserEnabledMkldnn(oneDnnBefore);
    }
}
