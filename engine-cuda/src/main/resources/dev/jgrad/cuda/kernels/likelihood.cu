// Negative log-likelihood: what the target names, times its weight. Defined by the host: IN (element type).
#include "block.cuh"

typedef Computed<IN>::type C;

struct LikelihoodCall {
    /** Log-probabilities, or their gradient. */
    IN* input;
    /** A value for each target or one for all, or its gradient. */
    IN* out;
    /** The sum of the weights where there is one value for all; null elsewhere. */
    IN* total;
    const i64* target;
    /** One for each class, or null. */
    const IN* weight;
    i64 weightStep;
    i64 count;
    i64 classes;
    i64 classStep;
    i64 ignored;
    i64 mean;
    Failure* failure;
    /** Places of target, input (its first class) and out; of the gradient: input, target, out, number of the class. */
    Walk<4> walk;
};

DEVICE C weightOf(const LikelihoodCall& c, i64 label) {
    return c.weight ? (C)widen(c.weight[label * c.weightStep]) : (C)1;
}

/** What a target adds to the sums. */
struct Likelihood {
    C value;
    C weight;
};

DEVICE Likelihood pick(const LikelihoodCall& c, u64 t, place& out) {
    place at[4];
    clear(at);
    c.walk.locate((place)t, at);
    out = at[2];
    i64 label = c.target[at[0]];
    Likelihood none = {0, 0};
    if (label == c.ignored) {
        return none;
    }
    if (label < 0 || label >= c.classes) {
        fail(c.failure, FAILURE_TARGET, label, 0, c.classes);
        return none;
    }
    C w = weightOf(c, label);
    Likelihood found = {-w * (C)widen(c.input[(i64)at[1] + label * c.classStep]), w};
    return found;
}

extern "C" __global__ void each(const LikelihoodCall c) {
    for (u64 t = threadNumber(); t < (u64)c.count; t += threadCount()) {
        place out;
        Likelihood found = pick(c, t, out);
        c.out[out] = narrow<IN>(found.value);
    }
}

struct AddLikelihoods {
    __device__ __forceinline__ void merge(Likelihood& a, const Likelihood& b) const {
        a.value += b.value;
        a.weight += b.weight;
    }
};

/** One block, so that the sum has one order. */
extern "C" __global__ void reduced(const LikelihoodCall c) {
    __shared__ Likelihood room[BLOCK];
    Likelihood mine = {0, 0};
    for (u64 t = threadIdx.x; t < (u64)c.count; t += BLOCK) {
        place unused;
        AddLikelihoods().merge(mine, pick(c, t, unused));
    }
    mergeLanes(AddLikelihoods(), mine, room, threadIdx.x, BLOCK, threadIdx.x, 1);
    if (threadIdx.x == 0) {
        c.out[0] = narrow<IN>(c.mean ? mine.value / mine.weight : mine.value);
        c.total[0] = narrow<IN>(mine.weight);
    }
}

extern "C" __global__ void gradient(const LikelihoodCall c) {
    for (u64 t = threadNumber(); t < (u64)c.count; t += threadCount()) {
        place at[4];
        clear(at);
        c.walk.locate((place)t, at);
        i64 label = c.target[at[1]];
        C g = 0;
        if (label == (i64)at[3] && label != c.ignored) {
            g = -(C)widen(c.out[at[2]]);
            g = (c.total ? g / (C)widen(c.total[0]) : g) * weightOf(c, label);
        }
        c.input[at[0]] = narrow<IN>(g);
    }
}
