package dev.jgrad.cuda.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.compile.KernelSource;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.EventHandle;
import dev.jgrad.cuda.driver.NvrtcCompiler;
import dev.jgrad.cuda.driver.StreamHandle;
import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The simulation itself: it computes, and it notices. */
@ExtendWith(OnSimulatedCuda.class)
class SimulationTest {
    private final SimulatedCuda cuda = SimulatedCuda.get();
    private final CudaBackend backend = cuda.backend();

    /** Who is to blame is said by the call itself. */
    @BeforeEach
    void atOnce() {
        cuda.set("late", 0);
    }

    private CudaBuffer upload(CudaStream stream, float... values) {
        CudaBuffer buffer = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(stream, DType.FLOAT32, buffer, 0, MemorySegment.ofArray(values), values.length);
        return buffer;
    }

    private float[] download(CudaStream stream, CudaBuffer buffer, int n) {
        float[] values = new float[n];
        backend.download(stream, DType.FLOAT32, buffer, 0, MemorySegment.ofArray(values), n);
        return values;
    }

    private static float[] range(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        return values;
    }

    @Test
    void runsKernelsWithAndWithoutBarriers() {
        CudaStream s = backend.stream();
        for (int order = 0; order < 3; order++) {
            cuda.set("order", order);
            CudaBuffer x = upload(s, range(1000));
            CudaBuffer y = upload(s, range(1000));
            KernelFunction axpy = backend.kernels().function("probe.cu", "axpy", "T=float");
            axpy.launch(
                    s,
                    3,
                    128,
                    0,
                    axpy.arguments()
                            .address(y.output(s))
                            .address(x.input(s))
                            .float32(2)
                            .int64(1000));
            assertEquals(3 * 999, download(s, y, 1000)[999]);

            CudaBuffer sums = backend.allocate(DType.FLOAT32, 4);
            KernelFunction sum = backend.kernels().function("probe.cu", "blockSum", "T=float");
            sum.launch(
                    s,
                    4,
                    256,
                    1024,
                    sum.arguments().address(x.input(s)).address(sums.output(s)).int64(1000));
            float total = 0;
            for (float part : download(s, sums, 4)) {
                total += part;
            }
            assertEquals(999 * 500, total);

            KernelFunction warp = backend.kernels().function("probe.cu", "warpSum", "T=float");
            warp.launch(s, 1, 64, 0, warp.arguments().address(x.input(s)).address(sums.output(s)));
            assertArrayEquals(new float[] {31 * 16, 31 * 16 + 32 * 32}, download(s, sums, 2));
        }
        cuda.set("order", 0);
    }

    @Test
    void aReadBehindTheEndLosesTheDevice() {
        CudaStream s = backend.stream();
        CudaBuffer x = upload(s, range(1 << 18));
        CudaBuffer out = backend.allocate(DType.FLOAT32, 1);
        KernelFunction overrun = backend.kernels().function("probe.cu", "overrun", "T=float");
        CudaException e = assertThrows(
                CudaException.class,
                () -> overrun.launch(
                        s,
                        1,
                        1,
                        0,
                        overrun.arguments()
                                .address(out.output(s))
                                .address(x.input(s))
                                // Far behind: a little further on lies memory that the allocator keeps for others.
                                .int64(1L << 33)));
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", e.error());
        assertTrue(e.isSticky());
        assertTrue(e.getMessage().startsWith("kernel overrun of probe.cu"), e::getMessage);
        assertThrows(CudaException.class, () -> backend.synchronize(s), "the error sticks");
        cuda.reset();
        backend.synchronize(s);
    }

    /** As on a device that is slow: what the host does too early is seen, and so is a mistake, when somebody waits. */
    @Test
    @SuppressWarnings("restricted")
    void workThatRunsLateSeesWhatTheHostHasDoneMeanwhile() {
        cuda.set("late", 1);
        CudaDriver driver = backend.driver();
        CudaStream s = backend.stream();
        CudaBuffer x = upload(s, 1, 2);
        long host = driver.allocatePinned(8);
        MemorySegment memory = MemorySegment.ofAddress(host).reinterpret(8);
        memory.set(ValueLayout.JAVA_FLOAT, 0, 3);
        driver.copyToDevice(x.output(s), host, 4, s.handle());
        memory.set(ValueLayout.JAVA_FLOAT, 0, 4);
        assertArrayEquals(new float[] {4, 2}, download(s, x, 2));

        driver.copyToDevice(x.output(s), host, 4, s.handle());
        driver.freePinned(host);
        backend.synchronize(s);
        assertEquals(List.of("a copy of 4 bytes runs after its page-locked memory was given back"), cuda.violations());

        KernelFunction overrun = backend.kernels().function("probe.cu", "overrun", "T=float");
        overrun.launch(
                s,
                1,
                1,
                0,
                overrun.arguments().address(x.output(s)).address(x.input(s)).int64(1L << 33));
        CudaException e = assertThrows(CudaException.class, () -> backend.synchronize(s));
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", e.error());
        cuda.reset();
    }

    @Test
    void threadsThatWaitForEachOtherAreFound() {
        CudaStream s = backend.stream();
        CudaBuffer out = backend.allocate(DType.INT32, 1);
        KernelFunction divided = backend.kernels().function("probe.cu", "divided", "T=float");
        CudaException e = assertThrows(
                CudaException.class,
                () -> divided.launch(s, 1, 32, 0, divided.arguments().address(out.output(s))));
        assertEquals("CUDA_ERROR_LAUNCH_TIMEOUT", e.error());
        assertEquals(List.of("threads of divided wait for each other for ever"), cuda.violations());
        cuda.reset();
    }

