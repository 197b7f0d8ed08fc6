package dev.jgrad.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.compile.KernelCache;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.driver.NvrtcCompiler;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.JgradException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnSimulatedCuda.class)
class CudaBackendTest {
    private final SimulatedCuda cuda = SimulatedCuda.get();
    private final CudaBackend backend = cuda.backend();

    @Test
    void uploadsAndDownloadsInPiecesAndSingleValues() {
        CudaStream s = backend.stream();
        int n = 3 << 20;
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        CudaBuffer buffer = backend.allocate(DType.FLOAT32, n);
        backend.upload(s, DType.FLOAT32, buffer, 0, MemorySegment.ofArray(values), n);
        float[] back = new float[n];
        backend.download(s, DType.FLOAT32, buffer, 0, MemorySegment.ofArray(back), n);
        assertArrayEquals(values, back);
        assertEquals(12345, backend.getDouble(s, DType.FLOAT32, buffer, 12345));
        assertEquals(7, backend.getLong(s, DType.FLOAT32, buffer, 7));
        assertThrows(IndexException.class, () -> backend.getDouble(s, DType.FLOAT32, buffer, n));
        buffer.release();
        JgradException e = assertThrows(JgradException.class, () -> backend.getDouble(s, DType.FLOAT32, buffer, 0));
        assertTrue(e.getMessage().contains("already released"), e::getMessage);
    }

    /** A loop of replayed steps is far ahead of a device: each of them copies its numbers, and often a batch. */
    @Test
    void aHostThatIsFarAheadOfTheDeviceAsksAndKeepsLittle() {
        CudaStream s = backend.stream();
        CudaBuffer buffer = backend.allocate(DType.INT8, 4 << 20);
        backend.synchronize(s);
        byte[] batch = new byte[4 << 20];
        cuda.set("lag", Integer.MAX_VALUE);
        backend.upload(s, DType.INT8, buffer, 0, MemorySegment.ofArray(batch), 8);
        long before = cuda.calls("cuEventQuery");
        for (int i = 0; i < 200; i++) {
            backend.upload(s, DType.INT8, buffer, 0, MemorySegment.ofArray(batch), 8);
        }
        assertTrue(cuda.calls("cuEventQuery") - before <= 3 * 200, () -> cuda.calls("cuEventQuery") + " questions");
        long pinned = cuda.alive().get("pinned");
        for (int i = 0; i < 100; i++) {
            batch[0] = (byte) i;
            backend.upload(s, DType.INT8, buffer, 0, MemorySegment.ofArray(batch), 4 << 20);
        }
        assertTrue(cuda.alive().get("pinned") - pinned <= 66, () -> cuda.alive().toString());
        cuda.set("lag", 1);
        assertEquals(99, backend.getLong(s, DType.INT8, buffer, 0));
    }

    @Test
    void readsEveryDType() {
        CudaStream s = backend.stream();
        long[] bits = {0x4049_0fdb_c049_0fdbL};
        for (DType dtype : DType.values()) {
            CudaBuffer buffer = backend.allocateZeroed(dtype, 3);
            assertEquals(0, backend.getDouble(s, dtype, buffer, 2), dtype.label());
            backend.upload(s, dtype, buffer, 1, MemorySegment.ofArray(bits), 1);
            double expected = switch (dtype) {
                case FLOAT32 -> Float.intBitsToFloat(0xc0490fdb);
                case FLOAT64 -> Double.longBitsToDouble(bits[0]);
                case FLOAT16 -> Float.float16ToFloat((short) 0x0fdb);
                case BFLOAT16 -> Float.intBitsToFloat(0x0fdb << 16);
                case INT64 -> bits[0];
                case INT32 -> 0xc0490fdb;
                case INT16 -> 0x0fdb;
                case INT8 -> (byte) 0xdb;
                case UINT8 -> 0xdb;
                case BOOL -> 1;
            };
            assertEquals(expected, backend.getDouble(s, dtype, buffer, 1), dtype.label());
            long whole = dtype == DType.INT64 ? bits[0] : (long) expected;
            assertEquals(whole, backend.getLong(s, dtype, buffer, 1), dtype.label());
        }
    }

    @Test
    void anEmptyBufferNeedsNoMemory() {
        CudaBuffer buffer = backend.allocateZeroed(DType.FLOAT32, 0);
        assertEquals(0, buffer.address());
        buffer.release();
        assertThrows(JgradException.class, buffer::address);
    }

    @Test
    void everyThreadHasItsStreamAndLeavesItToTheNext() throws InterruptedException {
        CudaStream mine = backend.stream();
        assertEquals(mine, backend.stream());
        AtomicReference<CudaStream> other = new AtomicReference<>();
        Thread.ofPlatform().start(() -> other.set(backend.stream())).join();
        assertTrue(other.get() != mine && other.get().number() != mine.number());
    }

