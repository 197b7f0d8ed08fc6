package dev.jgrad.cuda;

import dev.jgrad.cuda.driver.CudaFolders;
import dev.jgrad.cuda.driver.JCudaLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says which library was looked for, where, and what to install. */
public final class MissingLibrary {
    private MissingLibrary() {}

    /**
     * What is wrong and what to do about it.
     *
     * @param problem what {@link JCudaLibrary#problem} has answered
     */
    public static String sentence(JCudaLibrary library, String problem) {
        if (!problem.contains("cannot open shared object")) {
            return library.library() + " cannot be used for CUDA: " + problem;
        }
        if (library == JCudaLibrary.CUDNN) {
            return "cuDNN cannot be used: " + missing(problem, library) + " is neither where the loader looks nor in "
                    + folders() + ". "
                    + CudaFolders.find("libcudnn.so.8")
                            .map(path -> "cuDNN 8 is here (" + path
                                    + "), but jgrad is linked to cuDNN 9, which may be installed beside it: ")
                            .orElse("Convolutions run on kernels of our own meanwhile, which are slow: ")
                    + install(library);
        }
        if (library == JCudaLibrary.DRIVER) {
            return "no NVIDIA driver: libcuda.so.1 is neither where the loader looks nor in " + folders()
                    + ". Install the NVIDIA driver, 525 or newer (in a container: start it with --gpus all)";
        }
        Optional<Path> newer = CudaFolders.find(other(library));
        return "CUDA cannot be used: " + missing(problem, library) + " is neither where the loader looks nor in "
                + folders() + ". "
                + newer.map(path ->
                                "CUDA 13 is here (" + path + "), but jgrad is linked to CUDA 12, whose libraries run"
                                        + " on the same driver and may be installed beside it: ")
                        .orElse("The NVIDIA driver is here; what is missing comes with CUDA 12 and cuDNN 9: ")
                + install(library);
    }

    private static String install(JCudaLibrary library) {
        return "apt install " + packages(library) + " (from NVIDIA's repository), or pip install " + wheels(library)
                + " and name their lib folders with -Djgrad.cuda.path";
    }

    private static String missing(String problem, JCudaLibrary library) {
        int end = problem.indexOf(": cannot open");
        String before = end < 0 ? "" : problem.substring(0, end);
        String name = before.substring(before.lastIndexOf(' ') + 1);
        return name.isEmpty() ? library.library() : name;
    }

    private static String folders() {
        List<Path> all = CudaFolders.all();
        return all.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static String other(JCudaLibrary library) {
        return switch (library) {
            case DRIVER -> "libcuda.so.1";
            case NVRTC -> "libnvrtc.so.13";
            case CUBLAS, CUDNN -> "libcublas.so.13";
        };
    }

    private static String packages(JCudaLibrary library) {
        return library == JCudaLibrary.CUDNN ? "libcudnn9-cuda-12" : "cuda-nvrtc-12-6 libcublas-12-6 libcudnn9-cuda-12";
    }

    private static String wheels(JCudaLibrary library) {
        return library == JCudaLibrary.CUDNN
                ? "nvidia-cudnn-cu12"
                : "nvidia-cuda-nvrtc-cu12 nvidia-cublas-cu12 nvidia-cudnn-cu12";
    }
}
