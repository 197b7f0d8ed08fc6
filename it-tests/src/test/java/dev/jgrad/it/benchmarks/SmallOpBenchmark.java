package dev.jgrad.it.benchmarks;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.rand;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hot path of small operations, in a program that has used many others before, so that no call site knows one type
 * only. The budgets: 80 ns and 200 bytes for an addition of 16 floats, 110 ns and 300 bytes when it is recorded, 2 µs for
 * the tutorial's forward and backward pass. Run with {@code -prof gc} to see the bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders"
        })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SmallOpBenchmark {
    private final Tensor a = rand(16);
    private final Tensor b = rand(16);
    private final Tensor leaf = rand(16).requiresGrad_();
    private final Tensor number = rand();

    /** Many kinds, dtypes, shapes and views, forward and backward. */
    @Setup
    public void pollute() {
        Pollution.run(2_000);
    }

    @Benchmark
    public Tensor add() {
        return a.add(b);
    }

    @Benchmark
    public Tensor addRecorded() {
        return leaf.add(b);
    }

    @Benchmark
    public Tensor addBroadcast() {
        return a.add(number);
    }

    @Benchmark
    public Tensor mulNumber() {
        return a.mul(2);
    }

    @Benchmark
    public Tensor sum() {
        return a.sum();
    }

    @Benchmark
    public Tensor select() {
        return a.select(0, 3);
    }

    @Benchmark
    public Tensor toDouble() {
        return a.to(DType.FLOAT64);
    }

    /** The forward and backward pass of PyTorch's multithreaded autograd tutorial. */
    @Benchmark
    public Tensor tutorial() {
        Tensor x = ones(5, 5).requiresGrad_();
        x.add(3).mul(x.add(4)).mul(0.5).sum().backward();
        return x.grad();
    }
}
