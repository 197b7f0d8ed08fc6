// The same computation on whatever device there is: a default device, after which new tensors go there.
//
//     ./jgrad example default-device
//     ./jgrad example default-device --device cuda

import module dev.jgrad.nn;

import static dev.jgrad.tensor.Tensors.rand;
import static dev.jgrad.tensor.Tensors.tensor;

void main() {
    // A training step, as in the gentle introduction.
    ResNet model = pretrained();
    Tensor data = rand(1, 3, 64, 64);
    Tensor labels = rand(1, 1000);
    Tensor prediction = model.call(data);
    Tensor loss = prediction.sub(labels).sum();
    loss.backward();
    Optimizer optim = new SGD(model.parameters(), 1e-2, 0.9);
    optim.step();

    // From here on tensors are made on the GPU where there is one, and say so when printed.
    if (Device.defaultDevice().isCpu() && Devices.isAvailable(Device.cuda(0))) {
        Device.setDefault("cuda");
    }
    Tensor a = tensor(2., 3.).requiresGrad_();
    Tensor b = tensor(6., 4.).requiresGrad_();
    Tensor Q = a.pow(3).mul(3).sub(b.pow(2));
    IO.println(Q);

    Tensor externalGrad = tensor(1., 1.);
    a = tensor(2., 3.).requiresGrad_();
    b = tensor(6., 4.).requiresGrad_();
    Q = a.pow(3).mul(3).sub(b.pow(2));
    Q.backward(externalGrad);
    IO.println(a.pow(2).mul(9).eq(a.grad()));
    IO.println(b.mul(-2).eq(b.grad()));

    // Fine-tuning on that device.
    model = pretrained();
    for (Tensor parameter : model.parameters()) {
        parameter.requiresGrad_(false);
    }
    model.setFc(new Linear(512, 10));
    Optimizer optimizer = new SGD(model.parameters(), 1e-2, 0.9);
    optimizer.zeroGrad();
}

/** The weights of torchvision, from the cache or the network; random ones where there is neither. */
ResNet pretrained() {
    try {
        return ResNet.resnet18(Weights.DEFAULT);
    } catch (DownloadException e) {
        System.err.println(e.getMessage() + ". Going on with random weights.");
        Generator.manualSeed(0);
        return ResNet.resnet18();
    }
}
