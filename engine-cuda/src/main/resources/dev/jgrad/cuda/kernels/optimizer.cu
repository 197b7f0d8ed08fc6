// Optimizer steps over many tensors at once. Defined by the host: IN (element type). Formulas are torch.optim's.
//
// A block takes a chunk of CHUNK elements of one tensor. What changes from step to step are plain arguments: an optimizer's
// step stays outside of captured graphs.
#include "walk.cuh"
#include "math.cuh"

#define TENSORS 32
#define CHUNK 4096

/** Up to TENSORS tensors, each with a parameter, a gradient and up to three states. */
struct TensorList {
    i64 count;
    i64 elements[TENSORS];
    /** Blocks before each tensor's first. */
    i64 firstBlock[TENSORS];
    IN* data[5][TENSORS];
};

DEVICE int tensorOf(const TensorList& list) {
    int low = 0;
    int high = (int)list.count - 1;
    while (low < high) {
        int mid = (low + high + 1) / 2;
        if (list.firstBlock[mid] <= (i64)blockIdx.x) {
            low = mid;
        } else {
            high = mid - 1;
        }
    }
    return low;
}

struct SgdCall {
    f64 lr;
    f64 momentum;
    /** Factor of the old momentum, 0 in the first step, and of the gradient in the new one. */
    f64 keep;
    f64 take;
    f64 weightDecay;
    f64 sign;
    i64 nesterov;
    i64 hasMomentum;
    TensorList list;
};

extern "C" __global__ void sgd(const SgdCall c) {
    int t = tensorOf(c.list);
    i64 from = ((i64)blockIdx.x - c.list.firstBlock[t]) * CHUNK;
    i64 to = from + CHUNK < c.list.elements[t] ? from + CHUNK : c.list.elements[t];
    IN* parameter = c.list.data[0][t];
    const IN* gradient = c.list.data[1][t];
    IN* buffer = c.list.data[2][t];
    IN lr = (IN)c.lr;
    IN decay = (IN)c.weightDecay;
    IN sign = (IN)c.sign;
    IN keep = (IN)c.keep;
    IN take = (IN)c.take;
    IN momentum = (IN)c.momentum;
    for (i64 i = from + threadIdx.x; i < to; i += blockDim.x) {
        IN x = parameter[i];
        IN d = gradient[i] * sign + x * decay;
        if (c.hasMomentum) {
            IN b = keep == 0 ? d * take : buffer[i] * keep + d * take;
            buffer[i] = b;
            d = c.nesterov ? d + b * momentum : b;
        }
        parameter[i] = x - d * lr;
    }
}

struct AdamCall {
    f64 lr;
    /** The number of this step, from 1. */
    i64 step;
    f64 beta1;
    f64 beta2;
    f64 eps;
    f64 weightDecay;
    f64 sign;
    i64 decoupled;
    i64 hasMaximum;
    TensorList list;
};

extern "C" __global__ void adam(const AdamCall c) {
    __shared__ f64 settings[3];
    if (threadIdx.x == 0) {
        // Once per block: powers are slow.
        settings[0] = c.decoupled ? 1 - c.lr * c.weightDecay : 1;
        settings[1] = c.lr / (1 - pow(c.beta1, (f64)c.step));
        settings[2] = sqrt(1 - pow(c.beta2, (f64)c.step));
    }
    __syncthreads();
    int t = tensorOf(c.list);
    i64 from = ((i64)blockIdx.x - c.list.firstBlock[t]) * CHUNK;
    i64 to = from + CHUNK < c.list.elements[t] ? from + CHUNK : c.list.elements[t];
    IN* parameter = c.list.data[0][t];
    const IN* gradient = c.list.data[1][t];
    IN* first = c.list.data[2][t];
    IN* second = c.list.data[3][t];
    IN* maximum = c.list.data[4][t];
    IN shrink = (IN)settings[0];
    IN stepSize = (IN)settings[1];
    IN correction = (IN)settings[2];
    IN take1 = (IN)(1 - c.beta1);
    IN keep2 = (IN)c.beta2;
    IN take2 = (IN)(1 - c.beta2);
    IN eps = (IN)c.eps;
    IN sign = (IN)c.sign;
    IN coupled = (IN)(c.decoupled ? 0 : c.weightDecay);
    for (i64 i = from + threadIdx.x; i < to; i += blockDim.x) {
        IN x = parameter[i];
        IN d = gradient[i] * sign + x * coupled;
        IN a = first[i];
        a = a + (d - a) * take1;
        first[i] = a;
        IN b = second[i] * keep2 + d * d * take2;
        second[i] = b;
        if (c.hasMaximum) {
            b = greater(maximum[i], b);
            maximum[i] = b;
        }
        parameter[i] = x * shrink - a / (sqrt_(b) / correction + eps) * stepSize;
    }
}
