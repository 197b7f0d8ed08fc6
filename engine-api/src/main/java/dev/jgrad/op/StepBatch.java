package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.StorageScope;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Optimizer steps that wait for each other, so that a backend gets many parameters at once. Steps with the same settings
 * are handed over together; others in between hand over what there is.
 */
public final class StepBatch implements AutoCloseable {
    private final ThreadState owner;
    private final @Nullable StepBatch outer;
    private final @Nullable StorageScope scope;
    private final StorageScope temporaries = new StorageScope(null);
    private final List<@Nullable Tensor[]> steps = new ArrayList<>();
    private @Nullable Settings settings;

    private StepBatch(ThreadState owner) {
        this.owner = owner;
        this.outer = owner.steps;
        owner.steps = this;
        // A step's intermediate results end with it; what the optimizer remembers leaves the scope.
        this.scope = owner.scope;
        owner.scope = temporaries;
    }

    /** What the steps of a list share. */
    private sealed interface Settings {
        void run(long[] elements, Buffer[][] roles);
    }

    /** The arguments of {@link dev.jgrad.spi.OptimizerKernels#sgdAll}. */
    record Sgd(
            Backend backend,
            DType dtype,
            boolean hasMomentum,
            boolean firstStep,
            StepNumbers numbers,
            boolean nesterov,
            boolean maximize)
            implements Settings {
        @Override
        public void run(long[] elements, Buffer[][] roles) {
            numbers.announce(FusedSteps.SGD_NUMBERS);
            backend.optimizers()
                    .sgdAll(
                            backend.stream(),
                            dtype,
                            elements,
                            roles[0],
                            roles[1],
                            hasMomentum ? roles[2] : null,
                            firstStep,
                            numbers.value(0),
                            numbers.value(1),
                            numbers.value(2),
                            numbers.value(3),
                            nesterov,
                            maximize);
        }
    }

    /** The arguments of {@link dev.jgrad.spi.OptimizerKernels#adamAll}. */
    record Adam(
            Backend backend, DType dtype, boolean hasMaximum, StepNumbers numbers, boolean decoupled, boolean maximize)
            implements Settings {
        @Override
        public void run(long[] elements, Buffer[][] roles) {
            numbers.announce(FusedSteps.ADAM_NUMBERS);
            backend.optimizers()
                    .adamAll(
                            backend.stream(),
                            dtype,
                            elements,
                            roles[0],
                            roles[1],
                            roles[2],
                            roles[3],
                            hasMaximum ? roles[4] : null,
                            (long) numbers.value(0),
                            numbers.value(1),
                            numbers.value(2),
                            numbers.value(3),
                            numbers.value(4),
                            numbers.value(5),
                            decoupled,
                            maximize);
        }
    }

    /** From here on steps of this thread wait until the batch is closed. */
    public static StepBatch open() {
        return new StepBatch(ThreadState.current());
    }

    void add(Sgd given, @Nullable Tensor... tensors) {
        append(given, tensors);
    }

    void add(Adam given, @Nullable Tensor... tensors) {
        append(given, tensors);
    }

    private void append(Settings given, @Nullable Tensor[] tensors) {
        if (!given.equals(settings)) {
            flush();
            settings = given;
        }
        steps.add(tensors);
    }

    private void flush() {
        Settings given = settings;
        int n = steps.size();
        if (given == null || n == 0) {
            return;
        }
        int count = steps.getFirst().length;
        long[] elements = new long[n];
        Buffer[][] roles = new Buffer[count][n];
        for (int i = 0; i < n; i++) {
            @Nullable Tensor[] tensors = steps.get(i);
            for (int k = 0; k < count; k++) {
                Tensor t = tensors[k];
                if (t != null) {
                    roles[k][i] = TensorAccess.storage(t).buffer();
                    elements[i] = t.numel();
                }
            }
        }
        try {
            given.run(elements, roles);
        } finally {
            Reference.reachabilityFence(steps);
            steps.clear();
        }
    }

    /** Does the steps that still wait. */
    @Override
    public void close() {
        owner.steps = outer;
        owner.scope = scope;
        try {
            flush();
        } finally {
            temporaries.close();
        }
    }
}
