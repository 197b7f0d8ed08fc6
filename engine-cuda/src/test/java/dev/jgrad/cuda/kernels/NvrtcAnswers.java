package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.compile.KernelSource;
import dev.jgrad.cuda.driver.JCudaLibrary;
import dev.jgrad.cuda.driver.NvrtcCompiler;
import dev.jgrad.data.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Has the NVRTC of this process compile the kernels, as the engine does: a line that it is not here, or its version, then a
 * line for each unit. {@code -Djgrad.test.nvcc=all} for all types and architectures.
 */
final class NvrtcAnswers {
    private NvrtcAnswers() {}

    /** Prints what came of each unit: the first bytes of a cubin, or the compiler's words. */
    public static void main(String[] args) {
        String problem = JCudaLibrary.NVRTC.problem();
        if (problem != null) {
            System.out.println(problem);
            return;
        }
        NvrtcCompiler compiler = new NvrtcCompiler();
        System.out.println(compiler.version());
        boolean all = System.getProperty("jgrad.test.nvcc", "").equals("all");
        List<String> targets = all
                ? List.of(compiler.target(7, 5), compiler.target(8, 0), compiler.target(9, 0), compiler.target(10, 0))
                : List.of(compiler.target(9, 0));
        for (KernelUnits.Unit unit :
                KernelUnits.of(all ? Arrays.asList(DType.values()) : List.of(DType.BFLOAT16, DType.INT64))) {
            KernelSource source = KernelSource.load(unit.source());
            for (String target : targets) {
                List<String> options = new ArrayList<>(List.of("--gpu-architecture=" + target, "--std=c++17"));
                unit.defines().forEach(define -> options.add("-D" + define));
                System.out.println(answer(compiler, source, options).replace('\n', ' ') + " " + target + " " + unit);
            }
        }
    }

    private static String answer(NvrtcCompiler compiler, KernelSource source, List<String> options) {
        try {
            byte[] compiled = compiler.compile(source, options);
            boolean elf = compiled.length > 4 && compiled[0] == 0x7f && compiled[1] == 'E' && compiled[2] == 'L';
            boolean ptx = compiled.length > 4 && compiled[compiled.length - 1] == 0 && compiled[0] == '/';
            return elf ? "cubin" : ptx ? "ptx" : "neither cubin nor ptx";
        } catch (CudaException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
