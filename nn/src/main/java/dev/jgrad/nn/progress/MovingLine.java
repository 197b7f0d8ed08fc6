package dev.jgrad.nn.progress;

/** Draws each state of the bar over the one before. */
final class MovingLine extends Line {
    MovingLine(Terminal terminal) {
        super(terminal);
    }

    @Override
    public int getMaxRenderedLength() {
        // The last column stays free: some terminals begin a new line when it is written.
        return terminal.width() - 1;
    }

    @Override
    void draw(String line) {
        terminal.out().print("\r" + line + "\u001B[K");
        terminal.out().flush();
    }

    @Override
    void end() {
        terminal.out().println();
    }
}
