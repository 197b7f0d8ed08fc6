package dev.jgrad.nn.cli;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Prints how the command line is used. */
    public static void main(String[] args) {
        System.out.println("usage: jgrad COMMAND");
    }
}
