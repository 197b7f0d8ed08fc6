package dev.jgrad.cuda.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.OutOfMemoryException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the contract cannot see: precision switches, calls, handles, failures. */
@ExtendWith(OnSimulatedCuda.class)
class LinalgCudaTest {
    private final SimulatedCuda cuda = SimulatedCuda.get();
    private final CudaBackend backend = cuda.backend();

    @AfterEach
    void switchBack() {
        CudaOptions.matmulTf32(false);
    }

    private CudaBuffer upload(CudaStream s, float... values) {
        CudaBuffer b = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(s, DType.FLOAT32, b, 0, MemorySegment.ofArray(values), values.length);
        return b;
    }

    private float product(float x, float y) {
        CudaStream s = backend.stream();
        CudaBuffer out = backend.allocate(DType.FLOAT32, 1);
        Layout one = Layout.contiguous(1, 1);
        backend.linalg().gemm(s, DType.FLOAT32, out, one, upload(s, x), one, upload(s, y), one, null, null, 1, 0);
        float[] result = new float[1];
        backend.download(s, DType.FLOAT32, out, 0, MemorySegment.ofArray(result), 1);
        return result[0];
    }

    @Test
    void roundsOperandsOnlyWhereTf32IsAllowed() {
        float x = 1 + 0x1p-12f;
        assertEquals(x, product(x, 1));
        CudaOptions.matmulTf32(true);
        assertEquals(1, product(x, 1));
        CudaOptions.matmulTf32(false);
        assertEquals(x, product(x, 1));
    }

    /** Who tries again with less in use, tries again and again. */
    @Test
    void withoutMemoryForItsWorkspaceNoHandleStays() {
        CudaStream s = backend.stream();
        Long before = cuda.alive().get("cublas handles");
        backend.memory().setLimit(1);
        try {
            assertThrows(OutOfMemoryException.class, () -> new CublasHandle(backend, s));
        } finally {
            backend.memory().setLimit((8L << 30) / 10 * 9);
        }
        assertEquals(before, cuda.alive().get("cublas handles"));
    }

    @Test
    void aProductIsOneCall() {
        product(2, 3);
        cuda.reset();
        CudaStream s = backend.stream();
        Layout l = Layout.contiguous(4, 4);
        CudaBuffer a = upload(s, new float[16]);
        CudaBuffer b = upload(s, new float[16]);
        CudaBuffer out = backend.allocate(DType.FLOAT32, 16);
        long before = cuda.calls("cuLaunchKernel");
        backend.linalg().gemm(s, DType.FLOAT32, out, l.transpose(0, 1), a, l, b, l.transpose(0, 1), null, null, 1, 0);
        assertEquals(1, cuda.calls("cublasGemmEx"));
        assertEquals(0, cuda.calls("cublasCreate"), "the stream has its handle already");
        assertEquals(before, cuda.calls("cuLaunchKernel"), "nothing is copied");
    }

    @Test
    void eachThreadHasAHandleAndGivesItToTheNext() throws InterruptedException {
        product(1, 1);
        long[] handles = new long[2];
        Thread other = Thread.ofPlatform().start(() -> {
            assertEquals(6, product(2, 3));
            handles[0] = cuda.alive().get("cublas handles");
        });
        other.join();
        assertTrue(handles[0] >= 2, () -> "handles " + handles[0]);
    }

    @Test
    void aFailureNamesTheProduct() {
        product(1, 1);
        cuda.fail("cublasGemmEx", 1, 999);
        CudaException e = assertThrows(CudaException.class, () -> product(2, 3));
        assertEquals("CUBLAS_STATUS_EXECUTION_FAILED", e.error());
        assertTrue(e.getMessage().startsWith("matmul of float32 with sizes [1, 1], [1, 1], [1, 1]: "), e::getMessage);
        assertNotEquals(0, product(2, 3), "the handle still works");
    }

    @Test
    void closedBackendsLeaveNoHandle() {
        long before = cuda.alive().getOrDefault("cublas handles", 0L);
        try (LinalgCuda own = new LinalgCuda(backend)) {
            own.prepare(backend.stream());
            assertEquals(before + 1, cuda.alive().get("cublas handles"));
        }
        assertEquals(before, cuda.alive().getOrDefault("cublas handles", 0L));
    }
}
