package dev.jgrad.nn.train;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.DataLoader;
import dev.jgrad.nn.data.Dataset;
import dev.jgrad.nn.data.Sample;
import dev.jgrad.nn.optim.OneCycleLR;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.nn.progress.Progress;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Trains a {@link Stage}: SGD with momentum under a one-cycle schedule, a bar for each epoch, a test after it. It can be
 * stopped after any step and goes on from its {@link #state} with the very step that would have come next.
 */
public final class Training {
    private static final int POINTS_PER_EPOCH = 10;

    private final Stage stage;
    private final Device device;
    private final History history;
    private final SGD optimizer;
    private final OneCycleLR schedule;
    private final DataLoader<Sample> loader;
    private int epoch;
    private int batch;
    private double secondsBefore;
    private double lastRate;

    /** A training at its beginning. */
    public Training(Stage stage, Device device, History history) {
        this.stage = stage;
        this.device = device;
        this.history = history;
        var batches = DataLoader.of(stage.train(), stage.batchSize())
                .shuffle(stage.seed())
                .workers(stage.workers());
        // Batch norm learns nonsense from a last batch of one or two pictures, and one such step undoes many.
        loader = stage.train().size() < stage.batchSize() ? batches : batches.dropLast();
        optimizer = new SGD(
                stage.model().parameters(),
                SGD.Options.lr(stage.learningRate()).withMomentum(0.9).withWeightDecay(5e-4));
        schedule = new OneCycleLR(
                optimizer,
                stage.learningRate(),
                Math.max(2, (long) loader.size() * stage.epochs()),
                OneCycleLR.Options.DEFAULT.withoutMomentum());
    }

    /** True when all epochs are done. */
    public boolean isDone() {
        return epoch >= stage.epochs();
    }

    /**
     * Trains on.
     *
     * @param stop asked after each step; true ends the training there
     * @param afterEpoch run after each epoch
     */
    public void run(BooleanSupplier stop, Runnable afterEpoch) {
        while (!isDone() && !stop.getAsBoolean()) {
            long start = System.nanoTime();
            boolean whole = trainEpoch(stop, start);
            secondsBefore += (System.nanoTime() - start) / 1e9;
            if (!whole) {
                return;
            }
            batch = 0;
            epoch++;
            Score score = evaluate(stage.model(), stage.test(), stage.batchSize(), stage.workers(), device);
            history.add(
                    new Point(stage.name(), true, epoch, score.loss(), score.accuracy(), lastRate, 0, secondsBefore));
            afterEpoch.run();
        }
    }

    private boolean trainEpoch(BooleanSupplier stop, long start) {
        stage.model().train();
        var whole = new Score();
        var part = new Score();
        int every = Math.max(1, loader.size() / POINTS_PER_EPOCH);
        String title = stage.name() + ", epoch " + (epoch + 1) + "/" + stage.epochs();
        try (var progress =
                Progress.images(title, Math.min(stage.train().size(), (long) loader.size() * stage.batchSize()))) {
            progress.step((long) batch * stage.batchSize());
            var batches = loader.startAt(epoch, batch).iterator();
            while (batches.hasNext()) {
                Sample samples = batches.next().to(device);
                step(samples, part, whole);
                batch++;
                progress.note(String.format(Locale.ROOT, "loss=%.4f", whole.loss()))
                        .step(samples.target().size(0));
                if (batch % every == 0) {
                    record(part, whole.count(), start);
                    part = new Score();
                }
                if (stop.getAsBoolean() && batches.hasNext()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void step(Sample samples, Score part, Score whole) {
        try (var _ = Scope.open()) {
            optimizer.zeroGrad();
            Tensor logits = stage.model().call(samples.input());
            Tensor loss = Functional.crossEntropy(logits, samples.target());
            double value = part.add(logits.detach(), samples.target(), loss);
            whole.add(logits.detach(), samples.target(), loss);
            if (!Double.isFinite(value)) {
                throw new JgradException("the loss became " + value + " in epoch " + (epoch + 1) + ", step "
                        + (batch + 1) + "; try a smaller --lr");
            }
            loss.backward();
            optimizer.step();
        }
        lastRate = optimizer.paramGroups().getFirst().lr();
        schedule.step();
    }

    private void record(Score part, long images, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        history.add(new Point(
                stage.name(),
                false,
                epoch + (double) batch / loader.size(),
                part.loss(),
                part.accuracy(),
                lastRate,
                images / seconds,
                secondsBefore + seconds));
    }

    /** How well a model does on data, in evaluation mode and without recording. */
    public static Score evaluate(Module model, Dataset<Sample> data, int batchSize, int workers, Device device) {
        boolean before = model.isTraining();
        model.eval();
        var score = new Score();
        try (var _ = Grad.disabled();
                var loader = DataLoader.of(data, batchSize).workers(workers)) {
            for (Sample batch : loader) {
                Sample samples = batch.to(device);
                try (var _ = Scope.open()) {
                    Tensor logits = model.call(samples.input());
                    score.add(logits, samples.target(), Functional.crossEntropy(logits, samples.target()));
                }
            }
        } finally {
            model.train(before);
        }
        return score;
    }

    /** The settings that a training must share with the one it goes on from. */
    public Map<String, Object> settings() {
        return Map.of(
                "epochs", (long) stage.epochs(),
                "batch_size", (long) stage.batchSize(),
                "images", (long) stage.train().size());
    }

    /** All that is needed to go on, except for the model and the history: plain values and tensors. */
    public Map<String, Object> state() {
        var state = new LinkedHashMap<String, Object>();
        state.put("stage", stage.name());
        state.put("epoch", (long) epoch);
        state.put("batch", (long) batch);
        state.put("seconds", secondsBefore);
        state.put("optimizer", optimizer.stateDict());
        state.put("schedule", schedule.stateDict());
        return state;
    }

    /**
     * Goes on from a state.
     *
     * @throws JgradException when it does not fit this stage
     */
    public void load(Map<?, ?> state) {
        if (state.get("epoch") instanceof Long savedEpoch
                && state.get("batch") instanceof Long savedBatch
                && state.get("seconds") instanceof Double seconds
                && state.get("optimizer") instanceof Map<?, ?> savedOptimizer
                && state.get("schedule") instanceof Map<?, ?> savedSchedule) {
            optimizer.loadStateDict(named(savedOptimizer));
            schedule.loadStateDict(named(savedSchedule));
            epoch = Math.toIntExact(savedEpoch);
            batch = Math.toIntExact(savedBatch);
            secondsBefore = seconds;
        } else {
            throw new JgradException(
                    "the checkpoint does not say how far the training was; it holds " + state.keySet());
        }
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        var named = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> named.put(String.valueOf(key), value));
        return named;
    }
}
