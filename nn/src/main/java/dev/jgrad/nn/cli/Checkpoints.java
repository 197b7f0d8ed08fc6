package dev.jgrad.nn.cli;

import dev.jgrad.data.JgradException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.train.History;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.train.Stage;
import dev.jgrad.nn.train.Training;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Trains a stage such that it can be interrupted: saves after each epoch and when the user stops, and resumes. */
final class Checkpoints {
    private final FinetuneCommand.Settings settings;
    private final String kind;

    /**
     * Checkpoints of one kind of run.
     *
     * @param kind so that a run is not resumed with what belongs to another one
     */
    Checkpoints(FinetuneCommand.Settings settings, String kind) {
        this.settings = settings;
        this.kind = kind;
    }

    /**
     * Trains, from where the checkpoint was if the user wants to resume.
     *
     * @param whole the model that the stage's is a part of, or the same
     * @return the points of this stage, and those before the interruption
     */
    History train(Stage stage, Module whole, ModelCard card, String title) {
        History history = new History();
        Map<?, ?> saved = null;
        if (settings.resume()) {
            saved = settings.folder().loadCheckpoint();
            check(saved, stage);
            history = History.of(Objects.requireNonNull(saved.get("history")));
        }
        var training = new Training(stage, settings.device(), history);
        if (saved != null) {
            load(saved, whole, training);
        }
        History points = history;
        training.run(settings.stop(), () -> {
            save(training, whole, card, points);
            settings.folder().saveHistory(title, points);
        });
        if (settings.stop().getAsBoolean()) {
            save(training, whole, card, points);
            // No curves: while the JVM shuts down, Java draws no more.
            settings.folder().saveMetrics(points);
        }
        return history;
    }

    private void check(Map<?, ?> saved, Stage stage) {
        boolean same = kind.equals(saved.get("kind"))
                && Long.valueOf(stage.epochs()).equals(saved.get("epochs"))
                && Long.valueOf(stage.batchSize()).equals(saved.get("batch_size"))
                && Long.valueOf(stage.train().size()).equals(saved.get("images"));
        if (!same) {
            throw new JgradException(settings.folder() + " holds an interrupted run with other settings (kind "
                    + saved.get("kind") + ", " + saved.get("images") + " images, batch size " + saved.get("batch_size")
                    + ", " + saved.get("epochs") + " epochs); give the same ones, or start anew without --resume");
        }
    }

    private static void load(Map<?, ?> saved, Module whole, Training training) {
        if (saved.get("model") instanceof Map<?, ?> model
                && saved.get("training") instanceof Map<?, ?> state
                && saved.get("generator") instanceof List<?> generator
                && generator.size() == 2
                && generator.get(0) instanceof Long seed
                && generator.get(1) instanceof Long offset) {
            var tensors = new LinkedHashMap<String, Tensor>();
            model.forEach((name, tensor) -> tensors.put(String.valueOf(name), (Tensor) tensor));
            whole.loadStateDict(tensors);
            training.load(state);
            Generator.defaultGenerator().setState(new long[] {seed, offset});
        } else {
            throw new JgradException("the checkpoint lacks the model or the state of the training");
        }
    }

    private void save(Training training, Module whole, ModelCard card, History history) {
        var state = new LinkedHashMap<String, Object>();
        state.put("model", new LinkedHashMap<>(whole.stateDict()));
        state.put("training", training.state());
        long[] generator = Generator.defaultGenerator().state();
        state.put("generator", new ArrayList<>(List.of(generator[0], generator[1])));
        state.put("history", history.state());
        state.put("kind", kind);
        state.putAll(training.settings());
        state.putAll(card.toMetadata());
        settings.folder().saveCheckpoint(state);
    }

    /** Tells how to go on. */
    void sayStopped() {
        settings.out()
                .println("Stopped. " + settings.folder().file("checkpoint.pth")
                        + " holds where it was; the same command with --resume goes on.");
    }
}
