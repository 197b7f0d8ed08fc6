package dev.jgrad.cuda.driver;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.compile.KernelCompiler;
import dev.jgrad.cuda.compile.KernelSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/**
 * NVRTC through JCuda. Where it knows the device's architecture it writes a cubin, which spares the driver's compiler at
 * load.
 */
public final class NvrtcCompiler implements KernelCompiler {
    private static final String VIRTUAL = "--gpu-architecture=compute_";

    private final String version;
    private final int[] architectures;

    /** Asks the library for its version, which loads it. */
    public NvrtcCompiler() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check(JNvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
        version = "nvrtc-" + major[0] + "." + minor[0];
        int[] count = new int[1];
        check(JNvrtc.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
        architectures = new int[count[0]];
        check(JNvrtc.nvrtcGetSupportedArchs(architectures), "nvrtcGetSupportedArchs");
    }

    @Override
    public String target(int major, int minor) {
        int device = 10 * major + minor;
        int newest = 0;
        for (int known : architectures) {
            if (known == device) {
                return "sm_" + device;
            }
            newest = known < device ? Math.max(newest, known) : newest;
        }
        // A device older than all: the compiler's own words say so.
        return newest == 0 ? "sm_" + device : "compute_" + newest;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public byte[] compile(KernelSource source, List<String> options) {
        nvrtcProgram program = new nvrtcProgram();
        String[] names = source.headers().keySet().toArray(String[]::new);
        String[] texts = source.headers().values().toArray(String[]::new);
        check(
                JNvrtc.nvrtcCreateProgram(program, source.text(), source.name(), names.length, texts, names),
                "nvrtcCreateProgram");
        try {
            int result = JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
            if (result != nvrtcResult.NVRTC_SUCCESS) {
                String[] log = new String[1];
                JNvrtc.nvrtcGetProgramLog(program, log);
                throw error(result, "compiling " + source.name() + " " + options + ":\n" + String.valueOf(log[0]));
            }
            if (options.stream().anyMatch(option -> option.startsWith(VIRTUAL))) {
                String[] ptx = new String[1];
                check(JNvrtc.nvrtcGetPTX(program, ptx), "nvrtcGetPTX");
                return (ptx[0] + "\0").getBytes(StandardCharsets.US_ASCII);
            }
            long[] size = new long[1];
            check(JNvrtc.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
            byte[] cubin = new byte[Math.toIntExact(size[0])];
            check(JNvrtc.nvrtcGetCUBIN(program, cubin), "nvrtcGetCUBIN");
            return cubin;
        } finally {
            JNvrtc.nvrtcDestroyProgram(program);
        }
    }

    private static void check(int result, String call) {
        if (result != nvrtcResult.NVRTC_SUCCESS) {
            throw error(result, call);
        }
    }

    private static CudaException error(int result, String what) {
        String name = nvrtcResult.stringFor(result);
        return new CudaException(name, name + " (" + result + ") in " + what, false);
    }
}
