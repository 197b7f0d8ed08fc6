package dev.jgrad.cuda.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Kernels and stand-ins built with AddressSanitizer, in a JVM of their own. It sees what forbidden pages cannot: accesses
 * outside of static shared arrays and of arrays on the stack, and reads of the few bytes that rounding leaves over.
 */
@ExtendWith(OnSimulatedCuda.class)
class AddressSanitizerTest {
    /** What runs there. */
    public static final class Work {
        public static void main(String[] arguments) {
            CudaBackend backend = SimulatedCuda.get().backend();
            if (arguments[0].equals("planted")) {
                readOneTooMany(backend);
            } else {
                try (Guard _ = Devices.use(Device.cuda(0))) {
                    System.out.println("done " + kernelsWithSharedMemory());
                }
            }
            List<String> noted = SimulatedCuda.get().violations();
            if (!noted.isEmpty()) {
                throw new IllegalStateException(noted.toString());
            }
        }

        private static void readOneTooMany(CudaBackend backend) {
            CudaStream s = backend.stream();
            CudaBuffer x = backend.allocateZeroed(DType.FLOAT32, 10);
            CudaBuffer out = backend.allocateZeroed(DType.FLOAT32, 1);
            KernelFunction overrun = backend.kernels().function("probe.cu", "overrun", "T=float");
            overrun.launch(
                    s,
                    1,
                    1,
                    0,
                    overrun.arguments()
                            .address(out.output(s))
                            .address(x.input(s))
                            .int64(10));
        }

        private static double kernelsWithSharedMemory() {
            Tensor x = Tensors.randn(3, 4, 11, 13).requiresGrad_();
            Tensor w = Tensors.randn(5, 4, 3, 3).requiresGrad_();
            Tensor y = Functional.batchNorm(
                    Functional.conv2d(x, w, null), null, null, Tensors.ones(5), Tensors.zeros(5), true, 0.1, 1e-5);
            y = Functional.maxPool2d(
                    Functional.relu(y), new long[] {2}, new long[] {2}, new long[] {0}, new long[] {1}, false);
            Tensor flat = y.reshape(3, -1);
            Tensor normed = Functional.layerNorm(flat, new long[] {flat.size(1)}, null, null, 1e-5);
            Tensor loss = Functional.crossEntropy(normed.matmul(flat.transpose(0, 1)), Tensors.arange(3))
                    .add(flat.softmax(1).square().sum())
                    .add(flat.cumsum(1).mean())
                    .add(flat.std());
            loss.backward();
            Tensor sorted = flat.detach().sort(1).values();
            Tensor picked = flat.detach().indexSelect(0, Tensors.arange(2));
            return loss.item()
                    + sorted.sum().item()
                    + picked.argmax().item()
                    + x.grad().sum().item();
        }
    }

    private static String library() throws IOException {
        Process process = new ProcessBuilder("g++", "-print-file-name=libasan.so").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static int run(String what, StringBuilder output) throws IOException, InterruptedException {
        String asan = library();
        assumeTrue(Path.of(asan).isAbsolute() && Files.exists(Path.of(asan)), "g++ is here without AddressSanitizer");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djgrad.cuda.allocator=direct",
                        "-Djgrad.simcuda.flags=-fsanitize=address -Wno-maybe-uninitialized",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Work.class.getName(),
                        what))
                .redirectErrorStream(true);
        builder.environment().put("LD_PRELOAD", asan);
        // Faults of the JVM and of the simulation's forbidden pages are theirs.
        builder.environment()
                .put(
                        "ASAN_OPTIONS",
                        "handle_segv=0:handle_sigbus=0:handle_sigill=0:allow_user_segv_handler=1:detect_leaks=0"
                                + ":detect_stack_use_after_return=0");
        Process process = builder.start();
        output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor();
    }

    @Test
    void aPlantedReadBehindTheEndIsReported() throws Exception {
        StringBuilder output = new StringBuilder();
        assertNotEquals(0, run("planted", output), output::toString);
        assertTrue(output.toString().contains("AddressSanitizer: use-after-poison"), output::toString);
    }

    @Test
    void kernelsAreClean() throws Exception {
        StringBuilder output = new StringBuilder();
        assertEquals(0, run("work", output), output::toString);
        assertTrue(output.toString().contains("done "), output::toString);
        assertTrue(!output.toString().contains("AddressSanitizer"), output::toString);
    }
}
