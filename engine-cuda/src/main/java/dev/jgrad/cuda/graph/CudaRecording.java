package dev.jgrad.cuda.graph;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.UsedBuffers;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.GraphExecHandle;
import dev.jgrad.cuda.driver.GraphHandle;
import dev.jgrad.cuda.memory.BlockPool;
import dev.jgrad.spi.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A step as it was recorded: graphs, and between them the actions that stay outside. While it is recorded, each graph runs
 * as soon as it is complete, so that recording a step is a step.
 */
public final class CudaRecording implements Recording {
    private sealed interface Part {}

    /**
     * A graph with what the host does before it.
     *
     * @param actions such as counting a step
     * @param from the first of its live numbers
     * @param to the end of its live numbers
     * @param buffers what its kernels use
     */
    private record Recorded(
            GraphHandle graph, GraphExecHandle exec, List<Runnable> actions, int from, int to, UsedBuffers buffers)
            implements Part {}

    private record Outside(Runnable action) implements Part {}

    private final CudaBackend backend;
    private final CudaDriver driver;
    private final CudaStream stream;
    private final BlockPool pool;
    private final LiveNumbers live;
    private final List<Part> parts = new ArrayList<>();
    private final List<Supplier<@Nullable String>> conditions = new ArrayList<>();
    private final List<Runnable> undoing = new ArrayList<>();
    private @Nullable String obstacle;
    private boolean begun;
    private List<Runnable> actions = new ArrayList<>();
    private UsedBuffers buffers = new UsedBuffers();
    private int firstLive;

    CudaRecording(CudaBackend backend, CudaStream stream, BlockPool pool) {
        this.backend = backend;
        this.driver = backend.driver();
        this.stream = stream;
        this.pool = pool;
        this.live = new LiveNumbers(backend, stream);
    }

    // While recording

    void begin() {
        backend.memory().capturing(1);
        try {
            stream.capture(() -> driver.beginCapture(stream.handle()), this, buffers);
        } catch (CudaException e) {
            backend.memory().capturing(-1);
            throw e;
        }
        pool.setOwner(Thread.currentThread());
        stream.setPool(pool);
    }

    /** Ends the graph that is being recorded and runs it. */
    void end() {
        GraphHandle graph = ended();
        GraphExecHandle exec;
        try {
            exec = driver.instantiate(graph);
        } catch (CudaException e) {
            driver.destroyGraph(graph);
            throw e;
        }
        Recorded recorded = new Recorded(graph, exec, actions, firstLive, live.size(), buffers);
        parts.add(recorded);
        buffers.complete();
        buffers = new UsedBuffers();
        actions = new ArrayList<>();
        firstLive = live.size();
        live.writeRecorded(recorded.from, recorded.to);
        driver.launch(exec, stream.handle());
        begun = true;
        String unused = live.notTaken();
        if (unused != null) {
            note(unused);
        }
    }

    private GraphHandle ended() {
        stream.setPool(null);
        GraphHandle[] graph = new GraphHandle[1];
        CudaException[] problem = new CudaException[1];
        stream.capture(
                () -> {
                    try {
                        graph[0] = driver.endCapture(stream.handle());
                    } catch (CudaException e) {
                        problem[0] = e;
                        endForSure();
                    }
                },
                null,
                null);
        backend.memory().capturing(-1);
        if (problem[0] != null) {
            throw problem[0];
        }
        return graph[0];
    }

    private void note(String why) {
        if (obstacle == null) {
            obstacle = why;
        }
    }

    @Override
    public void giveUp(String why) {
        note(why);
        if (stream.recording() == this) {
            end();
            pool.setOwner(null);
        }
    }

    /** Ends the recording of a step: true when it can be replayed. */
    boolean complete() {
        if (stream.recording() == this) {
            end();
        }
        pool.setOwner(null);
        return obstacle == null;
    }

    /** True when a part of the step has run already, so that the step cannot begin anew. */
    boolean hasBegun() {
        return begun;
    }

    /** Gives up what is being recorded; what the host did meanwhile is undone. */
    void abandon() {
        if (stream.isCapturing()) {
            stream.setPool(null);
            stream.capture(this::endForSure, null, null);
            backend.memory().capturing(-1);
        }
        pool.setOwner(null);
        undoing.reversed().forEach(Runnable::run);
        undoing.clear();
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
        if (obstacle == null) {
            begin();
        }
    }

    @Override
    public void nextOffset(LongSupplier next) {
        live.announceOffset(next);
    }

    @Override
    public void nextNumbers(DoubleSupplier... rules) {
        String unused = live.notTaken();
        if (unused == null) {
            live.announce(rules);
        } else {
            giveUp(unused);
        }
    }

    @Override
    public void eachReplay(Runnable action) {
        actions.add(action);
    }

    @Override
    public void unless(Supplier<@Nullable String> obstacle) {
        conditions.add(obstacle);
    }

    @Override
    public void undo(Runnable action) {
        undoing.add(action);
    }

    /** Where a random kernel reads what to add to its offset; 0 when the offset is meant to stay. */
    public long shift(long offset) {
        return givenUp(live.takeOffset(offset)) ? 0 : live.taken();
    }

    private boolean givenUp(@Nullable String why) {
        if (why != null) {
            giveUp(why);
        }
        return why != null;
    }

    /**
     * Where a kernel reads its numbers, one after the other; 0 when they are meant to stay. The recording is given up when
     * these are not the numbers that were announced.
     *
     * @param given what the kernel is given now
     */
    public long numbers(double... given) {
        return givenUp(live.take(given)) ? 0 : live.taken();
    }

    // Afterwards

    /** What keeps the step from being replayed, or null. */
    @Nullable
    String obstacle() {
        if (obstacle != null) {
            return obstacle;
        }
        for (Part part : parts) {
            if (part instanceof Recorded r && r.buffers.haveMoved()) {
                return "a tensor that it reads or writes was brought into another order in memory, for a view or a resize:"
                        + " look at clone() of such results, and give the step a clone() of such an input";
            }
        }
        for (Supplier<@Nullable String> condition : conditions) {
            String obstacle = condition.get();
            if (obstacle != null) {
                return obstacle;
            }
        }
        return null;
    }

    void replay() {
        backend.replayed();
        for (Part part : parts) {
            switch (part) {
                case Recorded r -> {
                    r.actions.forEach(Runnable::run);
                    r.buffers.join(stream);
                    live.write(r.from, r.to);
                    driver.launch(r.exec, stream.handle());
                }
                case Outside o -> o.action.run();
            }
        }
    }

    void close() {
        for (Part part : parts) {
            if (part instanceof Recorded r) {
                driver.destroyGraphExec(r.exec);
                driver.destroyGraph(r.graph);
                r.buffers.close();
            }
        }
        parts.clear();
        live.close();
    }
}
