package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.it.cli.TutorialText;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuImageTest {
    @Test
    void isSmallAndNotRoot() throws IOException {
        var image = Engine.client().inspectImageCmd(CpuImage.name()).exec();
        assertTrue(image.getSize() < 250_000_000L, () -> image.getSize() + " bytes");
        assertEquals("jgrad", image.getConfig().getUser());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autograd-mechanics",
                "collect-gradients",
                "gentle-introduction",
                "training-step",
                "default-device"
            })
    void tutorialsPrintWhatTheNotebooksPrint(String example) throws IOException {
        TutorialText.assertPrinted(
                example, new JgradContainer("example", example).run().text());
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void threadsFollowTheContainersCpus(int cpus) throws IOException {
        assertTrue(
                new JgradContainer("devices").withCpus(cpus).run().text().contains(", " + cpus + " threads\n"),
                "threads");
    }

    @Test
    void nativesAreThereAndNothingElseIsSaid() throws IOException {
        ContainerRun run = new JgradContainer("devices").run();
        assertTrue(run.text().contains("oneDNN: loaded from /opt/jgrad/natives"), run.out());
        assertTrue(run.text().contains("OpenBLAS: loaded from /opt/jgrad/natives"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void saysInOneSentenceWhyThereIsNoCuda() throws IOException {
        ContainerRun run = new JgradContainer("example", "collect-gradients", "--device", "cuda").run();
        assertEquals(1, run.code());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("jgrad example: cuda:0 cannot be used: no backend for it"), run.err());
        assertTrue(run.err().contains("docker/Dockerfile.cuda"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    /** Either the model fits, or we say that it does not; the kernel never ends us. */
    @ParameterizedTest
    @CsvSource({"160, 16", "256, 64", "512, 64", "640, 256", "1024, 512"})
    void fullMemoryIsOurErrorAndNotTheKernels(int mebibytes, int batch) throws IOException {
        ContainerRun run = new JgradContainer(
                        "finetune", "--images", "512", "--epochs", "1", "--batch-size", String.valueOf(batch))
                .withMemory(mebibytes)
                .run();
        assertFalse(run.killed(), run.err());
        if (run.code() == 0) {
            assertTrue(run.out().contains("digits 5-9, untrained backbone"), run.out());
        } else {
            assertEquals(1, run.code(), run.err());
            assertTrue(
                    run.err().matches("(?s).*jgrad finetune: (cpu out of memory\\. Tried|the memory is full).*"),
                    run.err());
        }
    }
}
