package dev.jgrad.nn.progress;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;

/**
 * A bar on standard error with what is done, what remains and how fast it goes.
 *
 * <pre>{@code
 * try (var progress = Progress.images("Epoch 1/3", dataset.size())) {
 *     for (var batch : loader) {
 *         ...
 *         progress.note(String.format("loss=%.4f", loss)).step(batch.input().size(0));
 *     }
 * }
 * }</pre>
 *
 * <p>Where standard error is no terminal, one line is printed at the end instead of a bar that moves.
 */
public final class Progress implements AutoCloseable {
    private final ProgressBar bar;
    private final Line line;

    /** A bar on a given stream. */
    Progress(String task, long total, long alreadyDone, Unit unit, Terminal terminal) {
        // With a consumer of our own JLine is never asked, which would load native code for the terminal's width.
        line = terminal.interactive() ? new MovingLine(terminal) : new FinalLine(terminal);
        bar = ProgressBar.builder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUpdateIntervalMillis(terminal.interactive() ? 100 : 500)
                .startsFrom(alreadyDone, Duration.ZERO)
                .setRenderer(new TqdmRenderer(unit, terminal.blocks()))
                .setConsumer(line)
                .build();
    }

    /** A bar that counts pictures. */
    public static Progress images(String task, long total) {
        return new Progress(task, total, 0, Unit.IMAGES, Terminal.error());
    }

    /** A bar that counts bytes, of which some may be there already. */
    public static Progress bytes(String task, long total, long alreadyDone) {
        return new Progress(task, total, alreadyDone, Unit.BYTES, Terminal.error());
    }

    /** Counts on. */
    public Progress step(long count) {
        bar.stepBy(count);
        return this;
    }

    /** Shows a short text at the end of the line, such as the loss. */
    public Progress note(String text) {
        bar.setExtraMessage(text);
        return this;
    }

    /** Draws the bar for the last time and ends its line. */
    @Override
    public void close() {
        // A loop may be over before the bar was drawn at all.
        bar.refresh();
        bar.close();
        line.close();
    }
}
