package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Batch norm, layer norm and softmax; the work is in a class for each. */
public final class NormalizationsCuda implements NormalizationKernels {
    private final BatchNormCuda batchNorm;
    private final LayerNormCuda layerNorm;
    private final SoftmaxCuda softmax;
    private final LikelihoodCuda likelihoods;

    /** Kernels for a device. */
    public NormalizationsCuda(CudaBackend backend) {
        batchNorm = new BatchNormCuda(backend);
        layerNorm = new LayerNormCuda(backend);
        softmax = new SoftmaxCuda(backend);
        likelihoods = new LikelihoodCuda(backend);
    }

    @Override
    public boolean takesFloatVectors() {
        return true;
    }

    @Override
    public void batchNormTraining(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer saveMean,
            Buffer saveInvStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            @Nullable Buffer runningMean,
            @Nullable Buffer runningVar,
            double momentum,
            double eps) {
        batchNorm.training(
                (CudaStream) stream,
                dtype,
                out,
                outLayout,
                saveMean,
                saveInvStd,
                in,
                inLayout,
                weight,
                bias,
                runningMean,
                runningVar,
                momentum,
                eps);
    }

    @Override
    public void batchNormInference(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            Buffer mean,
            Buffer variance,
            double eps) {
        batchNorm.inference(
                (CudaStream) stream, dtype, out, outLayout, in, inLayout, weight, bias, mean, variance, eps);
    }

    @Override
    public void batchNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Layout gradInputLayout,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            Buffer mean,
            Buffer invStd,
            boolean training) {
        batchNorm.backward(
                (CudaStream) stream,
                dtype,
                gradInput,
                gradInputLayout,
                gradWeight,
                gradBias,
                gradOutput,
                gradOutputLayout,
                in,
                inLayout,
                weight,
                mean,
                invStd,
                training);
    }

    @Override
    public void layerNormForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer mean,
            Buffer invStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            double eps) {
        layerNorm.forward((CudaStream) stream, dtype, out, outLayout, mean, invStd, in, inLayout, weight, bias, eps);
    }

    @Override
    public void layerNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            Buffer invStd,
            @Nullable Buffer weight) {
        layerNorm.backward(
                (CudaStream) stream,
                dtype,
                gradInput,
                gradWeight,
                gradBias,
                gradOutput,
                gradOutputLayout,
                in,
                inLayout,
                mean,
                invStd,
                weight);
    }

    @Override
    public void softmaxForward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        softmax.forward((CudaStream) stream, logarithm, dtype, out, outLayout, in, inLayout, dim);
    }

    @Override
    public void softmaxBackward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer output,
            Layout outputLayout,
            int dim) {
        softmax.backward(
                (CudaStream) stream,
                logarithm,
                dtype,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                output,
                outputLayout,
                dim);
    }

    @Override
    public boolean takesLikelihoods() {
        return true;
    }

    @Override
    public void likelihoodForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer total,
            boolean mean,
            Buffer in,
            Layout inLayout,
            Buffer target,
            Layout targetLayout,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            long ignored) {
        likelihoods.forward(
                (CudaStream) stream,
                dtype,
                out,
                outLayout,
                total,
                mean,
                in,
                inLayout,
                target,
                targetLayout,
                weight,
                weightLayout,
                ignored);
    }

    @Override
    public void likelihoodBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            @Nullable Buffer total,
            Buffer target,
            Layout targetLayout,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            long ignored) {
        likelihoods.backward(
                (CudaStream) stream,
                dtype,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                total,
                target,
                targetLayout,
                weight,
                weightLayout,
                ignored);
    }
}
