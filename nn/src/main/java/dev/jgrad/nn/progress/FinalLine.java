package dev.jgrad.nn.progress;

import me.tongfei.progressbar.ProgressBarConsumer;

/** Keeps the last state of the bar and prints it once, for log files. */
final class FinalLine implements ProgressBarConsumer {
    private final Terminal terminal;
    private String last = "";

    FinalLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int getMaxRenderedLength() {
        return terminal.width();
    }

    @Override
    public void accept(String line) {
        last = line;
    }

    @Override
    public void close() {
        terminal.out().println(last);
    }
}
