package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.driver.NativePointer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;

/** cuDNN's answers to which algorithm is best: an estimate, or a trial on the real operands. Best first. */
final class AlgorithmLists {
    private static final int MOST = 10;

    private AlgorithmLists() {}

    /** The addresses of the operands of a trial; the one that is computed is overwritten. */
    record Operands(NativePointer x, NativePointer w, NativePointer y) {}

    /** An estimate, without running anything; empty when cuDNN does not do such a problem. */
    static List<Algorithm> estimate(cudnnHandle h, Direction direction, Descriptors d) {
        int[] count = new int[1];
        return switch (direction) {
            case FORWARD -> {
                var perf = forward();
                yield answers(
                                () -> JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                                        h, d.x, d.w, d.convolution, d.y, MOST, count, perf),
                                "cudnnGetConvolutionForwardAlgorithm_v7")
                        ? usable(perf, count[0])
                        : List.of();
            }
            case INPUT_GRADIENT -> {
                var perf = data();
                yield answers(
                                () -> JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
                                        h, d.w, d.y, d.convolution, d.x, MOST, count, perf),
                                "cudnnGetConvolutionBackwardDataAlgorithm_v7")
                        ? usable(perf, count[0])
                        : List.of();
            }
            case WEIGHT_GRADIENT -> {
                var perf = filter();
                yield answers(
                                () -> JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                                        h, d.x, d.y, d.convolution, d.w, MOST, count, perf),
                                "cudnnGetConvolutionBackwardFilterAlgorithm_v7")
                        ? usable(perf, count[0])
                        : List.of();
            }
        };
    }

    /** Runs all algorithms that fit into a workspace. */
    static List<Algorithm> trial(
            cudnnHandle h, Direction direction, Descriptors d, Operands at, NativePointer workspace, long bytes) {
        int[] count = new int[1];
        return switch (direction) {
            case FORWARD -> {
                var perf = forward();
                yield answers(
                                () -> JCudnn.cudnnFindConvolutionForwardAlgorithmEx(
                                        h,
                                        d.x,
                                        at.x,
                                        d.w,
                                        at.w,
                                        d.convolution,
                                        d.y,
                                        at.y,
                                        MOST,
                                        count,
                                        perf,
                                        workspace,
                                        bytes),
                                "cudnnFindConvolutionForwardAlgorithmEx")
                        ? usable(perf, count[0])
                        : List.of();
            }
            case INPUT_GRADIENT -> {
                var perf = data();
                yield answers(
                                () -> JCudnn.cudnnFindConvolutionBackwardDataAlgorithmEx(
                                        h,
                                        d.w,
                                        at.w,
                                        d.y,
                                        at.y,
                                        d.convolution,
                                        d.x,
                                        at.x,
                                        MOST,
                                        count,
                                        perf,
                                        workspace,
                                        bytes),
                                "cudnnFindConvolutionBackwardDataAlgorithmEx")
                        ? usable(perf, count[0])
                        : List.of();
            }
            case WEIGHT_GRADIENT -> {
                var perf = filter();
                yield answers(
                                () -> JCudnn.cudnnFindConvolutionBackwardFilterAlgorithmEx(
                                        h,
                                        d.x,
                                        at.x,
                                        d.y,
                                        at.y,
                                        d.convolution,
                                        d.w,
                                        at.w,
                                        MOST,
                                        count,
                                        perf,
                                        workspace,
                                        bytes),
                                "cudnnFindConvolutionBackwardFilterAlgorithmEx")
                        ? usable(perf, count[0])
                        : List.of();
            }
        };
    }

    /**
     * Asks for a list. When the library fails, it need not say how long the list is, and JCuda then copies as many entries
     * as happen to stand there.
     */
    private static boolean answers(IntSupplier call, String name) {
        try {
            return Cudnn.takes(call.getAsInt(), name);
        } catch (ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    /** What an algorithm needs with the math type set on the descriptor; -1 when it does not do this problem. */
    static long workspace(cudnnHandle h, Direction direction, Descriptors d, int algorithm) {
        long[] bytes = new long[1];
        int status = switch (direction) {
            case FORWARD ->
                JCudnn.cudnnGetConvolutionForwardWorkspaceSize(h, d.x, d.w, d.convolution, d.y, algorithm, bytes);
            case INPUT_GRADIENT ->
                JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(h, d.w, d.y, d.convolution, d.x, algorithm, bytes);
            case WEIGHT_GRADIENT ->
                JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize(
                        h, d.x, d.y, d.convolution, d.w, algorithm, bytes);
        };
        return Cudnn.supports(status, "cudnnGetConvolution…WorkspaceSize") ? bytes[0] : -1;
    }

    private static cudnnConvolutionFwdAlgoPerf[] forward() {
        var perf = new cudnnConvolutionFwdAlgoPerf[MOST];
        java.util.Arrays.setAll(perf, i -> new cudnnConvolutionFwdAlgoPerf());
        return perf;
    }

    private static cudnnConvolutionBwdDataAlgoPerf[] data() {
        var perf = new cudnnConvolutionBwdDataAlgoPerf[MOST];
        java.util.Arrays.setAll(perf, i -> new cudnnConvolutionBwdDataAlgoPerf());
        return perf;
    }

    private static cudnnConvolutionBwdFilterAlgoPerf[] filter() {
        var perf = new cudnnConvolutionBwdFilterAlgoPerf[MOST];
        java.util.Arrays.setAll(perf, i -> new cudnnConvolutionBwdFilterAlgoPerf());
        return perf;
    }

    private static List<Algorithm> usable(cudnnConvolutionFwdAlgoPerf[] perf, int count) {
        List<Algorithm> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (perf[i].status == 0) {
                found.add(new Algorithm(perf[i].algo, perf[i].memory, perf[i].mathType, perf[i].determinism == 1));
            }
        }
        return found;
    }

    private static List<Algorithm> usable(cudnnConvolutionBwdDataAlgoPerf[] perf, int count) {
        List<Algorithm> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (perf[i].status == 0) {
                found.add(new Algorithm(perf[i].algo, perf[i].memory, perf[i].mathType, perf[i].determinism == 1));
            }
        }
        return found;
    }

    private static List<Algorithm> usable(cudnnConvolutionBwdFilterAlgoPerf[] perf, int count) {
        List<Algorithm> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (perf[i].status == 0) {
                found.add(new Algorithm(perf[i].algo, perf[i].memory, perf[i].mathType, perf[i].determinism == 1));
            }
        }
        return found;
    }
}
