package dev.jgrad.it.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code engine-cuda/gpu/prove} with programs that crash, hang and fail: each costs its own piece only, and the
 * page is written.
 */
class ProveTest {
    private static final Path SCRIPT = Path.of("../engine-cuda/gpu/prove");

    /** A bundle whose programs are those of {@code troubled-run.sh}; python has no torch. */
    private static ProcessBuilder prove(Path place, String... more) throws IOException {
        Path bundle = Files.createDirectories(place.resolve("checkout/.gpu"));
        Files.createDirectories(place.resolve("shared/conformance"));
        Files.copy(SCRIPT, bundle.resolve("prove"));
        try (InputStream in = ProveTest.class.getResourceAsStream("/gpu/troubled-run.sh")) {
            Files.copy(in, bundle.resolve("run-on-gpu.sh"));
        }
        Files.createFile(Files.createDirectories(bundle.resolve("junit")).resolve("launcher.jar"));
        Files.writeString(bundle.resolve("contract-classes.txt"), "a.Good\na.Crashing\na.Hanging\na.Failing\n");
        Files.writeString(bundle.resolve("known-failures.txt"), "known/0 because\n");
        Path tools = Files.createDirectories(place.resolve("tools"));
        for (String tool : List.of("python3", "nvidia-smi", "compute-sanitizer")) {
            Files.writeString(tools.resolve(tool), "#!/bin/sh\nexit 1\n");
            assertTrue(tools.resolve(tool).toFile().setExecutable(true));
        }
        // One that never finds anything.
        Files.writeString(tools.resolve("compute-sanitizer"), """
                #!/bin/sh
                echo '========= RACECHECK SUMMARY: 0 hazards displayed (0 errors, 0 warnings)'
                echo '========= ERROR SUMMARY: 0 errors'
                echo 'done none'
                """);
        List<String> command =
                new ArrayList<>(List.of("bash", bundle.resolve("prove").toString()));
        command.addAll(List.of("--out", place.resolve("out").toString(), "--work", place.resolve("work") + ""));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("log").toFile());
        builder.environment().merge("PATH", tools + ":", (path, first) -> first + path);
        return builder;
    }

    private static List<String> findings(Path place) throws IOException {
        return Files.readAllLines(place.resolve("out/findings.tsv"));
    }

    @Test
    void troubleCostsItsOwnPieceOnly(@TempDir Path place) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/timeout")), "the script is for Linux");
        Process process = prove(place, "--patience", "2").start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        assertEquals(1, process.exitValue(), "something has failed");
        List<String> found = findings(place);
        for (String line : List.of(
                "PASS\tsmoke\tGpuSmoke\tfine",
                "FAIL\tparity\tan op\tthe device is lost",
                "PASS\tparity\ttotal\tfrom 7",
                "FAIL\ttraining\tdid not end\tstatus 1 Exception in thread main",
                "FAIL\tcontract\tbackend contract\t4 classes, 7 tests successful, 1 failed",
                "PASS\tconformance\tops on cuda\t 9 passed, 1 failed",
                "FAIL\tconformance\tprinting on cuda\t 9 passed, 1 failed; not known: new/0",
                "PASS\tconformance\ttraining on cuda\t 3 passed",
                "FAIL\tbench\tall cases run\t81 of 82 cases, 1 errors",
                "PASS\tleaks\ttotal\t1 passed, 0 failed")) {
            assertTrue(found.contains(line), () -> line + " is not in\n" + String.join("\n", found));
        }
        for (String begin : List.of(
                "FAIL\tcontract\tCrashing\tcrashed with status 139",
                "FAIL\tcontract\tHanging\tkilled: it was not done in time",
                "FAIL\tsanitizer\tmemcheck finds the planted fault",
                "FAIL\tsanitizer\tracecheck finds the planted fault",
                "PASS\tsanitizer\tmemcheck of a training step",
                "PASS\tsanitizer\tracecheck of a training step",
                "FAIL\tcontract\tFailing\tstatus 1,     => AssertionError: wrong",
                "FAIL\tconformance\tcheckpoints on cuda\tkilled: it was not done in time")) {
            assertTrue(
                    found.stream().anyMatch(line -> line.startsWith(begin)),
                    () -> begin + " is not in\n" + String.join("\n", found));
        }
        assertTrue(Files.exists(place.resolve("out/logs.tar.gz")));
        assertEquals(found, Files.readAllLines(place.resolve("out/2026-01-01.md")), "the page");
    }

    @Test
    void aScriptThatIsInterruptedLeavesAPage(@TempDir Path place) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/timeout")), "the script is for Linux");
        Process process = prove(place, "--steps", "env,contract,report").start();
        for (int i = 0; i < 600 && !Files.exists(place.resolve("work/contract-Hanging.log")); i++) {
            Thread.sleep(50);
        }
        List<ProcessHandle> programs = process.descendants().toList();
        process.destroy();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        for (ProcessHandle program : programs) {
            program.onExit().get(20, TimeUnit.SECONDS);
        }
        assertTrue(findings(place).stream().anyMatch(line -> line.startsWith("PASS\tenv\tjgrad devices")));
        assertTrue(Files.exists(place.resolve("out/2026-01-01.md")));
    }
}
