package dev.jgrad.compile;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Fusion;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.spi.Backend;
import dev.jgrad.storage.StorageScope;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function whose kernels are recorded at its first call with inputs of some shapes, forward and backward, and replayed
 * at later ones. What cannot be replayed runs eagerly, for a reason that {@link #reason} tells and a warning says once.
 *
 * <p>Results and gradients are those of eager execution within the tolerance of fused kernels. A call belongs to one
 * thread at a time; one that comes while another thread is in a call runs eagerly.
 */
public final class CompiledFunction {
    /** So many kinds of inputs are recorded; others run eagerly. */
    public static final int MOST_TRACES = 8;

    private static final System.Logger LOG = System.getLogger("dev.jgrad");

    private final String name;
    private final Function<List<@Nullable Tensor>, List<@Nullable Tensor>> function;
    private final Supplier<State> state;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String reason = "";
    private int replays;

    /**
     * What a function uses besides its inputs.
     *
     * @param tensors parameters and buffers
     * @param modes whatever the function depends on else; equal modes, equal computation
     * @param obstacle why it has to run eagerly now, or null
     */
    public record State(
            List<Tensor> tensors, List<?> modes, @Nullable String obstacle) {}

    private record Key(
            List<@Nullable Kind> inputs,
            List<Boolean> required,
            List<?> modes,
            boolean grad,
            boolean inference,
            DType dtype) {}

    private record Kind(List<Long> sizes, List<Long> strides, DType dtype, boolean required, boolean ordered) {}

    private record Entry(@Nullable Trace trace, @Nullable String obstacle) {}

    /**
     * Prepares a function; nothing runs yet.
     *
     * @param name of the node of its results, and in warnings
     * @param state asked at each call
     */
    public CompiledFunction(
            String name, Function<List<@Nullable Tensor>, List<@Nullable Tensor>> function, Supplier<State> state) {
        this.name = name;
        this.function = function;
        this.state = state;
    }

    /** Why the last call ran eagerly; empty when it was a replay. */
    public String reason() {
        return reason;
    }

    /** How often calls ran eagerly, by reason. */
    public Map<String, Integer> reasons() {
        synchronized (reasons) {
            return new LinkedHashMap<>(reasons);
        }
    }

    /** How many calls were replayed. */
    public int replays() {
        return replays;
    }

    /** The results for these inputs, null where one is left out. */
    public List<@Nullable Tensor> call(List<@Nullable Tensor> inputs) {
        if (!lock.tryLock()) {
            return eager("another thread is in a call", inputs);
        }
        try {
            if (lock.getHoldCount() > 1) {
                return eager("the function calls itself", inputs);
            }
            return locked(inputs);
        } finally {
            lock.unlock();
        }
    }

    private List<@Nullable Tensor> locked(List<@Nullable Tensor> inputs) {
        ThreadState ts = ThreadState.current();
        State now = state.get();
        Device device = deviceOf(inputs, now.tensors());
        String why = now.obstacle() != null ? now.obstacle() : obstacle(ts, device, inputs);
        if (why != null) {
            return eager(why, inputs);
        }
        Key key = key(ts, inputs, now);
        Entry known = entries.get(key);
        if (known == null) {
            if (entries.size() >= MOST_TRACES) {
                return eager("more than " + MOST_TRACES + " kinds of inputs or modes", inputs);
            }
            return record(ts, Devices.backend(device), key, inputs, now);
        }
        Trace trace = known.trace();
        if (trace == null) {
            return eager(String.valueOf(known.obstacle()), inputs);
        }
        if (!trace.fits(now.tensors())) {
            // Recorded anew by the next call.
            entries.remove(key);
            return eager("a parameter or buffer was replaced, or its memory", inputs);
        }
        String obstacle = trace.obstacle();
        if (obstacle != null) {
            return eager(obstacle, inputs);
        }
        reason = "";
        replays++;
        synchronized (trace) {
            return trace.forward(ts, name, inputs, targets(inputs, now.tensors()));
        }
    }

    private List<@Nullable Tensor> eager(String why, List<@Nullable Tensor> inputs) {
        reason = why;
        int before;
        synchronized (reasons) {
            before = reasons.merge(why, 1, Integer::sum) - 1;
        }
        if (before == 0) {
            LOG.log(System.Logger.Level.WARNING, name + " runs eagerly, because " + why);
        }
        return function.apply(inputs);
    }

    private static Device deviceOf(List<@Nullable Tensor> inputs, List<Tensor> tensors) {
        for (Tensor t : inputs) {
            if (t != null) {
                return t.device();
            }
        }
        return tensors.isEmpty() ? Device.CPU : tensors.getFirst().device();
    }

    private static @Nullable String obstacle(ThreadState ts, Device device, List<@Nullable Tensor> inputs) {
        if (!device.isCpu()) {
            return "its inputs are on " + device + ", where a CudaGraph records a step";
        }
        if (ts.forward != null || !ts.batches.isEmpty()) {
            return "it is called in forward mode or under vmap";
        }
        if (ts.autocast != null) {
            return "it is called in an autocast region";
        }
        if (ts.anomaly || !ts.savedTensorHooks.isEmpty()) {
            return "it is called under anomaly detection or with hooks on saved tensors";
        }
        if (ts.pass != null) {
            return "it is called within a backward pass";
        }
        for (Tensor t : inputs) {
            if (t != null && !t.device().equals(device)) {
                return "its inputs are on several devices";
            }
        }
        return null;
    }

    private static Key key(ThreadState ts, List<@Nullable Tensor> inputs, State state) {
        List<@Nullable Kind> kinds = new ArrayList<>();
        for (Tensor t : inputs) {
            kinds.add(t == null ? null : kind(ts, t));
        }
        List<Boolean> required = new ArrayList<>();
        for (Tensor t : state.tensors()) {
            required.add(ts.gradEnabled && t.requiresGrad());
        }
        return new Key(kinds, required, List.copyOf(state.modes()), ts.gradEnabled, ts.inference, DTypes.current());
    }

    private static Kind kind(ThreadState ts, Tensor t) {
        var buffer = TensorAccess.storage(t).buffer();
        var layout = TensorAccess.layoutIn(t, buffer);
        return new Kind(
                boxed(layout.sizes()),
                boxed(layout.strides()),
                t.dtype(),
                ts.gradEnabled && t.requiresGrad(),
                buffer.physical() != null);
    }

    private static List<Long> boxed(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** Inputs and state that a gradient goes to. */
    private static List<Tensor> targets(List<@Nullable Tensor> inputs, List<Tensor> tensors) {
        List<Tensor> targets = new ArrayList<>();
        for (Tensor t : inputs) {
            if (t != null && t.requiresGrad()) {
                targets.add(t);
            }
        }
        for (Tensor t : tensors) {
            if (t.requiresGrad()) {
                targets.add(t);
            }
        }
        return targets;
    }

    /** Runs the function once, as it is, and writes down what it does. */
    private List<@Nullable Tensor> record(
            ThreadState ts, Backend backend, Key key, List<@Nullable Tensor> inputs, State now) {
        StorageScope scope = ts.scope;
        ts.scope = null;
        try {
            return recordUnscoped(ts, backend, key, inputs, now);
        } finally {
            ts.scope = scope;
        }
    }

    private List<@Nullable Tensor> recordUnscoped(
            ThreadState ts, Backend backend, Key key, List<@Nullable Tensor> inputs, State now) {
        List<@Nullable Tensor> in = new ArrayList<>();
        for (Tensor t : inputs) {
            // A copy has a buffer that nothing else lies in.
            in.add(t == null ? null : t.clone());
        }
        int[] versions = versions(now.tensors());
        Capture capture = new Capture(backend);
        String why = capture.begin();
        if (why != null) {
            return eager(why, inputs);
        }
        List<@Nullable Tensor> out;
        try (Guard _ = Fusion.enabled()) {
            out = function.apply(in);
            compute(out);
        } finally {
            capture.end();
        }
        for (int i = 0; i < in.size(); i++) {
            Tensor copy = in.get(i);
            Tensor given = inputs.get(i);
            if (copy != null && given != null && copy.version() > 0) {
                capture.refuse("it changes an input in place");
                given.copy_(copy);
            }
        }
        int split = capture.calls().size();
        int[] after = versions(now.tensors());
        int[] writes = new int[versions.length];
        for (int i = 0; i < writes.length; i++) {
            writes[i] = after[i] - versions[i];
        }
        List<Tensor> targets = targets(in, now.tensors());
        List<@Nullable Tensor> outGradients = new ArrayList<>();
        List<@Nullable Tensor> gradients = List.of();
        if (capture.obstacle() == null && ts.gradEnabled && !targets.isEmpty()) {
            gradients = backward(capture, out, outGradients, targets);
        }
        for (Tensor t : now.tensors()) {
            if (capture.made().containsKey(TensorAccess.storage(t).buffer())) {
                // Weights lie in the order that kernels like from now on; the next call is recorded.
                note("a parameter or buffer was brought into another order of elements", false);
                return out;
            }
        }
        Trace trace = null;
        if (capture.obstacle() == null) {
            trace = new Trace(backend, capture, split, in, out, outGradients, gradients, now.tensors(), writes);
        }
        String obstacle = capture.obstacle();
        entries.put(key, new Entry(obstacle == null ? trace : null, obstacle));
        note(
                obstacle == null ? "this was the first call with such inputs, which is recorded" : obstacle,
                obstacle != null);
        return out;
    }

    private void note(String why, boolean warns) {
        reason = why;
        synchronized (reasons) {
            reasons.merge(why, 1, Integer::sum);
        }
        if (warns) {
            LOG.log(System.Logger.Level.WARNING, name + " cannot be recorded and runs eagerly, because " + why);
        }
    }

    private static List<@Nullable Tensor> backward(
            Capture capture, List<@Nullable Tensor> out, List<@Nullable Tensor> outGradients, List<Tensor> targets) {
        List<Tensor> roots = new ArrayList<>();
        List<Tensor> seeds = new ArrayList<>();
        for (Tensor t : out) {
            boolean counts = t != null && t.requiresGrad();
            Tensor seed = counts ? Grad.noGrad(() -> Tensors.onesLike(t)) : null;
            outGradients.add(seed);
            if (seed != null) {
                roots.add(t);
                seeds.add(seed);
            }
        }
        if (roots.isEmpty()) {
            outGradients.clear();
            return List.of();
        }
        for (Tensor t : targets) {
            Node node = TensorAccess.gradientNode(t);
            if (node != null && t.isLeaf() && node.hasHooks()) {
                capture.refuse("a parameter has hooks on its gradient");
            }
        }
        capture.begin();
        try {
            List<@Nullable Tensor> gradients =
                    Autograd.grad(roots, targets, seeds, new Autograd.Options(true, false, true, false));
            compute(gradients);
            return gradients;
        } finally {
            capture.end();
        }
    }

    private static void compute(List<@Nullable Tensor> tensors) {
        for (Tensor t : tensors) {
            if (t != null) {
                TensorAccess.storage(t).buffer();
            }
        }
    }

    private static int[] versions(List<Tensor> tensors) {
        return tensors.stream().mapToInt(t -> TensorAccess.storage(t).version()).toArray();
    }
}
