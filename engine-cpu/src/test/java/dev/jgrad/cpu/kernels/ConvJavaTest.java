package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.Stream;
import dev.jgrad.testkit.ConvolutionContract;
import org.jspecify.annotations.Nullable;

/** The convolutions in plain Java, whatever libraries there are. */
final class ConvJavaTest extends ConvolutionContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }

    @Override
    protected ConvolutionKernels kernels() {
        return new InJava();
    }

    private static final class InJava implements ConvolutionKernels {
        @Override
        public @Nullable Layout preferredOutput(
                DType dtype, Layout input, Layout weight, ConvSpec spec, long[] outputSizes) {
            return null;
        }

        @Override
        public void forward(
                Stream stream,
                DType dtype,
                ConvSpec spec,
                Buffer out,
                Layout outLayout,
                Buffer input,
                Layout inputLayout,
                Buffer weight,
                Layout weightLayout,
                @Nullable Buffer bias) {
            ConvJava.forward(stream, dtype, spec, out, outLayout, input, inputLayout, weight, weightLayout, bias);
        }

        @Override
        public void inputGradient(
                Stream stream,
                DType dtype,
                ConvSpec spec,
                Buffer gradInput,
                Layout gradInputLayout,
                Buffer gradOutput,
                Layout gradOutputLayout,
                Buffer weight,
                Layout weightLayout) {
            ConvJava.inputGradient(
                    stream,
                    dtype,
                    spec,
                    gradInput,
                    gradInputLayout,
                    gradOutput,
                    gradOutputLayout,
                    weight,
                    weightLayout);
        }

        @Override
        public void weightGradient(
                Stream stream,
                DType dtype,
                ConvSpec spec,
                Buffer gradWeight,
                Layout gradWeightLayout,
                Buffer gradOutput,
                Layout gradOutputLayout,
                Buffer input,
                Layout inputLayout) {
            ConvJava.weightGradient(
                    stream,
                    dtype,
                    spec,
                    gradWeight,
                    gradWeightLayout,
                    gradOutput,
                    gradOutputLayout,
                    input,
                    inputLayout);
        }
    }
}
