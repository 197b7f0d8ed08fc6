package dev.jgrad.cuda.dnn;

import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINECFG_ENGINE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_RESULTS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_WORKSPACE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_HEUR_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_INT64;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_NUMERICAL_NOTE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_VOID_PTR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS;
import static jcuda.jcudnn.cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC;
import static jcuda.jcudnn.cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION;
import static jcuda.jcudnn.cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_TENSOR_CORE;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.dnn.AlgorithmLists.Operands;
import dev.jgrad.cuda.driver.NativePointer;
import dev.jgrad.data.DType;
import dev.jgrad.memory.OutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import org.jspecify.annotations.Nullable;

/**
 * A problem by cuDNN's graph API, as PyTorch computes it: the first engine that cuDNN's instant heuristics name and the
 * switches admit, then its fallbacks, and where none of them works a {@link ConvolutionPlan}.
 */
final class GraphPlan implements Convolver {
    /** {@code CUDNN_HEUR_MODE_INSTANT} and {@code CUDNN_HEUR_MODE_FALLBACK}; JCuda does not know the second. */
    private static final int[] MODES = {0, 2};

    /** Asking for more takes longer. */
    private static final int FEW = 8;

    /** Without tensor cores: on recent devices a few dozen engines that use them come first. */
    private static final int MANY = 64;

    private static final int MOST_NOTES = 16;

    private final RawHandle handle;
    private final Problem problem;
    private final Order order;
    private final GraphOperation operation;
    private final MemorySegment pack = Arena.ofAuto().allocate(56, 8);
    private @Nullable GraphDescriptor plan;
    private @Nullable GraphDescriptor configuration;
    private long workspaceBytes;
    private int mode;
    private int next;
    private @Nullable ConvolutionPlan instead;

    private GraphPlan(RawHandle handle, Problem problem, Order order, GraphOperation operation) {
        this.handle = handle;
        this.problem = problem;
        this.order = order;
        this.operation = operation;
        for (int i = 0; i < 3; i++) {
            pack.setAtIndex(ValueLayout.JAVA_LONG, i, i + 1);
        }
    }

    /** A plan in the first of these orders for which cuDNN has an engine; null where it has none. */
    static @Nullable GraphPlan make(RawHandle h, Problem p, List<Order> orders) {
        for (Order order : p.fitsInts() && p.isExact() ? orders : List.<Order>of()) {
            GraphOperation operation = GraphOperation.of(p, order);
            if (operation != null) {
                GraphPlan made = new GraphPlan(h, p, order, operation);
                try {
                    if (made.advance()) {
                        return made;
                    }
                } catch (RuntimeException e) {
                    made.close();
                    throw e;
                }
                made.close();
            }
        }
        return null;
    }

    /** The notes of engines that the switches forbid; PyTorch's, and sums in half precision, which jgrad never makes. */
    private int forbidden() {
        int forbidden = 1 << CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS
                | 1 << CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION
                | (CudaOptions.deterministic() ? 1 << CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC : 0);
        return problem.dtype() == DType.FLOAT32 && !CudaOptions.cudnnTf32()
                ? forbidden | 1 << CUDNN_NUMERICAL_NOTE_TENSOR_CORE
                : forbidden;
    }

    /** Builds the plan of the next engine that can do it; false when there is none left. */
    private boolean advance() {
        closePlan();
        for (; mode < MODES.length; mode++, next = 0) {
            if (advanceIn(MODES[mode])) {
                return true;
            }
        }
        return false;
    }

    private boolean advanceIn(int heuristics) {
        List<GraphDescriptor> made = new ArrayList<>();
        try {
            GraphDescriptor heuristic = GraphDescriptor.of(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR);
            made.add(heuristic);
            heuristic
                    .descriptor(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, operation.graph(handle))
                    .choice(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, heuristics);
            if (!heuristic.finish("heuristics")) {
                return false;
            }
            boolean plain = (forbidden() & 1 << CUDNN_NUMERICAL_NOTE_TENSOR_CORE) != 0;
            GraphDescriptor[] configurations = new GraphDescriptor[plain ? MANY : FEW];
            for (int i = 0; i < configurations.length; i++) {
                configurations[i] = GraphDescriptor.of(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR);
                made.add(configurations[i]);
            }
            int found = heuristic.fill(CUDNN_ATTR_ENGINEHEUR_RESULTS, configurations);
            while (next < found) {
                GraphDescriptor candidate = configurations[next++];
                if (admits(candidate) && build(candidate)) {
                    // A plan may look into what it was made of.
                    made.remove(candidate);
                    configuration = candidate;
                    return true;
                }
            }
            return false;
        } finally {
            made.reversed().forEach(GraphDescriptor::close);
        }
    }

