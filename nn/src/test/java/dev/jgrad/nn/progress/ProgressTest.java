package dev.jgrad.nn.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void drawsAsTqdm() {
        var bytes = new TqdmRenderer(Unit.BYTES, true);
        assertEquals(
                "100%|██████████| 44.7M/44.7M [00:01<00:00, 44.7MB/s]",
                bytes.render("", 46_830_571, 0, 46_830_571, Duration.ofSeconds(1), "", 52));
        var images = new TqdmRenderer(Unit.IMAGES, true);
        assertEquals(
                "Epoch 1/3:  45%|████▌     | 900/2000 [00:03<00:04, 300 images/s, loss=0.12]",
                images.render("Epoch 1/3", 900, 0, 2000, Duration.ofSeconds(3), "loss=0.12", 75));
        assertEquals("  0%|          | 0/2000 [00:00<?, ?]", images.render("", 0, 0, 2000, Duration.ZERO, "", 36));
    }

    @Test
    void fitsNarrowAndPlainTerminals() {
        var plain = new TqdmRenderer(Unit.IMAGES, false);
        assertEquals(
                " 50%|#####     | 5/10 [1:00:00<1:00:00, 0.0 images/s]",
                plain.render("", 5, 0, 10, Duration.ofHours(1), "", 53));
        assertEquals(" 50%|| 5/10", plain.render("", 5, 0, 10, Duration.ofHours(1), "", 11));
    }

    /** Shorter loops than the bar's clock: each leaves its last state, once. */
    @Test
    void everyLoopHasItsLine() {
        for (boolean interactive : new boolean[] {false, true}) {
            var written = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
            int loops = 50;
            for (int i = 0; i < loops; i++) {
                try (var progress = new Progress("loop " + i, 10, 0, Unit.IMAGES, new Terminal(out, 80, interactive))) {
                    progress.step(10);
                }
            }
            String[] lines = written.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
            assertEquals(loops, lines.length);
            for (int i = 0; i < loops; i++) {
                assertTrue(lines[i].contains("loop " + i + ": 100%"), lines[i]);
            }
        }
    }

    @Test
    void scalesBytes() {
        assertEquals("0", Unit.scaled(0));
        assertEquals("999", Unit.scaled(999));
        assertEquals("1.00k", Unit.scaled(1024));
        assertEquals("44.7M", Unit.scaled(46_830_571));
        assertEquals("125M", Unit.scaled(125.2 * 1024 * 1024));
    }
}
