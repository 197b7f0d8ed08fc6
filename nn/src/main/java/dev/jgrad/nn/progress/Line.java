package dev.jgrad.nn.progress;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Where a bar is written. It ends once, whoever asks first: the library asks not at all when a loop was over before the bar was
 * drawn for the first time, and twice when its last regular turn came just as the loop ended.
 */
abstract class Line implements ProgressBarConsumer {
    final Terminal terminal;
    private boolean ended;

    Line(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public final synchronized void accept(String line) {
        if (!ended) {
            draw(line);
        }
    }

    @Override
    public final synchronized void close() {
        if (!ended) {
            ended = true;
            end();
        }
    }

    abstract void draw(String line);

    abstract void end();
}
