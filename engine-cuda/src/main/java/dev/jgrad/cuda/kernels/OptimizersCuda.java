package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.OperandChecks;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Fused optimizer steps, many tensors in a launch: {@code optimizer.cu}. */
public final class OptimizersCuda implements OptimizerKernels {
    /** Tensors of a launch and elements of a block, as in {@code optimizer.cu}. */
    private static final int TENSORS = 32;

    private static final long CHUNK = 4096;
    private static final int BLOCK = 256;
    private static final int ROLES = 5;
    private static final int SGD = 0;
    private static final int ADAM = 1;

    private final UnitTable table;

    /** Kernels for a device. */
    public OptimizersCuda(CudaBackend backend) {
        table = new UnitTable(backend.kernels(), "optimizer.cu", "IN", "sgd", "adam");
    }

    /** Writes what a step's struct has before the list of tensors. */
    private interface Head {
        KernelArguments write(KernelArguments a);
    }

    @Override
    public boolean takesLists() {
        return true;
    }

    @Override
    public void sgd(
            Stream stream,
            DType dtype,
            long elements,
            Buffer parameter,
            Buffer gradient,
            @Nullable Buffer momentumBuffer,
            boolean firstStep,
            double lr,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov,
            boolean maximize) {
        sgdAll(
                stream,
                dtype,
                new long[] {elements},
                new Buffer[] {parameter},
                new Buffer[] {gradient},
                momentumBuffer == null ? null : new Buffer[] {momentumBuffer},
                firstStep,
                lr,
                momentum,
                dampening,
                weightDecay,
                nesterov,
                maximize);
    }

    @Override
    public void sgdAll(
            Stream stream,
            DType dtype,
            long[] elements,
            Buffer[] parameters,
            Buffer[] gradients,
            Buffer @Nullable [] momentumBuffers,
            boolean firstStep,
            double lr,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov,
            boolean maximize) {
        long live = Operands.live((CudaStream) stream, dtype, lr, momentum, dampening, weightDecay);
        run(
                (CudaStream) stream,
                SGD,
                dtype,
                elements,
                a -> a.float64(lr)
                        .float64(momentum)
                        .float64(dampening)
                        .float64(weightDecay)
                        .address(live)
                        .int64(firstStep ? 1 : 0)
                        .float64(maximize ? -1 : 1)
                        .int64(nesterov ? 1 : 0)
                        .int64(momentumBuffers == null ? 0 : 1),
                parameters,
                gradients,
                momentumBuffers,
                null,
                null);
    }

    @Override
    public void adam(
            Stream stream,
            DType dtype,
            long elements,
            Buffer parameter,
            Buffer gradient,
            Buffer expAvg,
            Buffer expAvgSq,
            @Nullable Buffer maxExpAvgSq,
            long step,
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupled,
            boolean maximize) {
        adamAll(
                stream,
                dtype,
                new long[] {elements},
                new Buffer[] {parameter},
                new Buffer[] {gradient},
                new Buffer[] {expAvg},
                new Buffer[] {expAvgSq},
                maxExpAvgSq == null ? null : new Buffer[] {maxExpAvgSq},
                step,
                lr,
                beta1,
                beta2,
                eps,
                weightDecay,
                decoupled,
                maximize);
    }

    @Override
    public void adamAll(
            Stream stream,
            DType dtype,
            long[] elements,
            Buffer[] parameters,
            Buffer[] gradients,
            Buffer[] expAvgs,
            Buffer[] expAvgSqs,
            Buffer @Nullable [] maxExpAvgSqs,
            long step,
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupled,
            boolean maximize) {
        long live = Operands.live((CudaStream) stream, dtype, step, lr, beta1, beta2, eps, weightDecay);
        run(
                (CudaStream) stream,
                ADAM,
                dtype,
                elements,
                a -> a.float64(step)
                        .float64(lr)
                        .float64(beta1)
                        .float64(beta2)
                        .float64(eps)
                        .float64(weightDecay)
                        .address(live)
                        .float64(maximize ? -1 : 1)
                        .int64(decoupled ? 1 : 0)
                        .int64(maxExpAvgSqs == null ? 0 : 1),
                parameters,
                gradients,
                expAvgs,
                expAvgSqs,
                maxExpAvgSqs);
    }

    /** Launches for as many tensors at a time as the arguments hold; the first role is written, as are all from 2 on. */
    private void run(
            CudaStream stream, int name, DType dtype, long[] elements, Head head, Buffer @Nullable []... roles) {
        OperandChecks.optimizer(dtype);
        KernelFunction kernel = table.get(dtype, name, false);
        for (int first = 0; first < elements.length; first += TENSORS) {
            int n = Math.min(TENSORS, elements.length - first);
            KernelArguments a = head.write(kernel.arguments().beginStruct(8)).int64(n);
            for (int i = 0; i < n; i++) {
                a.int64(elements[first + i]);
            }
            a.skip(8 * (TENSORS - n));
            long blocks = 0;
            for (int i = 0; i < n; i++) {
                a.int64(blocks);
                blocks += (elements[first + i] + CHUNK - 1) / CHUNK;
            }
            a.skip(8 * (TENSORS - n));
            for (int role = 0; role < ROLES; role++) {
                Buffer[] buffers = roles[role];
                for (int i = 0; i < n; i++) {
                    Buffer buffer = buffers == null ? null : buffers[first + i];
                    a.address(
                            role == 1
                                    ? Operands.inputVector(stream, dtype, buffer, elements[first + i])
                                    : Operands.outputVector(stream, dtype, buffer, elements[first + i]));
                }
                a.skip(8 * (TENSORS - n));
            }
            if (blocks > 0) {
                kernel.launch(stream, Math.toIntExact(blocks), BLOCK, 0, a.endStruct());
            }
        }
        Reference.reachabilityFence(roles);
    }
}
