package dev.jgrad.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tutorials print what the notebooks print. */
class TutorialTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "autograd-mechanics",
                "collect-gradients",
                "gentle-introduction",
                "training-step",
                "default-device"
            })
    void printsWhatTheNotebookPrints(String example) throws Exception {
        assumeTrue(
                TutorialTextTest.class.getResource("/META-INF/examples/CollectGradients.class") != null,
                "the tutorials are compiled when nn is packaged: run verify");
        HostRun run = HostRun.of("example", example);
        assertEquals(0, run.code(), "exit code");
        TutorialText.assertPrinted(example, run.out());
    }
}
