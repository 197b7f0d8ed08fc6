package dev.jgrad.cuda.driver;

import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;

/** The versions of NVIDIA's libraries, for people. */
public final class CudaVersions {
    private CudaVersions() {}

    /** A CUDA version such as 12040 as {@code 12.4}. */
    public static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    /** One line for {@code jgrad devices}. */
    public static String line(int driver, String compiler, boolean withCudnn) {
        return "driver for CUDA " + text(driver) + ", " + compiler.replace("nvrtc-", "NVRTC ") + ", cuBLAS " + blas()
                + (withCudnn ? ", cuDNN " + dnn() : "");
    }

    private static String blas() {
        int[] part = new int[1];
        StringBuilder text = new StringBuilder();
        for (int property = 0; property < 3; property++) {
            if (JCublas2.cublasGetProperty(property, part) != 0) {
                return "of unknown version";
            }
            text.append(property == 0 ? "" : ".").append(part[0]);
        }
        return text.toString();
    }

    private static String dnn() {
        long version = JCudnn.cudnnGetVersion();
        return version / 10000 + "." + version % 10000 / 100 + "." + version % 100;
    }
}
