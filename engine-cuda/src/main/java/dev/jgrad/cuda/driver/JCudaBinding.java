package dev.jgrad.cuda.driver;

import static jcuda.driver.JCudaDriver.*;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;

/** The driver through JCuda. Its classes load {@code libcuda} when this one is first used: see {@link JCudaLibraries}. */
public final class JCudaBinding implements CudaDriver {
    /** {@link jcuda.driver.JCudaDriver}'s exceptions stay off: their flag is shared by the whole process. */
    public JCudaBinding() {}

    private static void check(int result, String call) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw DriverErrors.exception(result, call);
        }
    }

    /** JCuda keeps the value of a device pointer to itself; an offset from null is any address. */
    private static CUdeviceptr device(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }

    private static final class Address extends CUdeviceptr {
        long value() {
            return getNativePointer() + getByteOffset();
        }
    }

    private static final class Host extends jcuda.Pointer {
        long value() {
            return getNativePointer() + getByteOffset();
        }
    }

    @Override
    public void initialize() {
        check(cuInit(0), "cuInit");
    }

    @Override
    public int driverVersion() {
        int[] version = new int[1];
        check(cuDriverGetVersion(version), "cuDriverGetVersion");
        return version[0];
    }

    @Override
    public int deviceCount() {
        int[] count = new int[1];
        check(cuDeviceGetCount(count), "cuDeviceGetCount");
        return count[0];
    }

    private static CUdevice handle(int ordinal) {
        CUdevice device = new CUdevice();
        check(cuDeviceGet(device, ordinal), "cuDeviceGet");
        return device;
    }

    @Override
    public String deviceName(int ordinal) {
        byte[] name = new byte[256];
        check(cuDeviceGetName(name, name.length, handle(ordinal)), "cuDeviceGetName");
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public long totalMemory(int ordinal) {
        long[] bytes = new long[1];
        check(cuDeviceTotalMem(bytes, handle(ordinal)), "cuDeviceTotalMem");
        return bytes[0];
    }

    @Override
    public int attribute(int ordinal, DeviceAttribute attribute) {
        int[] value = new int[1];
        check(cuDeviceGetAttribute(value, attribute.code(), handle(ordinal)), "cuDeviceGetAttribute");
        return value[0];
    }

    @Override
    public ContextHandle retainPrimaryContext(int ordinal) {
        CUcontext context = new CUcontext();
        check(cuDevicePrimaryCtxRetain(context, handle(ordinal)), "cuDevicePrimaryCtxRetain");
        return new ContextHandle(context);
    }

    @Override
    public void releasePrimaryContext(int ordinal) {
        check(cuDevicePrimaryCtxRelease(handle(ordinal)), "cuDevicePrimaryCtxRelease");
    }

    @Override
    public void setCurrent(ContextHandle context) {
        check(cuCtxSetCurrent(context.raw()), "cuCtxSetCurrent");
    }

    @Override
    public void synchronizeContext() {
        check(cuCtxSynchronize(), "cuCtxSynchronize");
    }

    @Override
    public long allocate(long bytes) {
        Address address = new Address();
        int result = cuMemAlloc(address, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return 0;
        }
        check(result, "cuMemAlloc");
        return address.value();
    }

    @Override
    public void free(long address) {
        check(cuMemFree(device(address)), "cuMemFree");
    }

    @Override
    public long[] memoryInfo() {
        long[] free = new long[1];
        long[] total = new long[1];
        check(cuMemGetInfo(free, total), "cuMemGetInfo");
        return new long[] {free[0], total[0]};
    }

    @Override
    public long allocatePinned(long bytes) {
        Host host = new Host();
        check(cuMemAllocHost(host, bytes), "cuMemAllocHost");
        return host.value();
    }

    @Override
    public void freePinned(long address) {
        check(cuMemFreeHost(new NativePointer(address)), "cuMemFreeHost");
    }

    @Override
    public void copyToDevice(long target, long source, long bytes, StreamHandle stream) {
        check(cuMemcpyHtoDAsync(device(target), new NativePointer(source), bytes, stream.raw()), "cuMemcpyHtoDAsync");
    }

    @Override
    public void copyToHost(long target, long source, long bytes, StreamHandle stream) {
        check(cuMemcpyDtoHAsync(new NativePointer(target), device(source), bytes, stream.raw()), "cuMemcpyDtoHAsync");
    }

    @Override
    public void copy(long target, long source, long bytes, StreamHandle stream) {
        check(cuMemcpyDtoDAsync(device(target), device(source), bytes, stream.raw()), "cuMemcpyDtoDAsync");
    }

    @Override
    public void fill(long target, byte value, long bytes, StreamHandle stream) {
        check(cuMemsetD8Async(device(target), value, bytes, stream.raw()), "cuMemsetD8Async");
    }

    @Override
    public StreamHandle createStream() {
        CUstream stream = new CUstream();
        check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        return new StreamHandle(stream);
    }

    @Override
    public void destroyStream(StreamHandle stream) {
        check(cuStreamDestroy(stream.raw()), "cuStreamDestroy");
    }

    @Override
    public void synchronize(StreamHandle stream) {
        check(cuStreamSynchronize(stream.raw()), "cuStreamSynchronize");
    }

    @Override
    public void synchronizeFromCapture(StreamHandle stream) {
        int[] mode = {CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED};
        check(cuThreadExchangeStreamCaptureMode(mode), "cuThreadExchangeStreamCaptureMode");
        try {
            synchronize(stream);
        } finally {
            check(cuThreadExchangeStreamCaptureMode(mode), "cuThreadExchangeStreamCaptureMode");
        }
    }

    @Override
    public boolean isDone(StreamHandle stream) {
        return ready(cuStreamQuery(stream.raw()), "cuStreamQuery");
    }

    private static boolean ready(int result, String call) {
        if (result == CUresult.CUDA_ERROR_NOT_READY) {
            return false;
        }
        check(result, call);
        return true;
    }

    @Override
    public void await(StreamHandle stream, EventHandle event) {
        check(cuStreamWaitEvent(stream.raw(), event.raw(), 0), "cuStreamWaitEvent");
    }

    @Override
    public EventHandle createEvent() {
        CUevent event = new CUevent();
        check(cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
        return new EventHandle(event);
    }

    @Override
    public void destroyEvent(EventHandle event) {
        check(cuEventDestroy(event.raw()), "cuEventDestroy");
    }

    @Override
    public void record(EventHandle event, StreamHandle stream) {
        check(cuEventRecord(event.raw(), stream.raw()), "cuEventRecord");
    }

    @Override
    public boolean isDone(EventHandle event) {
        return ready(cuEventQuery(event.raw()), "cuEventQuery");
    }

    @Override
    public void synchronize(EventHandle event) {
        check(cuEventSynchronize(event.raw()), "cuEventSynchronize");
    }

    @Override
    public ModuleHandle loadModule(byte[] cubin) {
        CUmodule module = new CUmodule();
        check(cuModuleLoadData(module, cubin), "cuModuleLoadData");
        return new ModuleHandle(module);
    }

    @Override
    public void unloadModule(ModuleHandle module) {
        check(cuModuleUnload(module.raw()), "cuModuleUnload");
    }

    @Override
    public FunctionHandle function(ModuleHandle module, String name) {
        CUfunction function = new CUfunction();
        check(cuModuleGetFunction(function, module.raw(), name), "cuModuleGetFunction " + name);
        return new FunctionHandle(function);
    }

    @Override
    public void allowSharedMemory(FunctionHandle function, int bytes) {
        int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
        check(cuFuncSetAttribute(function.raw(), attribute, bytes), "cuFuncSetAttribute");
    }

    @Override
    public void launch(
            FunctionHandle function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            StreamHandle stream,
            NativePointer arguments) {
        int result = cuLaunchKernel(
                function.raw(),
                gridX,
                gridY,
                gridZ,
                blockX,
                blockY,
                blockZ,
                sharedBytes,
                stream.raw(),
                arguments,
                null);
        if (result != CUresult.CUDA_SUCCESS) {
            throw DriverErrors.exception(
                    result,
                    "cuLaunchKernel with grid " + gridX + "x" + gridY + "x" + gridZ + ", block " + blockX + "x" + blockY
                            + "x" + blockZ + ", " + sharedBytes + " bytes of shared memory");
        }
    }

    @Override
    public void beginCapture(StreamHandle stream) {
        int mode = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
        check(cuStreamBeginCapture(stream.raw(), mode), "cuStreamBeginCapture");
    }

    @Override
    public GraphHandle endCapture(StreamHandle stream) {
        CUgraph graph = new CUgraph();
        check(cuStreamEndCapture(stream.raw(), graph), "cuStreamEndCapture");
        return new GraphHandle(graph);
    }

    @Override
    public boolean isCapturing(StreamHandle stream) {
        int[] status = new int[1];
        check(cuStreamIsCapturing(stream.raw(), status), "cuStreamIsCapturing");
        return status[0] != 0;
    }

    @Override
    public GraphExecHandle instantiate(GraphHandle graph) {
        CUgraphExec exec = new CUgraphExec();
        check(cuGraphInstantiate(exec, graph.raw(), 0), "cuGraphInstantiate");
        return new GraphExecHandle(exec);
    }

    @Override
    public void launch(GraphExecHandle graph, StreamHandle stream) {
        check(cuGraphLaunch(graph.raw(), stream.raw()), "cuGraphLaunch");
    }

    @Override
    public void destroyGraph(GraphHandle graph) {
        check(cuGraphDestroy(graph.raw()), "cuGraphDestroy");
    }

    @Override
    public void destroyGraphExec(GraphExecHandle graph) {
        check(cuGraphExecDestroy(graph.raw()), "cuGraphExecDestroy");
    }
}
