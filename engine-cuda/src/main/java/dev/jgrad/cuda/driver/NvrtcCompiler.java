package dev.jgrad.cuda.driver;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.compile.KernelCompiler;
import dev.jgrad.cuda.compile.KernelSource;
import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** NVRTC through JCuda. It writes a cubin for one architecture, which spares the driver's compiler at load. */
public final class NvrtcCompiler implements KernelCompiler {
    private final String version;

    /** Asks the library for its version, which loads it. */
    public NvrtcCompiler() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check(JNvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
        version = "nvrtc-" + major[0] + "." + minor[0];
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
