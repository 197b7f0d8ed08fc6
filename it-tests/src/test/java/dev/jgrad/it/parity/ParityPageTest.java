package dev.jgrad.it.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ParityPageTest {
    @Test
    void pageSaysWhatThePublicApiHas() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "parity.md"));
        // The texts are too long to be shown; git diff shows what has changed.
        assertTrue(
                page.equals(ParityPage.text()),
                "docs/parity.md is stale; write it anew with it-tests/bin/parity and commit it");
    }
}
