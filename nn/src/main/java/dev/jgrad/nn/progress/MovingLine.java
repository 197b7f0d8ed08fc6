package dev.jgrad.nn.progress;

import me.tongfei.progressbar.ProgressBarConsumer;

/** Draws each state of the bar over the one before. */
final class MovingLine implements ProgressBarConsumer {
    private final Terminal terminal;

    MovingLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int getMaxRenderedLength() {
        // The last column stays free: some terminals begin a new line when it is written.
        return terminal.width() - 1;
    }

    @Override
    public void accept(String line) {
        terminal.out().print("\r" + line + "\u001B[K");
        terminal.out().flush();
    }

    @Override
    public void close() {
        terminal.out().println();
    }
}