    private boolean admits(GraphDescriptor configuration) {
        try (GraphDescriptor engine = GraphDescriptor.of(CUDNN_BACKEND_ENGINE_DESCRIPTOR)) {
            configuration.fill(CUDNN_ATTR_ENGINECFG_ENGINE, engine);
            int notes = engine.choices(CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE, MOST_NOTES);
            return (notes & forbidden()) == 0;
        }
    }

    private boolean build(GraphDescriptor configuration) {
        GraphDescriptor built = GraphDescriptor.of(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR);
        boolean kept = false;
        try {
            built.pointer(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, CUDNN_TYPE_HANDLE, handle.raw())
                    .descriptor(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, configuration);
            if (built.finish("plan")) {
                workspaceBytes = built.number(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
                plan = built;
                kept = true;
            }
            return kept;
        } finally {
            if (!kept) {
                built.close();
            }
        }
    }

    @Override
    public boolean isSupported() {
        return instead == null || instead.isSupported();
    }

    @Override
    public Order order() {
        return order;
    }

    @Override
    public Outcome run(
            CudaBackend backend, CudaStream stream, cudnnHandle h, Operands at, @Nullable NativePointer bias) {
        while (instead == null) {
            if (plan == null && !advance()) {
                instead = ConvolutionPlan.make(h, problem, List.of(order));
                break;
            }
            CudaBuffer workspace;
            try {
                workspace = workspaceBytes == 0 ? null : backend.allocateBytes(workspaceBytes);
            } catch (OutOfMemoryException e) {
                // Another engine may need less.
                closePlan();
                continue;
            }
            try {
                if (execute(h, at, workspace == null ? 0 : workspace.output(stream))) {
                    return Outcome.COMPUTED;
                }
            } finally {
                if (workspace != null) {
                    workspace.release();
                }
            }
            closePlan();
        }
        return instead.isSupported() ? instead.run(backend, stream, h, at, bias) : Outcome.REFUSED;
    }

    private boolean execute(cudnnHandle h, Operands at, long workspace) {
        GraphDescriptor built = plan;
        if (built == null) {
            throw new IllegalStateException("no plan has been built");
        }
        pack.setAtIndex(ValueLayout.JAVA_LONG, 3, at.x().address());
        pack.setAtIndex(ValueLayout.JAVA_LONG, 4, at.w().address());
        pack.setAtIndex(ValueLayout.JAVA_LONG, 5, at.y().address());
        pack.setAtIndex(ValueLayout.JAVA_LONG, 6, workspace);
        long start = pack.address();
        try (GraphDescriptor variant = GraphDescriptor.of(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR)) {
            variant.set(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, CUDNN_TYPE_INT64, 3, new NativePointer(start))
                    .set(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, CUDNN_TYPE_VOID_PTR, 3, new NativePointer(start + 24))
                    .set(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, CUDNN_TYPE_VOID_PTR, 1, new NativePointer(start + 48));
            Cudnn.check(JCudnn.cudnnBackendFinalize(variant), "cudnnBackendFinalize of operands");
            return Cudnn.takes(
                    JCudnn.cudnnBackendExecute(h, built, variant),
                    "cuDNN's " + problem.direction().op + " by its graph");
        }
    }

    private void closePlan() {
        GraphDescriptor built = plan;
        GraphDescriptor of = configuration;
        plan = null;
        configuration = null;
        if (built != null) {
            built.close();
        }
        if (of != null) {
            of.close();
        }
    }

    @Override
    public void close() {
        closePlan();
        operation.close();
        if (instead != null) {
            instead.close();
        }
    }
}
