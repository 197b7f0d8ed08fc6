package dev.jgrad.nn.progress;

import java.io.PrintStream;

/**
 * What is known of the stream that a bar goes to. The {@code jgrad} script says it in {@code -Djgrad.terminal=WIDTH} (0
 * for no terminal); without the script we ask the console.
 *
 * @param out where to print
 * @param width characters in a line
 * @param interactive whether a line can be drawn over
 */
record Terminal(PrintStream out, int width, boolean interactive) {
    private static final int DEFAULT_WIDTH = 120;

    static Terminal error() {
        Integer told = Integer.getInteger("jgrad.terminal");
        if (told != null) {
            return new Terminal(System.err, told > 0 ? told : DEFAULT_WIDTH, told > 0);
        }
        var console = System.console();
        return new Terminal(System.err, DEFAULT_WIDTH, console != null && console.isTerminal());
    }

    /** Whether the stream can carry block characters. */
    boolean blocks() {
        return out.charset().newEncoder().canEncode('█');
    }
}
