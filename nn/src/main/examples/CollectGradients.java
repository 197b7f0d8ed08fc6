// How autograd collects gradients: Q = 3a³ - b², its gradients, and what freezing does.
//
//     ./jgrad example collect-gradients

import module dev.jgrad.nn;

import static dev.jgrad.tensor.Tensors.rand;
import static dev.jgrad.tensor.Tensors.tensor;

void main() {
    // Two leaves. requiresGrad_() says: track every operation on them.
    Tensor a = tensor(2., 3.).requiresGrad_();
    Tensor b = tensor(6., 4.).requiresGrad_();
    IO.println(a);
    IO.println(b);

    // Another tensor from both. It knows the operation that made it.
    Tensor Q = a.pow(3).mul(3).sub(b.pow(2));
    IO.println(Q);

    // Q is a vector, so backward() needs the gradient of Q with respect to itself: ones.
    Tensor externalGrad = tensor(1., 1.);
    Q.backward(externalGrad);

    // The gradients are now in a.grad() and b.grad(): 9a² and -2b.
    IO.println(a.pow(2).mul(9).eq(a.grad()));
    IO.println(b.mul(-2).eq(b.grad()));

    // A result requires a gradient as soon as one input does.
    Tensor x = rand(5, 5);
    Tensor y = rand(5, 5);
    Tensor z = rand(5, 5).requiresGrad_();
    IO.println("Does `a` require gradients? : " + python(x.add(y).requiresGrad()));
    IO.println("Does `b` require gradients?: " + python(x.add(z).requiresGrad()));

    // Fine-tuning: freeze the network ...
    ResNet model = pretrained();
    for (Tensor parameter : model.parameters()) {
        parameter.requiresGrad_(false);
    }
    // ... and give it a new last layer, which is not frozen.
    model.setFc(new Linear(512, 10));

    // All parameters are registered, but only those of fc have gradients.
    Optimizer optimizer = new SGD(model.parameters(), 1e-2, 0.9);
    IO.println(optimizer);
    IO.println(model.fc());
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

/** As Python prints it. */
String python(boolean value) {
    return value ? "True" : "False";
}
