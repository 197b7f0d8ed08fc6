package dev.jgrad.autograd;

import dev.jgrad.batch.BatchLevel;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.op.SavedTensor;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a checkpointed function. While it runs, every saved tensor leaves a numbered place instead of itself; the
 * first place that is read runs the function again and fills them all, in the same order.
 *
 * <p>The frame knows its places weakly: they belong to the nodes, so that a recomputed tensor goes when its node is
 * released, and what no node asks for any more is not recomputed into memory. The inputs are saved like any other tensor,
 * under the hooks outside of this call, which is what makes checkpoints nest.
 */
final class CheckpointFrame {
    private static final String TIP =
            "\nThe function given to checkpoint must compute the same again when it is called a second time during"
                    + " backward: it must not depend on a counter, on a generator other than the default one, or on"
                    + " tensors that were changed in between.";

    /** Where a saved tensor is expected. */
    private static final class Place {
        final String metadata;

        @Nullable
        Tensor value;

        Place(String metadata) {
            this.metadata = metadata;
        }
    }

    /** Leaves the function when everything is there again; no error, so without a trace. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }

    private final Checkpointing.Options options;
    private final UnaryOperator<List<Tensor>> function;
    private final @Nullable Object[] inputs;
    private final int[] versions;
    private final boolean[] required;
    private final long @Nullable [] random;
    private final Autocast.State precision = Autocast.state();
    private final List<BatchLevel> batches;
    private final List<WeakReference<Place>> places = new ArrayList<>();
    private boolean completed;
    private int found;
    private boolean foundOutside;
    private @Nullable Object filledIn;

    CheckpointFrame(
            ThreadState ts, Checkpointing.Options options, UnaryOperator<List<Tensor>> function, List<Tensor> given) {
        this.options = options;
        this.function = function;
        inputs = new Object[given.size()];
        versions = new int[inputs.length];
        required = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Tensor t = given.get(i);
            inputs[i] = SavedTensor.pack(ts, t);
            versions[i] = SavedTensor.version(t);
            required[i] = t.requiresGrad();
        }
        batches = List.copyOf(ts.batches);
        random = options.preserveRngState() ? Generator.defaultGenerator().state() : null;
    }

    SavedTensorHooks hooks() {
        return new SavedTensorHooks(this::leavePlace, place -> read((Place) place));
    }

    void completed() {
        completed = true;
    }

    private Object leavePlace(Tensor t) {
        Place place = new Place(metadata(t));
        places.add(new WeakReference<>(place));
        return place;
    }

    private static String metadata(Tensor t) {
        DType dtype = t.dtype();
        Device device = t.device();
        return "{'shape': torch.Size(" + Arrays.toString(t.shape().toArray()) + "), 'dtype': " + dtype
                + ", 'device': device(type='" + device + "')}";
    }

    private synchronized Tensor read(Place place) {
        BackwardPass pass = ThreadState.current().pass;
        if (place.value == null || filledIn != pass) {
            recompute();
            filledIn = pass;
            if (pass != null) {
                pass.atEnd(this::empty);
            }
        }
        Tensor value = place.value;
        if (value == null) {
            throw new AutogradException("torch.utils.checkpoint: a saved tensor was not computed again." + TIP);
        }
        if (pass == null) {
            empty(); // read outside of a pass, by a look at a node's saved tensors
        }
        return value;
    }

    private synchronized void empty() {
        for (WeakReference<Place> reference : places) {
            Place place = reference.get();
            if (place != null) {
                place.value = null;
            }
        }
        filledIn = null;
    }

    private void recompute() {
        List<Tensor> arguments = new ArrayList<>(inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            Tensor t = SavedTensor.unpack(inputs[i], versions[i], "checkpoint").detach();
            arguments.add(required[i] ? t.requiresGrad_() : t);
        }
        found = 0;
        foundOutside = false;
        List<Tensor> different = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Generator generator = Generator.defaultGenerator();
        long[] before = generator.state();
        SavedTensorHooks fill = new SavedTensorHooks(t -> fill(t, different, expected), t -> (Tensor) t);
        try (Guard _ = Grad.enabled();
                Guard _ = precision.resume();
                Guard _ = fill.install()) {
            if (random != null) {
                generator.setState(random);
            }
            inside(batches, () -> function.apply(arguments));
        } catch (Enough _) {
            // all there
        } finally {
            if (random != null) {
                generator.setState(before);
            }
        }
        check(different, expected);
    }

    /** Runs something as inside of the vmaps of the first run: random numbers differ between examples as they did. */
    private static void inside(List<BatchLevel> batches, Runnable body) {
        List<BatchLevel> current = ThreadState.current().batches;
        List<BatchLevel> before = List.copyOf(current);
        current.clear();
        current.addAll(batches);
        try {
            body.run();
        } finally {
            current.clear();
            current.addAll(before);
        }
    }

    private Object fill(Tensor t, List<Tensor> different, List<String> expected) {
        int index = found++;
        if (index >= places.size()) {
            if (!completed) {
                foundOutside = true; // a backward pass inside of the function
                return t;
            }
            throw new AutogradException("torch.utils.checkpoint: trying to save more tensors during recomputation than"
                    + " during the original forward pass." + TIP);
        }
        Place place = places.get(index).get();
        if (place != null) {
            place.value = t;
            if (!place.metadata.equals(metadata(t))) {
                different.add(t);
                expected.add("tensor at position " + index + ":\nsaved metadata: " + place.metadata
                        + "\nrecomputed metadata: " + metadata(t) + "\n");
            }
        }
        if (options.earlyStop() && completed && found == places.size()) {
            throw new Enough();
        }
        return t;
    }

    private void check(List<Tensor> different, List<String> expected) {
        if (foundOutside) {
            return;
        }
        if (found != places.size()) {
            throw new AutogradException("torch.utils.checkpoint: A different number of tensors was saved during the"
                    + " original forward and recomputation.\nNumber of tensors saved during forward: " + places.size()
                    + "\nNumber of tensors saved during recomputation: " + found + "." + TIP);
        }
        if (!different.isEmpty()) {
            throw new AutogradException("torch.utils.checkpoint: Recomputed values for the following tensors have"
                    + " different metadata than during the forward pass.\n" + String.join("", expected) + TIP);
        }
    }
}
