package io.lynceus.nn.torch;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * While open, libtorch computes products in bfloat16 and what needs more in float32 (automatic mixed precision); parameters and
 * their gradients stay float32. It acts on the thread that opened it, which closes it.
 */
public final class Autocast implements AutoCloseable {
    private final DeviceType type;
    private final boolean before;

    private Autocast(DeviceType type, boolean enabled) {
        this.type = type;
        this.before = torch.is_autocast_enabled(type);
        torch.set_autocast_dtype(type, ScalarType.BFloat16);
        torch.set_autocast_enabled(type, enabled);
    }

    /** Mixed precision on that kind of device, or none where {@code enabled} is false. */
    public static Autocast bfloat16(Device device, boolean enabled) {
        return new Autocast(device.is_cuda() ? DeviceType.CUDA : DeviceType.CPU, enabled);
    }

    @Override
    public void close() {
        torch.set_autocast_enabled(type, before);
        // The cache holds the parameters' bfloat16 copies, which the next step must not see.
        torch.clear_cache();
    }
}