    @Test
    void virtualThreadsAreRefused() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> thrown.set(assertThrows(DeviceException.class, backend::stream)))
                .join();
        assertTrue(thrown.get().getMessage().contains("virtual thread"));
    }

    @Test
    void aFailedLaunchAndACopyThatFailsLeaveTheEngineUsable() {
        CudaStream s = backend.stream();
        CudaBuffer x = backend.allocateZeroed(DType.FLOAT32, 100);
        KernelFunction axpy = backend.kernels().function("probe.cu", "axpy", "T=float");
        cuda.fail("cuLaunchKernel", 1, 1);
        CudaException e = assertThrows(
                CudaException.class,
                () -> axpy.launch(
                        s,
                        1,
                        32,
                        0,
                        axpy.arguments()
                                .address(x.output(s))
                                .address(x.input(s))
                                .float32(1)
                                .int64(100)));
        assertTrue(
                e.getMessage().contains("CUDA_ERROR_INVALID_VALUE (1) in cuLaunchKernel with grid 1x1x1"),
                e::getMessage);
        cuda.fail("cuMemcpyDtoHAsync", 1, 1);
        assertThrows(CudaException.class, () -> backend.getDouble(s, DType.FLOAT32, x, 0));
        assertEquals(0, backend.getDouble(s, DType.FLOAT32, x, 0));
    }

    /** JCuda's table of errors is that of CUDA 12. */
    @Test
    void errorsOfANewerDriverHaveTheirNames() {
        CudaStream s = backend.stream();
        cuda.fail("cuStreamSynchronize", 1, 226);
        CudaException e = assertThrows(CudaException.class, () -> backend.synchronize(s));
        assertEquals("CUDA_ERROR_CONTAINED", e.error());
        assertTrue(e.isSticky() && e.getMessage().contains("restart"), e::getMessage);
        cuda.fail("cuStreamSynchronize", 1, 998);
        assertTrue(assertThrows(CudaException.class, () -> backend.synchronize(s))
                .getMessage()
                .contains("998"));
    }

    @Test
    void aLostDeviceSaysSoEachTime() {
        CudaStream s = backend.stream();
        CudaBuffer x = backend.allocateZeroed(DType.FLOAT32, 100);
        cuda.fail("cuStreamSynchronize", 1, 719);
        CudaException first = assertThrows(CudaException.class, () -> backend.getDouble(s, DType.FLOAT32, x, 0));
        assertTrue(first.isSticky() && first.getMessage().contains("restart"), first::getMessage);
        CudaException second = assertThrows(CudaException.class, () -> backend.synchronize(s));
        assertEquals("CUDA_ERROR_LAUNCH_FAILED", second.error());
        cuda.reset();
    }

    @Test
    void compiledKernelsAreKeptAndADamagedFileIsMadeAnew(@TempDir Path folder) throws Exception {
        KernelCache cache = new KernelCache(folder);
        for (int round = 0; round < 3; round++) {
            CudaBackend fresh = new CudaBackend(cuda.driver(), 0, new NvrtcCompiler(), cache);
            fresh.stream();
            fresh.kernels().function("probe.cu", "warpSum", "T=double");
            try (var files = Files.list(folder)) {
                Path file = files.toList().getFirst();
                byte[] content = Files.readAllBytes(file);
                if (round == 0) {
                    content[content.length - 3] ^= 1;
                    Files.write(file, content);
                } else {
                    assertEquals("SIMCUBIN", new String(content, 32, 8, StandardCharsets.US_ASCII));
                }
            }
            fresh.close();
        }
        backend.stream();
    }

    @Test
    void aSourceThatDoesNotCompileShowsTheCompilersLog() {
        backend.stream();
        CudaException e = assertThrows(
                CudaException.class, () -> backend.kernels().function("probe.cu", "axpy", "T=no_such_type"));
        assertTrue(e.getMessage().contains("no_such_type") && e.getMessage().contains("error"), e::getMessage);
        assertThrows(CudaException.class, () -> backend.kernels().function("probe.cu", "nothing", "T=float"));
    }

    @Test
    void closingGivesEverythingBack() throws Exception {
        Map<String, Long> before = cuda.alive();
        Thread.ofPlatform()
                .start(() -> {
                    CudaBackend fresh = new CudaBackend(cuda.driver(), 0, new NvrtcCompiler(), KernelCache.ofUser());
                    CudaStream s = fresh.stream();
                    CudaBuffer x = fresh.allocateZeroed(DType.FLOAT32, 1000);
                    fresh.getDouble(s, DType.FLOAT32, x, 0);
                    fresh.kernels().function("probe.cu", "axpy", "T=float");
                    x.release();
                    fresh.close();
                })
                .join();
        assertEquals(before, cuda.alive());
    }
}
