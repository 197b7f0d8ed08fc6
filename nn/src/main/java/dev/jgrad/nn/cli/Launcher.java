package dev.jgrad.nn.cli;

import java.io.FileDescriptor;

/**
 * Where the {@code jgrad} script enters. It filters the JVM's own standard error and keeps the real one open under
 * another number, which {@code -Djgrad.stderr} names; here {@code System.err} is led there.
 */
final class Launcher {
    private Launcher() {}

    public static void main(String[] args) throws Exception {
        int descriptor = Integer.getInteger("jgrad.stderr", 2);
        if (descriptor != 2) {
            redirectStandardError(descriptor);
        }
        Main.main(args);
    }

    /** Changes the number in place, so that everything that writes to {@link FileDescriptor#err} follows. */
    private static void redirectStandardError(int descriptor) throws ReflectiveOperationException {
        var number = FileDescriptor.class.getDeclaredField("fd");
        number.setAccessible(true);
        number.setInt(FileDescriptor.err, descriptor);
    }
}
