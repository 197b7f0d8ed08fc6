package dev.jgrad.it.memory;

import static dev.jgrad.tensor.Tensors.rand;
import static dev.jgrad.tensor.Tensors.randint;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Resident memory is flat after warm-up; the curve is printed. Each loop runs in the test's own JVM, without scopes. */
class FlatMemoryTest {
    /** What a collector may keep back or hand over between samples. */
    private static final long SLACK_MIB = 64;

    @Test
    void smallTrainingSteps() {
        assumeTrue(ResidentMemory.isKnown(), "this system does not tell a process's resident memory");
        Sequential net = new Sequential(new Linear(32, 64), new ReLU(), new Linear(64, 10));
        SGD opt = new SGD(net.parameters(), 0.01, 0.9);
        Tensor x = rand(16, 32);
        Tensor y = randint(0, 10, 16);
        train("20,000 small steps", net, opt, x, y, 20_000);
    }

    @Test
    void resNetSteps() {
        assumeTrue(ResidentMemory.isKnown(), "this system does not tell a process's resident memory");
        Module net = ResNet.resnet18();
        SGD opt = new SGD(net.parameters(), 0.01, 0.9);
        Tensor x = rand(16, 3, 32, 32);
        Tensor y = randint(0, 1000, 16);
        train("200 ResNet-18 steps at batch 16", net, opt, x, y, 200);
    }

    private static void train(String what, Module net, SGD opt, Tensor x, Tensor y, int steps) {
        ResidentMemory memory = new ResidentMemory();
        ResidentMemory.touchYoungGeneration();
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            opt.zeroGrad();
            Tensor l = Functional.crossEntropy(net.call(x), y);
            l.backward();
            opt.step();
            if (i % (steps / 20) == 0) {
                loss = l.item();
                memory.sample();
            }
        }
        System.out.println(what + ", resident MiB: " + memory.curve() + ", last loss " + loss);
        assertTrue(Double.isFinite(loss));
        assertTrue(memory.growth() <= SLACK_MIB, () -> what + " grew: " + memory.curve());
    }
}
