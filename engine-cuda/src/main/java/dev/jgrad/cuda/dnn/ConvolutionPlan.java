package dev.jgrad.cuda.dnn;

import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.dnn.AlgorithmLists.Operands;
import dev.jgrad.cuda.driver.NativePointer;
import dev.jgrad.data.DType;
import dev.jgrad.memory.OutOfMemoryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnMathType;
import org.jspecify.annotations.Nullable;

/** How one problem is computed on one stream: descriptors and algorithms, or by nobody when cuDNN refuses it. */
final class ConvolutionPlan implements Convolver {
    /** The most memory a trial of algorithms asks for. */
    private static final long TRIAL_WORKSPACE = 1L << 30;

    private final Direction direction;
    private final DType dtype;
    private final Order order;
    private final @Nullable Descriptors descriptors;
    private final List<Algorithm> algorithms;
    private int current;
    private boolean triesAll;
    private boolean takesBias = true;
    private final long[] output;
    // The algorithm whose math type is on the descriptor, and what it needs.
    private @Nullable Algorithm prepared;
    private long workspaceBytes;

    private ConvolutionPlan(
            Problem p, Order order, @Nullable Descriptors descriptors, List<Algorithm> algorithms, boolean triesAll) {
        this.direction = p.direction();
        this.dtype = p.dtype();
        this.order = order;
        this.descriptors = descriptors;
        this.algorithms = new ArrayList<>(algorithms);
        this.triesAll = triesAll;
        this.output = p.y();
    }

    /** A plan in the first of these orders that cuDNN takes. */
    static ConvolutionPlan make(cudnnHandle h, Problem p, List<Order> orders) {
        for (Order order : p.fitsInts() && p.isExact() ? orders : List.<Order>of()) {
            Descriptors d = Descriptors.of(p, order);
            try {
                boolean exact = p.dtype() == DType.FLOAT32 && !CudaOptions.cudnnTf32();
                d.mathType(
                        exact
                                ? cudnnMathType.CUDNN_FMA_MATH
                                : p.dtype().isReducedFloatingPoint()
                                        ? cudnnMathType.CUDNN_TENSOR_OP_MATH
                                        : cudnnMathType.CUDNN_DEFAULT_MATH);
                List<Algorithm> found = admitted(AlgorithmLists.estimate(h, p.direction(), d), exact);
                if (!found.isEmpty()) {
                    return new ConvolutionPlan(p, order, d, found, CudaOptions.benchmark());
                }
            } catch (RuntimeException e) {
                d.close();
                throw e;
            }
            d.close();
        }
        return new ConvolutionPlan(p, Order.PLAIN, null, List.of(), false);
    }

    /** The algorithms that the switches allow. Exact ones are called with FMA math, whatever the list proposes. */
    private static List<Algorithm> admitted(List<Algorithm> all, boolean exact) {
        List<Algorithm> admitted = new ArrayList<>();
        for (Algorithm a : all) {
            if (a.deterministic() || !CudaOptions.deterministic()) {
                int math = exact ? cudnnMathType.CUDNN_FMA_MATH : a.mathType();
                admitted.add(new Algorithm(a.number(), a.workspace(), math, a.deterministic()));
            }
        }
        return admitted;
    }

    @Override
    public boolean isSupported() {
        return !algorithms.isEmpty();
    }

    @Override
    public Order order() {
        return order;
    }

    @Override
    public Outcome run(
            CudaBackend backend, CudaStream stream, cudnnHandle h, Operands at, @Nullable NativePointer bias) {
        Descriptors d = descriptors;
        if (d == null) {
            throw new IllegalStateException("cuDNN does not take this problem");
        }
        if (triesAll && !stream.isCapturing()) {
            tryAll(backend, stream, h, d, at);
        }
        while (!algorithms.isEmpty()) {
            Algorithm a = algorithms.get(current);
            long bytes = prepare(h, d, a);
            CudaBuffer workspace = null;
            try {
                workspace = bytes <= 0 ? null : backend.allocateBytes(bytes);
            } catch (OutOfMemoryException e) {
                if (!descend(bytes)) {
                    throw e;
                }
                continue;
            }
            NativePointer scratch = workspace == null ? Factors.NULL : workspace.outputPointer(stream, 0);
            Outcome done = bytes < 0 ? Outcome.REFUSED : compute(h, d, at, bias, a.number(), scratch, bytes);
            if (workspace != null) {
                workspace.release();
            }
            if (done != Outcome.REFUSED) {
                return done;
            }
            // The estimate offered what the library then does not do: never ask for it again.
            algorithms.remove(current);
            current = 0;
        }
        return Outcome.REFUSED;
    }

