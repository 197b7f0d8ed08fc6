package dev.jgrad.cuda.dnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.OtherJvm;
import dev.jgrad.cuda.sim.SimulatedCuda;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where NVIDIA's cuDNN lies on this machine, with a device or without, the stand-in answers as it does. Each is asked in a
 * JVM of its own: one process loads one of them.
 */
@ExtendWith(OnSimulatedCuda.class)
class RealCudnnTest {
    @Test
    void theStandInAnswersAsCudnnDoes() throws Exception {
        assumeTrue(System.getenv("LD_PRELOAD") == null, "built for AddressSanitizer, the stand-in is not alone");
        List<String> real = OtherJvm.run(DescriptorAnswers.class);
        assumeTrue(real.size() > 1, () -> "cuDNN is not here: " + real);
        SimulatedCuda.prepare();
        List<String> standIn =
                OtherJvm.run(DescriptorAnswers.class, "-Djgrad.cuda.path=" + System.getProperty("jgrad.cuda.path"));
        assertTrue(real.getFirst().startsWith("# 9"), real::getFirst);
        assertEquals(
                String.join("\n", real.subList(1, real.size())), String.join("\n", standIn.subList(1, standIn.size())));
    }
}
