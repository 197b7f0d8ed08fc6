package dev.jgrad.cuda.driver;

/**
 * The CUDA driver as the engine uses it: devices, memory, streams, events, modules, launches, graphs. Handles are JCuda's
 * plain objects, addresses are longs. Every call checks what CUDA returns.
 *
 * <p>All methods but {@link #initialize} and the questions about devices need a current context, which belongs to the
 * operating system's thread: {@link dev.jgrad.cuda.CudaBackend#stream()} sets it.
 *
 * <p>Every method throws {@link dev.jgrad.cuda.CudaException} when CUDA reports an error, except where it says otherwise.
 */
public interface CudaDriver {
    // Devices

    /** Initialises CUDA in this process; once, before everything else. */
    void initialize();

    /** The newest CUDA version the driver supports, as 12040 for 12.4. */
    int driverVersion();

    /** The number of devices. */
    int deviceCount();

    /** The device's name for people. */
    String deviceName(int ordinal);

    /** The device's memory in bytes. */
    long totalMemory(int ordinal);

    /** An attribute of a device. */
    int attribute(int ordinal, DeviceAttribute attribute);

    /** The primary context, which cuBLAS and cuDNN use too. */
    ContextHandle retainPrimaryContext(int ordinal);

    /** Gives the primary context back. */
    void releasePrimaryContext(int ordinal);

    /** Makes a context current in the calling thread. */
    void setCurrent(ContextHandle context);

    /** Waits for everything on the current device. */
    void synchronizeContext();

    // Memory

    /** Device memory; 0 when there is not that much left. */
    long allocate(long bytes);

    /** Gives memory of {@link #allocate} back; waits for work that uses it. */
    void free(long address);

    /** Free and total bytes of the current device. */
    long[] memoryInfo();

    /** Page-locked host memory for asynchronous copies. */
    long allocatePinned(long bytes);

    /** Gives memory of {@link #allocatePinned} back. */
    void freePinned(long address);

    /** Copies from host memory, page-locked or not; when it is not, the source may be changed on return. */
    void copyToDevice(long target, long source, long bytes, StreamHandle stream);

    /** Copies to host memory; wait for the stream before reading. */
    void copyToHost(long target, long source, long bytes, StreamHandle stream);

    /** Copies within the device. */
    void copy(long target, long source, long bytes, StreamHandle stream);

    /** Sets bytes. */
    void fill(long target, byte value, long bytes, StreamHandle stream);

    // Streams and events

    /** A stream that does not wait for the legacy default stream. */
    StreamHandle createStream();

    /** Ends a stream; its work is finished first. */
    void destroyStream(StreamHandle stream);

    /** Waits for a stream. */
    void synchronize(StreamHandle stream);

    /** The same in a thread that is capturing another stream, where CUDA allows it only on request. */
    void synchronizeFromCapture(StreamHandle stream);

    /** True when all work of a stream is done. */
    boolean isDone(StreamHandle stream);

    /** Has later work of the stream wait for the event; the host does not wait. */
    void await(StreamHandle stream, EventHandle event);

    /** An event, without a clock. */
    EventHandle createEvent();

    /** Ends an event. */
    void destroyEvent(EventHandle event);

    /** Marks this point of the stream. */
    void record(EventHandle event, StreamHandle stream);

    /** True when the marked point was passed. */
    boolean isDone(EventHandle event);

    /** Waits for the marked point. */
    void synchronize(EventHandle event);

    // Modules and launches

    /** Loads a cubin. */
    ModuleHandle loadModule(byte[] cubin);

    /** Unloads a module. */
    void unloadModule(ModuleHandle module);

    /** A kernel of a module by its plain name ({@code extern "C"}). */
    FunctionHandle function(ModuleHandle module, String name);

    /** Lets a kernel have more than 48 KiB of dynamic shared memory. */
    void allowSharedMemory(FunctionHandle function, int bytes);

    /**
     * Starts a kernel.
     *
     * @param arguments a {@code void*[]} in host memory that points to the arguments; it is read before the call returns
     */
    void launch(
            FunctionHandle function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            StreamHandle stream,
            NativePointer arguments);

    // Graphs

    /** From here on the stream's work is recorded, not run. Calls of this thread that a capture forbids fail. */
    void beginCapture(StreamHandle stream);

    /** Ends the recording. */
    GraphHandle endCapture(StreamHandle stream);

    /** True between {@link #beginCapture} and {@link #endCapture}, also when the capture was spoilt. */
    boolean isCapturing(StreamHandle stream);

    /** Makes a graph executable. */
    GraphExecHandle instantiate(GraphHandle graph);

    /** Runs a graph on a stream. */
    void launch(GraphExecHandle graph, StreamHandle stream);

    /** Ends a graph. */
    void destroyGraph(GraphHandle graph);

    /** Ends an executable graph. */
    void destroyGraphExec(GraphExecHandle graph);
}
