package dev.jgrad.cuda.graph;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.memory.BlockPool;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import org.jspecify.annotations.Nullable;

/**
 * A step that was recorded once and is replayed with a few calls: {@code torch.cuda.CUDAGraph}. Small kernels then follow
 * each other without waiting for Java.
 *
 * {@snippet :
 * Tensor x = Tensors.empty(batch, 3, 64, 64), y = ...;      // read by the step, filled before each replay
 * Tensor[] loss = new Tensor[1];
 * try (CudaGraph graph = CudaGraph.capture(() -> {
 *     optimizer.zeroGrad();
 *     loss[0] = Functional.crossEntropy(model.call(x), y);
 *     loss[0].backward();
 *     optimizer.step();
 * })) {
 *     for (Batch b : loader) {
 *         x.copy_(b.x());
 *         y.copy_(b.y());
 *         graph.replay();
 *     }
 *     loss[0].item();
 * }
 * }
 *
 * <p>What holds for a step that is recorded: it reads no values ({@code item()}, conditions on tensors), copies nothing
 * from the host, and has the same shapes each time. Its inputs are tensors that exist before; its outputs are overwritten
 * by each replay. Numbers of the host are frozen, except those that live in the device's memory and are written before each
 * replay: the offsets of random operations, and learning rate, step count and the other numbers of our optimizers. So a
 * schedule that steps between replays has its effect, and state dicts are those of eager training. What else has to run in
 * Java every time goes into {@code Devices.outsideRecording}: it splits the graph. A step that breaks the rules is run
 * without a graph from then on, after a warning that says why; so is one whose optimizer got other parameters, a loaded
 * state or an option that changes its formula, and one of whose tensors was moved in memory, as a view does to a result
 * of a convolution.
 *
 * <p>The graph keeps its memory until it is closed. It belongs to the thread that captured it; others may write its inputs
 * and read its outputs between replays, which wait for them, as they do for the replays.
 */
public final class CudaGraph implements AutoCloseable {
    private static final int WARM_UP = 2;

    private final CudaBackend backend;
    private final CudaStream stream;
    private final BlockPool pool;
    private final Runnable step;
    private @Nullable CudaRecording recording;
    private @Nullable String obstacle;
    private boolean closed;

    private CudaGraph(CudaBackend backend, CudaStream stream, BlockPool pool, Runnable step) {
        this.backend = backend;
        this.stream = stream;
        this.pool = pool;
        this.step = step;
    }

    /**
     * Runs a step two times to warm up (kernels are compiled, an optimizer's state is made) and records it while it runs a
     * third time: three steps are done afterwards. On the default device, or {@code cuda:0} where that is the CPU.
     *
     * @throws DeviceException when there is no CUDA device
     */
    public static CudaGraph capture(Runnable step) {
        Device current = Device.defaultDevice();
        return capture(current.isCpu() ? Device.cuda(0) : current, WARM_UP, step);
    }

    /**
     * The same on a device of choice.
     *
     * @param warmUp how often the step runs before it is recorded, at least once
     */
    public static CudaGraph capture(Device device, int warmUp, Runnable step) {
        CudaBackend backend = CudaBackend.of(device);
        CudaStream stream = backend.stream();
        if (stream.isCapturing() || stream.pool() != null) {
            throw new DeviceException("CudaGraph.capture inside of another capture");
        }
        BlockPool pool = backend.memory().openPool();
        CudaGraph graph = new CudaGraph(backend, stream, pool, step);
        try {
            graph.warmUp(Math.max(1, warmUp));
            graph.record();
            return graph;
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    private void warmUp(int times) {
        for (int i = 0; i < times; i++) {
            pool.setOwner(Thread.currentThread());
            stream.setPool(pool);
            try {
                step.run();
            } finally {
                stream.setPool(null);
            }
            backend.memory().settle(pool);
        }
        // What other streams have written is complete from here on.
        backend.synchronizeStreams();
    }

    private void record() {
        CudaRecording fresh = new CudaRecording(backend, stream, pool);
        try {
            fresh.begin();
            step.run();
            if (fresh.complete()) {
                recording = fresh;
            } else {
                warn("this step runs without a CUDA graph, because it cannot be recorded: ", fresh.obstacle());
                end(fresh);
            }
        } catch (CudaException e) {
            boolean begun = fresh.hasBegun();
            fresh.abandon();
            fresh.close();
            if (begun || isLost(e)) {
                throw e;
            }
            warn("this step runs without a CUDA graph, because the device does not record it: ", e.getMessage());
            step.run();
        } catch (RuntimeException | Error e) {
            fresh.abandon();
            fresh.close();
            throw e;
        }
    }

    /** cuBLAS and cuDNN call what a capture forbids a failure like any other; the device itself knows whether it is lost. */
    private boolean isLost(CudaException e) {
        if (!e.isSticky()) {
            return false;
        }
        try {
            backend.driver().synchronize(stream.handle());
            return false;
        } catch (CudaException lost) {
            return true;
        }
    }

    /** Does the step once more. The host does not wait. */
    public void replay() {
        if (closed) {
            throw new DeviceException("replay() of a CUDA graph that was closed");
        }
        CudaRecording r = recording;
        if (r == null) {
            step.run();
            return;
        }
        if (backend.stream() != stream) {
            throw new DeviceException("replay() in another thread than that of the capture");
        }
        String changed = r.obstacle();
        if (changed == null) {
            r.replay();
            return;
        }
        warn("this step runs without its CUDA graph from now on, because since it was recorded ", changed);
        recording = null;
        end(r);
        step.run();
    }

    private void warn(String message, @Nullable String reason) {
        obstacle = reason;
        System.getLogger("dev.jgrad.cuda").log(System.Logger.Level.WARNING, message + reason);
    }

    private void end(CudaRecording ended) {
        backend.synchronizeStreams();
        ended.close();
    }

    /** True when replays run a graph; false when the step could not be recorded, or has changed, and runs as it is. */
    public boolean isRecorded() {
        return recording != null;
    }

    /** Why the step could not be recorded, or is no longer replayed; empty when it is. */
    public String obstacle() {
        return obstacle == null ? "" : obstacle;
    }

    /** Ends the graph and gives its memory back, as far as no tensor of the step is in use any more. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        backend.stream();
        CudaRecording r = recording;
        recording = null;
        if (r != null) {
            end(r);
        }
        pool.setOwner(null);
        backend.memory().closePool(pool);
    }
}
