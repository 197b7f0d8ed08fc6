package dev.jgrad.it.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code it-tests/bin/parity}: writes {@code docs/parity.md} anew. */
public final class ParityMain {
    private ParityMain() {}

    /** Takes the file to write. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Usage: parity FILE");
            System.exit(2);
        }
        Path file = Path.of(arguments[0]).toAbsolutePath();
        Path started = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(started, ParityPage.text());
        Files.move(started, file, StandardCopyOption.REPLACE_EXISTING);
        System.out.println("wrote " + file);
    }
}