    private long prepare(cudnnHandle h, Descriptors d, Algorithm a) {
        if (a != prepared) {
            d.mathType(a.mathType());
            workspaceBytes = AlgorithmLists.workspace(h, direction, d, a.number());
            prepared = a;
        }
        return workspaceBytes;
    }

    /** Goes to the best algorithm that needs less memory. */
    private boolean descend(long bytes) {
        for (int i = 0; i < algorithms.size(); i++) {
            if (algorithms.get(i).workspace() < bytes) {
                current = i;
                return true;
            }
        }
        return false;
    }

    private Outcome compute(
            cudnnHandle h,
            Descriptors d,
            Operands at,
            @Nullable NativePointer bias,
            int algorithm,
            NativePointer workspace,
            long bytes) {
        // The one algorithm for which cuDNN adds a bias without an activation.
        if (bias != null && takesBias && algorithm == CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM) {
            takesBias = computeBiased(h, d, at, bias, algorithm, workspace, bytes);
            if (takesBias) {
                return Outcome.BIASED;
            }
        }
        return computePlain(h, d, at, algorithm, workspace, bytes) ? Outcome.COMPUTED : Outcome.REFUSED;
    }

    private boolean computeBiased(
            cudnnHandle h,
            Descriptors d,
            Operands at,
            NativePointer bias,
            int algorithm,
            NativePointer workspace,
            long bytes) {
        d.prepareBias(dtype, output);
        int status = JCudnn.cudnnConvolutionBiasActivationForward(
                h,
                Factors.one(dtype),
                d.x,
                at.x(),
                d.w,
                at.w(),
                d.convolution,
                algorithm,
                workspace,
                bytes,
                Factors.ZERO,
                d.y,
                at.y(),
                d.bias,
                bias,
                d.none,
                d.y,
                at.y());
        return Cudnn.takes(status, "cudnnConvolutionBiasActivationForward");
    }

    private boolean computePlain(
            cudnnHandle h, Descriptors d, Operands at, int algorithm, NativePointer workspace, long bytes) {
        NativePointer one = Factors.one(dtype);
        int status = switch (direction) {
            case FORWARD ->
                JCudnn.cudnnConvolutionForward(
                        h,
                        one,
                        d.x,
                        at.x(),
                        d.w,
                        at.w(),
                        d.convolution,
                        algorithm,
                        workspace,
                        bytes,
                        Factors.ZERO,
                        d.y,
                        at.y());
            case INPUT_GRADIENT ->
                JCudnn.cudnnConvolutionBackwardData(
                        h,
                        one,
                        d.w,
                        at.w(),
                        d.y,
                        at.y(),
                        d.convolution,
                        algorithm,
                        workspace,
                        bytes,
                        Factors.ZERO,
                        d.x,
                        at.x());
            case WEIGHT_GRADIENT ->
                JCudnn.cudnnConvolutionBackwardFilter(
                        h,
                        one,
                        d.x,
                        at.x(),
                        d.y,
                        at.y(),
                        d.convolution,
                        algorithm,
                        workspace,
                        bytes,
                        Factors.ZERO,
                        d.w,
                        at.w());
        };
        return Cudnn.takes(status, "cuDNN's " + direction.op + " by algorithm " + algorithm);
    }

    private void tryAll(CudaBackend backend, CudaStream stream, cudnnHandle h, Descriptors d, Operands at) {
        triesAll = false;
        long bytes = algorithms.stream()
                .map(Algorithm::workspace)
                .max(Comparator.naturalOrder())
                .orElse(0L);
        bytes = Math.min(TRIAL_WORKSPACE, Math.max(bytes, backend.properties().totalMemory() >> 6));
        CudaBuffer workspace;
        try {
            workspace = backend.allocateBytes(bytes);
        } catch (OutOfMemoryException e) {
            return; // the estimate stands
        }
        boolean exact = dtype == DType.FLOAT32 && !CudaOptions.cudnnTf32();
        List<Algorithm> tried =
                admitted(AlgorithmLists.trial(h, direction, d, at, workspace.outputPointer(stream, 0), bytes), exact);
        workspace.release();
        if (!tried.isEmpty()) {
            algorithms.clear();
            algorithms.addAll(tried);
        }
    }

    @Override
    public void close() {
        if (descriptors != null) {
            descriptors.close();
        }
    }
}
