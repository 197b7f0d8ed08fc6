package dev.jgrad.nn.progress;

/** Keeps the last state of the bar and prints it once, for log files. */
final class FinalLine extends Line {
    private String last = "";

    FinalLine(Terminal terminal) {
        super(terminal);
    }

    @Override
    public int getMaxRenderedLength() {
        return terminal.width();
    }

    @Override
    void draw(String line) {
        last = line;
    }

    @Override
    void end() {
        terminal.out().println(last);
    }
}
