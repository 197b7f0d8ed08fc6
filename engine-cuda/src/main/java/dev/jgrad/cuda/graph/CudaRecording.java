package dev.jgrad.cuda.graph;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.GraphExecHandle;
import dev.jgrad.cuda.driver.GraphHandle;
import dev.jgrad.cuda.memory.BlockPool;
import dev.jgrad.data.DType;
import dev.jgrad.spi.Recording;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A step as it was recorded: graphs, and between them the actions that stay outside. While it is recorded, each graph runs
 * as soon as it is complete, so that recording a step is a step.
 */
public final class CudaRecording implements Recording {
    /** Random operations of a step whose offsets can be set anew. */
    private static final int MOST_SHIFTS = 1024;

    private sealed interface Part {}

    private record Recorded(GraphHandle graph, GraphExecHandle exec) implements Part {}

    private record Outside(Runnable action) implements Part {}

    /** @param recorded the offset that the kernel was given */
    private record Shift(LongSupplier next, long recorded) {}

    private final CudaBackend backend;
    private final CudaDriver driver;
    private final CudaStream stream;
    private final BlockPool pool;
    private final CudaBuffer shifts;
    private final List<Part> parts = new ArrayList<>();
    private final List<Shift> shiftRules = new ArrayList<>();
    private @Nullable LongSupplier announced;

    CudaRecording(CudaBackend backend, CudaStream stream, BlockPool pool) {
        this.backend = backend;
        this.driver = backend.driver();
        this.stream = stream;
        this.pool = pool;
        this.shifts = backend.allocateZeroed(DType.INT64, MOST_SHIFTS);
    }

    // While recording

    void begin() {
        backend.memory().capturing(1);
        try {
            driver.beginCapture(stream.handle());
        } catch (CudaException e) {
            backend.memory().capturing(-1);
            throw e;
        }
        pool.setOwner(Thread.currentThread());
        stream.setPool(pool);
        stream.setRecording(this);
    }

    /** Ends the graph that is being recorded and runs it. */
    void end() {
        stream.setRecording(null);
        stream.setPool(null);
        GraphHandle graph;
        try {
            graph = driver.endCapture(stream.handle());
        } catch (CudaException e) {
            endForSure();
            throw e;
        } finally {
            backend.memory().capturing(-1);
        }
        GraphExecHandle exec;
        try {
            exec = driver.instantiate(graph);
        } catch (CudaException e) {
            driver.destroyGraph(graph);
            throw e;
        }
        parts.add(new Recorded(graph, exec));
        driver.launch(exec, stream.handle());
    }

    /** Gives up what is being recorded. */
    void abandon() {
        if (stream.isCapturing()) {
            stream.setRecording(null);
            stream.setPool(null);
            endForSure();
            backend.memory().capturing(-1);
        }
        pool.setOwner(null);
    }

    /** A stream that still records would refuse all work. */
    private void endForSure() {
        try {
            if (driver.isCapturing(stream.handle())) {
                driver.destroyGraph(driver.endCapture(stream.handle()));
            }
        } catch (CudaException e) {
            // The recording was spoilt; ending it says so once more.
            System.getLogger("dev.jgrad.cuda").log(System.Logger.Level.DEBUG, "ending a capture", e);
        }
    }

    @Override
    public void outside(Runnable action) {
        end();
        pool.setOwner(null);
        action.run();
        parts.add(new Outside(action));
        begin();
    }

    @Override
    public void nextOffset(LongSupplier next) {
        announced = next;
    }

    /** Where a random kernel reads what to add to its offset; 0 when the offset is meant to stay. */
    public long shift(long offset) {
        LongSupplier next = announced;
        announced = null;
        if (next == null) {
            return 0;
        }
        if (shiftRules.size() == MOST_SHIFTS) {
            throw new RecordingException("more than " + MOST_SHIFTS + " random operations in a step that is recorded");
        }
        shiftRules.add(new Shift(next, offset));
        return shifts.address() + 8L * (shiftRules.size() - 1);
    }

    // Afterwards

    void replay() {
        if (!shiftRules.isEmpty()) {
            long[] values = new long[shiftRules.size()];
            for (int i = 0; i < values.length; i++) {
                Shift shift = shiftRules.get(i);
                values[i] = shift.next.getAsLong() - shift.recorded;
            }
            backend.upload(stream, DType.INT64, shifts, 0, MemorySegment.ofArray(values), values.length);
        }
        for (Part part : parts) {
            switch (part) {
                case Recorded r -> driver.launch(r.exec, stream.handle());
                case Outside o -> o.action.run();
            }
        }
    }

    /** How many graphs there are. */
    int graphs() {
        return (int) parts.stream().filter(Recorded.class::isInstance).count();
    }

    void close() {
        for (Part part : parts) {
            if (part instanceof Recorded r) {
                driver.destroyGraphExec(r.exec);
                driver.destroyGraph(r.graph);
            }
        }
        parts.clear();
        shifts.release();
    }
}
