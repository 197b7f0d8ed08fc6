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
    public CUcontext retainPrimaryContext(int ordinal) {
        CUcontext context = new CUcontext();
        check(cuDevicePrimaryCtxRetain(context, handle(ordinal)), "cuDevicePrimaryCtxRetain");
        return context;
    }

    @Override
    public void releasePrimaryContext(int ordinal) {
        check(cuDevicePrimaryCtxRelease(handle(ordinal)), "cuDevicePrimaryCtxRelease");
    }

    @Override
    public void setCurrent(CUcontext context) {
        check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
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
    public void copyToDevice(long target, long source, long bytes, CUstream stream) {
        check(cuMemcpyHtoDAsync(device(target), new NativePointer(source), bytes, stream), "cuMemcpyHtoDAsync");
    }

    @Override
    public void copyToHost(long target, long source, long bytes, CUstream stream) {
        check(cuMemcpyDtoHAsync(new NativePointer(target), device(source), bytes, stream), "cuMemcpyDtoHAsync");
    }

    @Override
    public void copy(long target, long source, long bytes, CUstream stream) {
        check(cuMemcpyDtoDAsync(device(target), device(source), bytes, stream), "cuMemcpyDtoDAsync");
    }

    @Override
    public void fill(long target, byte value, long bytes, CUstream stream) {
        check(cuMemsetD8Async(device(target), value, bytes, stream), "cuMemsetD8Async");
    }

    @Override
    public CUstream createStream() {
        CUstream stream = new CUstream();
        check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        return stream;
    }

    @Override
    public void destroyStream(CUstream stream) {
        check(cuStreamDestroy(stream), "cuStreamDestroy");
    }

    @Override
    public void synchronize(CUstream stream) {
        check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public boolean isDone(CUstream stream) {
        return ready(cuStreamQuery(stream), "cuStreamQuery");
    }

    private static boolean ready(int result, String call) {
        if (result == CUresult.CUDA_ERROR_NOT_READY) {
            return false;
        }
        check(result, call);
        return true;
    }

    @Override
    public void await(CUstream stream, CUevent event) {
        check(cuStreamWaitEvent(stream, event, 0), "cuStreamWaitEvent");
    }

    @Override
    public CUevent createEvent(boolean timing) {
        CUevent event = new CUevent();
        int flags = timing ? CUevent_flags.CU_EVENT_DEFAULT : CUevent_flags.CU_EVENT_DISABLE_TIMING;
        check(cuEventCreate(event, flags), "cuEventCreate");
        return event;
    }

    @Override
    public void destroyEvent(CUevent event) {
        check(cuEventDestroy(event), "cuEventDestroy");
    }

    @Override
    public void record(CUevent event, CUstream stream) {
        check(cuEventRecord(event, stream), "cuEventRecord");
    }

    @Override
    public boolean isDone(CUevent event) {
        return ready(cuEventQuery(event), "cuEventQuery");
    }

    @Override
    public void synchronize(CUevent event) {
        check(cuEventSynchronize(event), "cuEventSynchronize");
    }

    @Override
    public float elapsedMillis(CUevent start, CUevent end) {
        float[] millis = new float[1];
        check(cuEventElapsedTime(millis, start, end), "cuEventElapsedTime");
        return millis[0];
    }

    @Override
    public CUmodule loadModule(byte[] cubin) {
        CUmodule module = new CUmodule();
        check(cuModuleLoadData(module, cubin), "cuModuleLoadData");
        return module;
    }

    @Override
    public void unloadModule(CUmodule module) {
        check(cuModuleUnload(module), "cuModuleUnload");
    }

    @Override
    public CUfunction function(CUmodule module, String name) {
        CUfunction function = new CUfunction();
        check(cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name);
        return function;
    }

    @Override
    public long global(CUmodule module, String name) {
        Address address = new Address();
        check(cuModuleGetGlobal(address, new long[1], module, name), "cuModuleGetGlobal " + name);
        return address.value();
    }

    @Override
    public int functionAttribute(CUfunction function, int attribute) {
        int[] value = new int[1];
        check(cuFuncGetAttribute(value, attribute, function), "cuFuncGetAttribute");
        return value[0];
    }

    @Override
    public void allowSharedMemory(CUfunction function, int bytes) {
        int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
        check(cuFuncSetAttribute(function, attribute, bytes), "cuFuncSetAttribute");
    }

    @Override
    public int activeBlocks(CUfunction function, int blockThreads, long sharedBytes) {
        int[] blocks = new int[1];
        check(
                cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, blockThreads, sharedBytes),
                "cuOccupancyMaxActiveBlocksPerMultiprocessor");
        return blocks[0];
    }

    @Override
    public void launch(
            CUfunction function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            CUstream stream,
            NativePointer arguments) {
        int result = cuLaunchKernel(
                function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, arguments, null);
        if (result != CUresult.CUDA_SUCCESS) {
            throw DriverErrors.exception(
                    result,
                    "cuLaunchKernel with grid " + gridX + "x" + gridY + "x" + gridZ + ", block " + blockX + "x" + blockY
                            + "x" + blockZ + ", " + sharedBytes + " bytes of shared memory");
        }
    }

    @Override
    public void beginCapture(CUstream stream) {
        int mode = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
        check(cuStreamBeginCapture(stream, mode), "cuStreamBeginCapture");
    }

    @Override
    public CUgraph endCapture(CUstream stream) {
        CUgraph graph = new CUgraph();
        check(cuStreamEndCapture(stream, graph), "cuStreamEndCapture");
        return graph;
    }

    @Override
    public boolean isCapturing(CUstream stream) {
        int[] status = new int[1];
        check(cuStreamIsCapturing(stream, status), "cuStreamIsCapturing");
        return status[0] != 0;
    }

    @Override
    public CUgraphExec instantiate(CUgraph graph) {
        CUgraphExec exec = new CUgraphExec();
        check(cuGraphInstantiate(exec, graph, 0), "cuGraphInstantiate");
        return exec;
    }

    @Override
    public void launch(CUgraphExec graph, CUstream stream) {
        check(cuGraphLaunch(graph, stream), "cuGraphLaunch");
    }

    @Override
    public void destroyGraph(CUgraph graph) {
        check(cuGraphDestroy(graph), "cuGraphDestroy");
    }

    @Override
    public void destroyGraphExec(CUgraphExec graph) {
        check(cuGraphExecDestroy(graph), "cuGraphExecDestroy");
    }
}
