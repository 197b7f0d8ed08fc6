package dev.jgrad.compile;

import dev.jgrad.data.AutogradException;
import dev.jgrad.op.BackwardContext;
import dev.jgrad.op.Dispatcher;
import dev.jgrad.op.SavedTensor;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The recorded kernels of a function for one kind of inputs, ready to be replayed. */
final class Trace {
    private final Backend backend;
    private final List<KernelCall> calls;
    private final int split;
    private final List<InputPlace> inputs = new ArrayList<>();
    private final List<@Nullable InputPlace> outputGradients = new ArrayList<>();
    private final List<@Nullable Slot> outputs = new ArrayList<>();
    private final List<@Nullable Slot> gradients = new ArrayList<>();
    private final List<Buffer> places;
    private final List<StateTensor> state = new ArrayList<>();

    /** For buffers of the capture that have a fixed place: that place; empty afterwards. */
    private final Map<Buffer, Buffer> fixed = new IdentityHashMap<>();

    private long run;
    private @Nullable WeakReference<Object> open;

    /** A tensor that the function uses and is not given, as it was when the function was recorded. */
    private static final class StateTensor {
        final Tensor tensor;
        final Buffer buffer;
        final int writes;
        boolean readBackward;
        int versionSeen;

        StateTensor(Tensor tensor, int writes) {
            this.tensor = tensor;
            this.buffer = TensorAccess.storage(tensor).buffer();
            this.writes = writes;
        }
    }

    /**
     * What a capture has found.
     *
     * @param split the number of calls of the forward pass
     * @param in copies of the inputs that the function was given
     * @param out its results
     * @param outGradients what the backward pass started from, null for a result without gradient; empty without it
     * @param inGradients what it gave for inputs and state
     * @param writes how often each tensor of the state was written
     */
    Trace(
            Backend backend,
            Capture capture,
            int split,
            List<@Nullable Tensor> in,
            List<@Nullable Tensor> out,
            List<@Nullable Tensor> outGradients,
            List<@Nullable Tensor> inGradients,
            List<Tensor> stateTensors,
            int[] writes) {
        this.backend = backend;
        this.calls = capture.calls();
        this.split = split;
        for (Tensor t : in) {
            if (t != null) {
                InputPlace place = new InputPlace(backend, t);
                inputs.add(place);
                fixed.put(TensorAccess.storage(t).buffer(), place.buffer());
            }
        }
        for (Tensor t : outGradients) {
            InputPlace place = t == null ? null : new InputPlace(backend, t);
            outputGradients.add(place);
            if (t != null && place != null) {
                fixed.put(TensorAccess.storage(t).buffer(), place.buffer());
            }
        }
        Map<Buffer, Integer> own = new IdentityHashMap<>();
        slots(out, capture, outputs, own);
        slots(inGradients, capture, gradients, own);
        boolean whole = outputs.stream().allMatch(s -> s == null || s.isMade());
        if (!whole) {
            capture.refuse("a result is an input, a parameter or a view of one");
        }
        for (int i = 0; i < stateTensors.size(); i++) {
            state.add(new StateTensor(stateTensors.get(i), writes[i]));
        }
        noteReads();
        MemoryPlan plan = new MemoryPlan(backend, calls);
        places = plan.apply(capture.made(), split, own.keySet());
        plan.replace(fixed);
        fixed.clear();
    }

    private void slots(
            List<@Nullable Tensor> tensors, Capture capture, List<@Nullable Slot> to, Map<Buffer, Integer> own) {
        for (Tensor t : tensors) {
            Slot slot = t == null ? null : new Slot(t, capture.made());
            if (t != null && slot != null && !slot.isMade()) {
                Buffer from = slot.recorded();
                slot.copyFrom(fixed.getOrDefault(from, from), TensorAccess.layoutIn(t, from));
            } else if (slot != null) {
                slot.find(calls, own.computeIfAbsent(slot.recorded(), b -> own.size()));
            }
            to.add(slot);
        }
    }

    private void noteReads() {
        Set<Buffer> read = Collections.newSetFromMap(new IdentityHashMap<>());
        for (KernelCall call : calls.subList(split, calls.size())) {
            for (Object o : call.arguments) {
                if (o instanceof Buffer b) {
                    read.add(b);
                }
            }
        }
        state.forEach(s -> s.readBackward = read.contains(s.buffer));
    }

    /** The calls of both passes. */
    int size() {
        return calls.size();
    }

    /** True while parameters and buffers are the tensors, in the memory, that were recorded. */
    boolean fits(List<Tensor> tensors) {
        boolean same = tensors.size() == state.size();
        for (int i = 0; same && i < state.size(); i++) {
            StateTensor s = state.get(i);
            same = tensors.get(i) == s.tensor && TensorAccess.storage(s.tensor).buffer() == s.buffer;
        }
        return same;
    }

    /** Why a replay is not possible now, or null. */
    @Nullable
    String obstacle() {
        WeakReference<Object> waiting = open;
        return waiting != null && waiting.get() != null
                ? "the result of the call before is still waiting for its backward pass"
                : null;
    }

