package dev.jgrad.cuda.compile;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.ModuleHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine's kernels on one device. A compile unit is a source with a set of defines; it is compiled for the device's
 * architecture when a kernel of it is first asked for, and kept in memory and on disk.
 */
public final class Kernels {
    private record Unit(String source, List<String> defines) {}

    private final CudaDriver driver;
    private final KernelCompiler compiler;
    private final KernelCache cache;
    private final String architecture;
    private final long residentThreads;
    private final ConcurrentHashMap<Unit, ModuleHandle> modules = new ConcurrentHashMap<>();

    /**
     * Kernels for one device.
     *
     * @param architecture such as {@code sm_90}
     * @param residentThreads how many threads the device runs at once
     */
    public Kernels(
            CudaDriver driver, KernelCompiler compiler, KernelCache cache, String architecture, long residentThreads) {
        this.driver = driver;
        this.compiler = compiler;
        this.cache = cache;
        this.architecture = architecture;
        this.residentThreads = residentThreads;
    }

    /**
     * A kernel, compiled now if need be. The device's context is current.
     *
     * @param source file under {@code dev/jgrad/cuda/kernels}, such as {@code elementwise.cu}
     * @param name the kernel's name; it is {@code extern "C"}
     * @param defines such as {@code T=float}; the order does not matter
     */
    public KernelFunction function(String source, String name, String... defines) {
        List<String> sorted = new ArrayList<>(List.of(defines));
        sorted.sort(null);
        Unit unit = new Unit(source, List.copyOf(sorted));
        String description = name + " of " + source + (sorted.isEmpty() ? "" : " with " + String.join(" ", sorted));
        try {
            ModuleHandle module = modules.computeIfAbsent(unit, this::load);
            return new KernelFunction(driver, driver.function(module, name), description, residentThreads);
        } catch (CudaException e) {
            throw e.during("kernel " + description, null);
        }
    }

    private ModuleHandle load(Unit unit) {
        KernelSource source = KernelSource.load(unit.source());
        List<String> options = new ArrayList<>();
        options.add("--gpu-architecture=" + architecture);
        options.add("--std=c++17");
        for (String define : unit.defines()) {
            options.add("-D" + define);
        }
        String key = KernelCache.key(source, options, compiler.version());
        byte[] known = cache.read(key);
        if (known != null) {
            try {
                return driver.loadModule(known);
            } catch (CudaException e) {
                if (e.isSticky()) {
                    throw e;
                }
                // Somebody damaged the file or the driver does not take it any more: make it anew.
            }
        }
        byte[] cubin = compiler.compile(source, options);
        ModuleHandle module = driver.loadModule(cubin);
        cache.write(key, cubin);
        return module;
    }

    /** Unloads everything; kernels handed out before must not be started afterwards. */
    public void close() {
        for (ModuleHandle module : modules.values()) {
            driver.unloadModule(module);
        }
        modules.clear();
    }
}