    @Test
    void aVectorLoadFromAnOddAddressLosesTheDevice() {
        CudaStream s = backend.stream();
        CudaBuffer x = upload(s, range(16));
        CudaBuffer out = backend.allocate(DType.FLOAT32, 4);
        KernelFunction four = backend.kernels().function("probe.cu", "fourAt", "T=float");
        four.launch(
                s,
                1,
                1,
                0,
                four.arguments().address(out.output(s)).address(x.input(s)).int64(8));
        assertArrayEquals(new float[] {8, 9, 10, 11}, download(s, out, 4));
        CudaException e = assertThrows(
                CudaException.class,
                () -> four.launch(
                        s,
                        1,
                        1,
                        0,
                        four.arguments()
                                .address(out.output(s))
                                .address(x.input(s))
                                .int64(7)));
        assertEquals("CUDA_ERROR_MISALIGNED_ADDRESS", e.error());
        assertTrue(e.isSticky());
        cuda.reset();
    }

    @Test
    void shufflesNameLanesThatAreThere() {
        CudaStream s = backend.stream();
        CudaBuffer out = backend.allocate(DType.FLOAT32, 64);
        KernelFunction whole = backend.kernels().function("probe.cu", "wholeWarp", "T=float");
        whole.launch(s, 1, 64, 0, whole.arguments().address(out.output(s)));
        assertEquals(List.of(), cuda.violations());
        whole.launch(s, 1, 48, 0, whole.arguments().address(out.output(s)));
        assertEquals(
                List.of("a shuffle or vote names lanes that a block of 48 threads does not have"), cuda.violations());
    }

    @Test
    void aCaptureForbidsItsThreadToWait() {
        CudaDriver driver = backend.driver();
        backend.stream();
        StreamHandle captured = driver.createStream();
        StreamHandle other = driver.createStream();
        EventHandle event = driver.createEvent();
        driver.record(event, other);
        List<Runnable> calls = List.of(
                () -> driver.synchronize(other),
                () -> driver.isDone(other),
                () -> driver.isDone(event),
                () -> driver.synchronize(event),
                driver::synchronizeContext,
                () -> driver.allocate(512));
        for (Runnable call : calls) {
            driver.beginCapture(captured);
            CudaException e = assertThrows(CudaException.class, call::run);
            assertEquals("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", e.error());
            assertEquals(1, cuda.violations().size());
            assertThrows(CudaException.class, () -> driver.endCapture(captured), "it is spoilt");
        }
        driver.beginCapture(captured);
        driver.synchronizeFromCapture(other);
        driver.destroyGraph(driver.endCapture(captured));
        driver.destroyEvent(event);
        driver.destroyStream(captured);
        driver.destroyStream(other);
    }

    /** A compiler that is older than the device leaves the rest to the driver. */
    @Test
    void compilesForDevicesThatTheCompilerDoesNotKnow() {
        NvrtcCompiler compiler = new NvrtcCompiler();
        assertEquals("sm_75", compiler.target(7, 5));
        assertEquals("compute_90", compiler.target(12, 0));
        assertEquals("compute_80", compiler.target(8, 4));
        assertEquals("sm_70", compiler.target(7, 0));
        KernelSource source = KernelSource.load("probe.cu");
        CudaException e = assertThrows(
                CudaException.class,
                () -> compiler.compile(source, List.of("--gpu-architecture=sm_70", "--std=c++17", "-DT=float")));
        assertTrue(e.getMessage().contains("invalid value for --gpu-architecture"), e::getMessage);
        byte[] ptx = compiler.compile(source, List.of("--gpu-architecture=compute_90", "--std=c++17", "-DT=float"));
        assertEquals(0, ptx[ptx.length - 1]);
        backend.stream();
        backend.driver().unloadModule(backend.driver().loadModule(ptx));
    }

    @Test
    void memoryThatGoesToAnotherStreamIsWaitedFor() throws InterruptedException {
        cuda.set("track", 1);
        CudaStream s = backend.stream();
        CudaBuffer x = upload(s, range(8));
        KernelFunction axpy = backend.kernels().function("probe.cu", "axpy", "T=float");
        Thread other = Thread.ofPlatform().start(() -> {
            CudaStream t = backend.stream();
            CudaBuffer y = upload(t, range(8));
            axpy.launch(
                    t,
                    1,
                    32,
                    0,
                    axpy.arguments()
                            .address(y.output(t))
                            .address(x.input(t))
                            .float32(2)
                            .int64(8));
            assertEquals(21, download(t, y, 8)[7]);
            // The same without asking: nobody has waited for the write that follows.
            axpy.launch(
                    s,
                    1,
                    32,
                    0,
                    axpy.arguments()
                            .address(x.address())
                            .address(x.address())
                            .float32(0)
                            .int64(8));
            axpy.launch(
                    t,
                    1,
                    32,
                    0,
                    axpy.arguments()
                            .address(y.output(t))
                            .address(x.address())
                            .float32(2)
                            .int64(8));
        });
        other.join();
        List<String> noted = cuda.violations();
        assertTrue(noted.stream().anyMatch(line -> line.contains("without an event")), noted::toString);
        cuda.set("track", 0);
    }
}