    /** The results for these inputs. */
    List<@Nullable Tensor> forward(ThreadState ts, String name, List<@Nullable Tensor> in, List<Tensor> targets) {
        fill(in);
        for (StateTensor s : state) {
            if (s.writes > 0) {
                TensorAccess.storage(s.tensor).beforeWrite();
            }
        }
        places.forEach(Buffer::written);
        Map<Integer, Storage> fresh = prepare(ts, outputs);
        for (int i = 0; i < split; i++) {
            calls.get(i).run();
        }
        for (StateTensor s : state) {
            for (int k = 0; k < s.writes; k++) {
                TensorAccess.storage(s.tensor).bumpVersion();
            }
            s.versionSeen = TensorAccess.storage(s.tensor).version();
        }
        Reference.reachabilityFence(in);
        run++;
        List<@Nullable Tensor> results = results(ts, outputs, fresh);
        if (outputGradients.isEmpty()) {
            return results;
        }
        record(name, results, targets);
        return results;
    }

    private void fill(List<@Nullable Tensor> in) {
        int at = 0;
        for (Tensor t : in) {
            if (t != null) {
                inputs.get(at++).fill(t);
            }
        }
    }

    private Map<Integer, Storage> prepare(ThreadState ts, List<@Nullable Slot> slots) {
        Map<Integer, Storage> fresh = new HashMap<>();
        for (Slot slot : slots) {
            if (slot != null && !slot.isCopy() && !fresh.containsKey(slot.number())) {
                fresh.put(slot.number(), slot.prepare(ts, backend));
            }
        }
        return fresh;
    }

    private List<@Nullable Tensor> results(ThreadState ts, List<@Nullable Slot> slots, Map<Integer, Storage> fresh) {
        List<@Nullable Tensor> results = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot == null) {
                results.add(null);
            } else {
                results.add(slot.isCopy() ? slot.copy(ts, backend) : slot.tensor(ts, fresh.get(slot.number())));
            }
        }
        return results;
    }

    private void record(String name, List<@Nullable Tensor> results, List<Tensor> targets) {
        List<Tensor> outs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (outputGradients.get(i) != null) {
                outs.add(java.util.Objects.requireNonNull(results.get(i)));
            }
        }
        long thisRun = run;
        Object token = new Object();
        int[] versions = new int[outs.size()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = TensorAccess.storage(outs.get(i)).version();
        }
        List<Storage> storages = outs.stream().map(TensorAccess::storage).toList();
        Dispatcher.recordAll(
                name,
                outs.toArray(Tensor[]::new),
                targets.toArray(Tensor[]::new),
                new Tensor[0],
                c -> backward(c, thisRun, token, storages, versions));
        open = new WeakReference<>(token);
    }

    private @Nullable Tensor[] backward(
            BackwardContext c, long ofRun, Object token, List<Storage> outs, int[] versions) {
        if (c.recording()) {
            throw new AutogradException(
                    "the derivative of a compiled function's derivative is not implemented; call the"
                            + " function itself where createGraph or vmap is used");
        }
        synchronized (this) {
            if (run != ofRun) {
                throw new AutogradException(
                        SavedTensor.FREED + " (a later call of the compiled function has reused its" + " memory)");
            }
            check(outs, versions);
            int k = 0;
            for (InputPlace place : outputGradients) {
                if (place != null && c.hasGrad(k)) {
                    place.fill(c.grad(k));
                } else if (place != null) {
                    place.fillWithZeros();
                }
                k += place == null ? 0 : 1;
            }
            ThreadState ts = ThreadState.current();
            Map<Integer, Storage> fresh = prepare(ts, gradients);
            for (int i = split; i < calls.size(); i++) {
                calls.get(i).run();
            }
            WeakReference<Object> waiting = open;
            if (waiting != null && waiting.get() == token) {
                open = null;
            }
            return handOver(results(ts, gradients, fresh));
        }
    }

    /** A gradient that is one and the same for several inputs is copied, since each may be changed by its owner. */
    private static @Nullable Tensor[] handOver(List<@Nullable Tensor> grads) {
        Set<Storage> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Tensor[] all = grads.toArray(Tensor[]::new);
        for (int i = 0; i < all.length; i++) {
            Tensor t = all[i];
            if (t != null && !seen.add(TensorAccess.storage(t))) {
                all[i] = t.clone();
            }
        }
        return all;
    }

    private void check(List<Storage> outs, int[] versions) {
        boolean changed = false;
        for (StateTensor s : state) {
            changed |= s.readBackward && TensorAccess.storage(s.tensor).version() != s.versionSeen;
        }
        for (int i = 0; i < versions.length; i++) {
            changed |= outs.get(i).version() != versions[i];
        }
        if (changed) {
            throw new AutogradException("one of the variables needed for gradient computation has been modified by an"
                    + " inplace operation: a parameter, buffer or result of a compiled function was changed between its"
                    + " forward and its backward pass");
        }
    }
}
