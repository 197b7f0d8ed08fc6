package dev.jgrad.nn;

import dev.jgrad.autograd.Checkpointing;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Checkpoints a chain of modules in segments: {@code torch.utils.checkpoint.checkpoint_sequential}. */
public final class CheckpointSequential {
    private CheckpointSequential() {}

    /**
     * Calls modules one after the other; all segments but the last keep nothing for backward but their input.
     *
     * @throws ArgumentException when there are fewer modules than segments, or no segment
     */
    public static Tensor checkpointSequential(Iterable<? extends Module> modules, int segments, Tensor input) {
        List<Module> chain = new ArrayList<>();
        modules.forEach(chain::add);
        if (segments < 1 || segments > chain.size()) {
            throw new ArgumentException("checkpointSequential: segments must be between 1 and the number of modules ("
                    + chain.size() + "), but is " + segments);
        }
        int length = chain.size() / segments;
        Tensor x = input;
        for (int s = 0; s < segments - 1; s++) {
            List<Module> segment = chain.subList(s * length, (s + 1) * length);
            x = Checkpointing.checkpoint(t -> run(segment, t), x);
        }
        return run(chain.subList((segments - 1) * length, chain.size()), x);
    }

    private static Tensor run(List<Module> modules, Tensor input) {
        Tensor x = input;
        for (Module module : modules) {
            x = module.call(x);
        }
        return x;
    }
}
