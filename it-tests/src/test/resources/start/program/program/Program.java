package program;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.tensor;

public final class Program {
    public static void main(String[] args) {
        System.out.println("module " + Program.class.getModule().getName());
        System.out.println("vector " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());

        var a = tensor(2.0, 3.0).requiresGrad_();
        var b = tensor(6.0, 4.0).requiresGrad_();
        var q = a.pow(3).mul(3).sub(b.pow(2));
        q.backward(tensor(1.0, 1.0));
        System.out.println(q.gradFn().name() + " " + q.sum().item());
        System.out.println(a.grad().sum().item());
        System.out.println(b.grad().sum().item());

        // Large enough for native libraries, where they load.
        System.out.println(ones(200, 300).matmul(ones(300, 100)).sum().item());
    }
}
