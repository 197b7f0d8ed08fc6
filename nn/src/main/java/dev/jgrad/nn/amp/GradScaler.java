package dev.jgrad.nn.amp;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Device;
import dev.jgrad.nn.StateDictException;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Replays;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scales the loss so that small float16 gradients do not become zero, and leaves out steps whose gradients are not finite.
 * {@code torch.amp.GradScaler}.
 *
 * <pre>{@code
 * try (var _ = Autocast.of("cuda", DType.FLOAT16)) {
 *     loss = criterion.call(model.call(x), y);
 * }
 * scaler.scale(loss).backward();
 * scaler.step(optimizer);      // gradients are divided by the scale; no step when one is infinite or NaN
 * scaler.update();             // less scale after such a step, more after many good ones
 * }</pre>
 *
 * <p>A step waits for the gradients once, to know whether they are finite. In a CUDA graph, {@link #unscale_}, {@link
 * #step} and {@link #update} therefore stay outside and run in every replay, and {@link #scale} follows the scale.
 */
public final class GradScaler {
    /**
     * What PyTorch names by keyword.
     *
     * @param initScale the first scale
     * @param growthFactor factor of the scale after {@code growthInterval} good steps, above 1
     * @param backoffFactor factor of the scale after a step that was left out, below 1
     * @param growthInterval number of consecutive good steps after which the scale grows
     * @param enabled when false the loss passes unscaled and steps are ordinary ones
     */
    public record Options(
            double initScale, double growthFactor, double backoffFactor, int growthInterval, boolean enabled) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(65536, 2, 0.5, 2000, true);

        /** A copy with another {@code initScale}. */
        public Options withInitScale(double value) {
            return new Options(value, growthFactor, backoffFactor, growthInterval, enabled);
        }

        /** A copy with another {@code growthFactor}. */
        public Options withGrowthFactor(double value) {
            return new Options(initScale, value, backoffFactor, growthInterval, enabled);
        }

        /** A copy with another {@code backoffFactor}. */
        public Options withBackoffFactor(double value) {
            return new Options(initScale, growthFactor, value, growthInterval, enabled);
        }

        /** A copy with another {@code growthInterval}. */
        public Options withGrowthInterval(int value) {
            return new Options(initScale, growthFactor, backoffFactor, value, enabled);
        }

        /** A copy with another {@code enabled}. */
        public Options withEnabled(boolean value) {
            return new Options(initScale, growthFactor, backoffFactor, growthInterval, value);
        }
    }

    private final boolean enabled;
    private final Map<Optimizer, OptimizerProgress> progress = new IdentityHashMap<>();
    private double growthFactor;
    private double backoffFactor;
    private int growthInterval;
    private float scale;
    private int goodSteps;
    private boolean used;

    /** With PyTorch's defaults. */
    public GradScaler(String device) {
        this(device, Options.DEFAULT);
    }

    /**
     * For gradients on a device type, {@code cpu} or {@code cuda}. Where no CUDA device can be used, a scaler for {@code
     * cuda} is not enabled.
     *
     * @throws ArgumentException for factors on the wrong side of 1
     */
    public GradScaler(String device, Options options) {
        Device wanted = Device.of(device);
        this.enabled = options.enabled && (wanted.isCpu() || Devices.isAvailable(wanted));
        if (enabled && !(options.growthFactor > 1)) {
            throw new ArgumentException("The growth factor must be > 1.0.");
        }
        if (enabled && !(options.backoffFactor < 1)) {
            throw new ArgumentException("The backoff factor must be < 1.0.");
        }
        this.scale = (float) options.initScale;
        this.growthFactor = options.growthFactor;
        this.backoffFactor = options.backoffFactor;
        this.growthInterval = options.growthInterval;
    }

    // ---- an iteration ----------------------------------------------------------------------------------------

    /** The loss times the scale. */
    public Tensor scale(Tensor outputs) {
        if (!enabled) {
            return outputs;
        }
        used = true;
        Device device = outputs.device();
        if (Replays.isRecording(device)) {
            // A factor that is a tensor, so that the backward pass of a replay multiplies by the scale of that time
            // too.
            StepNumbers now = StepNumbers.of(device, () -> new double[] {scale});
            return outputs.mul(Tensors.scalarLike(outputs.detach(), now.get(0)));
        }
        return outputs.mul((double) scale);
    }

    /** The same for several. */
    public List<Tensor> scale(List<Tensor> outputs) {
        return outputs.stream().map(this::scale).toList();
    }

    /**
     * Divides the gradients of an optimizer's parameters by the scale, for whoever wants to clip them before the step.
     *
     * @throws ArgumentException when called twice since the last {@link #update}, after the step, before {@link #scale},
     *     or for float16 gradients
     */
    public void unscale_(Optimizer optimizer) {
        if (enabled) {
            outsideRecording(optimizer, () -> unscaleNow(optimizer));
        }
    }

    /** What looks at gradients or the scale runs in Java every time. */
    private static void outsideRecording(Optimizer optimizer, Runnable action) {
        for (ParamGroup group : optimizer.paramGroups()) {
            for (Tensor parameter : group.parameters()) {
                if (Replays.isRecording(parameter.device())) {
                    Devices.outsideRecording(parameter.device(), action);
                    return;
                }
            }
        }
        action.run();
    }

    private void unscaleNow(Optimizer optimizer) {
        checkUsed("unscale_");
        OptimizerProgress own = progressOf(optimizer);
        own.unscale(optimizer, scale);
    }

    /**
     * Divides the gradients by the scale where {@link #unscale_} has not done it, and steps when all of them are finite.
     *
     * @return whether the optimizer has stepped
     * @throws ArgumentException when called twice since the last {@link #update}, or before {@link #scale}
     */
    public boolean step(Optimizer optimizer) {
        if (!enabled) {
            optimizer.step();
            return true;
        }
        boolean[] steps = new boolean[1];
        outsideRecording(optimizer, () -> steps[0] = stepNow(optimizer));
        return steps[0];
    }

    private boolean stepNow(Optimizer optimizer) {
        checkUsed("step");
        OptimizerProgress own = progressOf(optimizer);
        if (own.hasStepped()) {
            throw new ArgumentException("step() has already been called since the last update().");
        }
        if (!own.isUnscaled()) {
            unscale_(optimizer);
        }
        if (!own.hasLooked()) {
            throw new ArgumentException("No inf checks were recorded for this optimizer.");
        }
        boolean steps = !own.foundNonFinite();
        if (steps) {
            optimizer.step();
        }
        own.stepped();
        return steps;
    }

    /**
     * Changes the scale by what the steps since the last call have shown; once an iteration, after all steps.
     *
     * @throws ArgumentException when no gradients were looked at
     */
    public void update() {
        if (!enabled) {
            return;
        }
        Optimizer any = progress.isEmpty() ? null : progress.keySet().iterator().next();
        if (any == null) {
            updateNow();
        } else {
            outsideRecording(any, this::updateNow);
        }
    }

    private void updateNow() {
        checkUsed("update");
        boolean looked = false;
        boolean found = false;
        for (OptimizerProgress each : progress.values()) {
            looked |= each.hasLooked();
            found |= each.foundNonFinite();
        }
        if (!looked) {
            throw new ArgumentException("No inf checks were recorded prior to update.");
        }
        if (found) {
            scale = (float) (scale * backoffFactor);
            goodSteps = 0;
        } else if (++goodSteps == growthInterval) {
            float grown = (float) (scale * growthFactor);
            scale = Float.isFinite(grown) ? grown : scale;
            goodSteps = 0;
        }
        progress.clear();
    }

    /** Sets the scale by hand. */
    public void update(double newScale) {
        if (!enabled) {
            return;
        }
        checkUsed("update");
        scale = (float) newScale;
        progress.clear();
    }

    private OptimizerProgress progressOf(Optimizer optimizer) {
        return progress.computeIfAbsent(optimizer, ignored -> new OptimizerProgress());
    }

    private void checkUsed(String method) {
        if (!used) {
            throw new ArgumentException(
                    "Attempted " + method + " but _scale is None.  This may indicate your script did"
                            + " not use scaler.scale(loss or outputs) earlier in the iteration.");
        }
    }

    // ---- settings --------------------------------------------------------------------------------------------

    /** False when this scaler does nothing. */
    public boolean isEnabled() {
        return enabled;
    }

    /** The scale, 1 when not enabled. */
    public double getScale() {
        return enabled ? scale : 1;
    }

    /** Factor of the scale after enough good steps. */
    public double getGrowthFactor() {
        return growthFactor;
    }

    /** Sets {@link #getGrowthFactor}. */
    public void setGrowthFactor(double factor) {
        growthFactor = factor;
    }

    /** Factor of the scale after a step that was left out. */
    public double getBackoffFactor() {
        return backoffFactor;
    }

    /** Sets {@link #getBackoffFactor}. */
    public void setBackoffFactor(double factor) {
        backoffFactor = factor;
    }

    /** Number of good steps after which the scale grows. */
    public int getGrowthInterval() {
        return growthInterval;
    }

    /** Sets {@link #getGrowthInterval}. */
    public void setGrowthInterval(int interval) {
        growthInterval = interval;
    }

    // ---- state -----------------------------------------------------------------------------------------------

    /** The state under PyTorch's names; empty when not enabled. */
    public Map<String, Object> stateDict() {
        Map<String, Object> dict = new LinkedHashMap<>();
        if (enabled) {
            dict.put("scale", (double) scale);
            dict.put("growth_factor", growthFactor);
            dict.put("backoff_factor", backoffFactor);
            dict.put("growth_interval", (long) growthInterval);
            dict.put("_growth_tracker", (long) goodSteps);
        }
        return dict;
    }

    /**
     * Continues from a state that {@link #stateDict} or PyTorch saved; does nothing when not enabled.
     *
     * @throws StateDictException when it is empty or an entry is no number; nothing has changed then
     */
    public void loadStateDict(Map<String, ?> dict) {
        if (!enabled) {
            return;
        }
        if (dict.isEmpty()) {
            throw new StateDictException("The source state dict is empty, possibly because it was saved from a disabled"
                    + " instance of GradScaler.");
        }
        float newScale = number(dict, "scale").floatValue();
        double growth = number(dict, "growth_factor").doubleValue();
        double backoff = number(dict, "backoff_factor").doubleValue();
        int interval = number(dict, "growth_interval").intValue();
        int tracker = number(dict, "_growth_tracker").intValue();
        scale = newScale;
        growthFactor = growth;
        backoffFactor = backoff;
        growthInterval = interval;
        goodSteps = tracker;
    }

    private static Number number(Map<String, ?> dict, String name) {
        if (dict.get(name) instanceof Number number) {
            return number;
        }
        throw new StateDictException("'" + name + "' of the state of a GradScaler is missing or no number");
    }
}
