package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is taken for a program without end, by the time it computes and not by the time that passes. */
class PatienceTest {
    private static final Duration FOREVER = Duration.ofDays(1);

    /** Computes for ever, or waits for ever. */
    public static final class Endless {
        private Endless() {}

        /** @param args {@code loop} or {@code wait} */
        public static void main(String[] args) throws InterruptedException {
            System.out.println("ready");
            if (args[0].equals("wait")) {
                new java.util.concurrent.CountDownLatch(1).await();
            }
            for (long i = 0; ; i++) {
                if (i < 0) {
                    System.out.println(i);
                }
            }
        }
    }

    private static String verdict(String what, Duration work, Duration standstill) throws Exception {
        Process process = start(what);
        try {
            assertEquals('r', process.getInputStream().read());
            Patience patience = new Patience(process.toHandle(), work, standstill);
            assertEquals(Optional.empty(), patience.over());
            Optional<String> over = Optional.empty();
            while (over.isEmpty()) {
                Thread.sleep(50);
                over = patience.over();
            }
            return over.get();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void anEndlessLoopIsFoundAndNamed() throws Exception {
        String found = verdict("loop", Duration.ofSeconds(2), FOREVER);
        assertTrue(found.startsWith(Patience.NO_ANSWER + " after 2 s of computing, in "), found);
        assertTrue(found.contains("Endless.main"), found);
    }

    @Test
    void aThreadThatWaitsForEverIsFound() throws Exception {
        String found = verdict("wait", FOREVER, Duration.ofSeconds(5));
        assertTrue(found.startsWith(Patience.NO_ANSWER + ": stands still, in "), found);
        assertTrue(found.contains("CountDownLatch.await"), found);
    }
}
