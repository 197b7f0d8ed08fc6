package dev.jgrad.autograd;

import dev.jgrad.data.Device;
import dev.jgrad.op.SavedTensor;
import dev.jgrad.tensor.Tensor;

/** Keeps what operations save for backward in the host's memory: {@code torch.autograd.graph.save_on_cpu}. */
public final class SaveOnHost {
    private record Moved(Device device, Tensor onHost) {}

    /** A tensor that lives on the host already stays where it is, and must not change. */
    private record Kept(Tensor tensor, int version) {}

    private static final SavedTensorHooks HOOKS = new SavedTensorHooks(SaveOnHost::pack, SaveOnHost::unpack);

    private SaveOnHost() {}

    /**
     * Moves every tensor that is saved until the guard is closed to the host, and back when backward needs it:
     *
     * <pre>{@code
     * try (var _ = SaveOnHost.enabled()) {
     *     loss = model.call(x).sum();
     * }
     * loss.backward();
     * }</pre>
     */
    public static Guard enabled() {
        return HOOKS.install();
    }

    private static Object pack(Tensor t) {
        return t.device().isCpu() ? new Kept(t, SavedTensor.version(t)) : new Moved(t.device(), t.to(Device.of("cpu")));
    }

    private static Tensor unpack(Object packed) {
        if (packed instanceof Kept k) {
            return SavedTensor.unpack(k.tensor, k.version, "save_on_cpu");
        }
        Moved m = (Moved) packed;
        return m.onHost.to(m.device);
    }
}
