// Optimizer steps over many tensors at once. Defined by the host: IN (element type). Formulas are torch.optim's.
//
// A block takes a chunk of CHUNK elements of one tensor. What changes from step to step are arguments, and in a replayed
// graph numbers in device memory, which the host writes before each replay.
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

struct SgdNumbers {
    f64 lr;
    f64 momentum;
    f64 dampening;
    f64 weightDecay;
};

struct SgdCall {
    SgdNumbers given;
    /** Null outside of graphs. */
    const SgdNumbers* live;
    /** The momentum takes the gradient as it is. */
    i64 firstStep;
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
    SgdNumbers n = c.live ? *c.live : c.given;
    IN lr = (IN)n.lr;
    IN decay = (IN)n.weightDecay;
    IN sign = (IN)c.sign;
    IN keep = (IN)(c.firstStep ? 0 : n.momentum);
    IN take = (IN)(c.firstStep ? 1 : 1 - n.dampening);
    IN momentum = (IN)n.momentum;
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

struct AdamNumbers {
    /** The number of this step, from 1. */
    f64 step;
    f64 lr;
    f64 beta1;
    f64 beta2;
    f64 eps;
    f64 weightDecay;
};

struct AdamCall {
    AdamNumbers given;
    /** Null outside of graphs. */
    const AdamNumbers* live;
    f64 sign;
    i64 decoupled;
    i64 hasMaximum;
    TensorList list;
};

extern "C" __global__ void adam(const AdamCall c) {
    __shared__ f64 settings[3];
    AdamNumbers n = c.live ? *c.live : c.given;
    if (threadIdx.x == 0) {
        // Once per block: powers are slow.
        settings[0] = c.decoupled ? 1 - n.lr * n.weightDecay : 1;
        settings[1] = n.lr / (1 - pow(n.beta1, n.step));
        settings[2] = sqrt(1 - pow(n.beta2, n.step));
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
    IN take1 = (IN)(1 - n.beta1);
    IN keep2 = (IN)n.beta2;
    IN take2 = (IN)(1 - n.beta2);
    IN eps = (IN)n.eps;
    IN sign = (IN)c.sign;
    IN coupled = (IN)(c.decoupled ? 0 : n.weightDecay);
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
