package dev.jgrad.cuda.dnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where NVIDIA's cuDNN lies on this machine, with a device or without, the stand-in answers as it does. Each is asked in a
 * JVM of its own: one process loads one of them.
 */
@ExtendWith(OnSimulatedCuda.class)
class RealCudnnTest {
    private static List<String> answers(String... properties) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DescriptorAnswers.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // What is preloaded into this JVM (AddressSanitizer) knows nothing of NVIDIA's libraries.
        builder.environment().remove("LD_PRELOAD");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().toList();
    }

    @Test
    void theStandInAnswersAsCudnnDoes() throws Exception {
        List<String> real = answers();
        assumeTrue(real.size() > 1, () -> "cuDNN is not here: " + real);
        SimulatedCuda.prepare();
        List<String> standIn = answers("-Djgrad.cuda.path=" + System.getProperty("jgrad.cuda.path"));
        assertTrue(real.getFirst().startsWith("# 9"), real::getFirst);
        assertEquals(
                String.join("\n", real.subList(1, real.size())), String.join("\n", standIn.subList(1, standIn.size())));
    }
}
