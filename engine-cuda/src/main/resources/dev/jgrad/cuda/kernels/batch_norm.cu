// Batch normalisation. Defined by the host: IN (data) and VECTOR (statistics and parameters, the type that is computed
// in). Mean and variance of each channel come from VARIANCE of reduce.cu.
#include "map.cuh"
#include "reduce.cuh"

typedef Computed<IN>::type C;
static const int V = PackSize<sizeof(IN)>::value;

// ---- what follows from a channel's mean and variance ----

struct StatisticsCall {
    const VECTOR* mean;
    const VECTOR* variance;
    VECTOR* invStd;
    /** Null where there are none. */
    VECTOR* runningMean;
    VECTOR* runningVar;
    i64 channels;
    /** Elements of a channel. */
    f64 count;
    f64 momentum;
    f64 eps;
};

extern "C" __global__ void statistics(const StatisticsCall c) {
    for (i64 i = (i64)threadNumber(); i < c.channels; i += (i64)threadCount()) {
        f64 mean = (f64)c.mean[i];
        f64 variance = (f64)c.variance[i];
        c.invStd[i] = (VECTOR)(1 / sqrt(variance + c.eps));
        if (c.runningMean) {
            c.runningMean[i] = (VECTOR)((1 - c.momentum) * (f64)c.runningMean[i] + c.momentum * mean);
        }
        if (c.runningVar) {
            f64 unbiased = variance * (c.count / (c.count - 1));
            c.runningVar[i] = (VECTOR)((1 - c.momentum) * (f64)c.runningVar[i] + c.momentum * unbiased);
        }
    }
}

// ---- forward: (x - mean) * invStd * weight + bias, each channel's numbers broadcast ----

struct NormaliseCall {
    IN* out;
    const IN* in;
    const VECTOR* mean;
    /** The inverse standard deviation, or the variance. */
    const VECTOR* spread;
    const VECTOR* weight;
    const VECTOR* bias;
    f64 eps;
    MapShape<6> shape;
};

struct Normalise {
    METHOD C operator()(C x, C mean, C invStd, C weight, C bias) const {
        return (x - mean) * (invStd * weight) + bias;
    }
};

struct NormaliseByVariance {
    C eps;
    METHOD C operator()(C x, C mean, C variance, C weight, C bias) const {
        return (x - mean) * ((C)1 / sqrt_(variance + eps) * weight) + bias;
    }
};

DEVICE OperandOrNumber<VECTOR> vectorOr(const VECTOR* data, C otherwise) {
    OperandOrNumber<VECTOR> o = {data, otherwise};
    return o;
}

#define NORMALISE(form, how, f) \
    Operand<IN> x = {c.in}; \
    how(f, c.shape, c.out, x, vectorOr(c.mean, 0), vectorOr(c.spread, 1), vectorOr(c.weight, 1), vectorOr(c.bias, 0));

extern "C" __global__ void normalise_packs(const NormaliseCall c) {
    NORMALISE(packs, packs<V>, Normalise())
}
extern "C" __global__ void normalise_each(const NormaliseCall c) {
    NORMALISE(each, each, Normalise())
}
extern "C" __global__ void inference_packs(const NormaliseCall c) {
    NormaliseByVariance f = {(C)c.eps};
    NORMALISE(packs, packs<V>, f)
}
extern "C" __global__ void inference_each(const NormaliseCall c) {
    NormaliseByVariance f = {(C)c.eps};
    NORMALISE(each, each, f)
}

// ---- backward: sums of g and of g * (x - mean) per channel ----

struct SumsCall {
    const IN* in;
    const IN* gradient;
    const VECTOR* mean;
    VECTOR* sum;
    VECTOR* product;
    ReduceGrid grid;
    /** Places of in, the gradient and the channel's vectors by output; of in and the gradient by element. */
    ReduceWalks<3, 2> walks;
};

struct TwoSums {
    f64 sum;
    f64 product;
};

struct Sums {
    typedef SumsCall Call;
    typedef TwoSums A;
    typedef TwoSums I;
    C mean;
    METHOD void begin(const SumsCall& c, const place (&at)[3]) { mean = c.mean[at[2]]; }
    METHOD A start() const {
        A a = {0, 0};
        return a;
    }
    METHOD I item(const SumsCall& c, const place (&at)[3], const place (&p)[2], i64) const {
        C x = widen(c.in[at[0] + p[0]]);
        C g = widen(c.gradient[at[1] + p[1]]);
        I i = {(f64)g, (f64)(g * (x - mean))};
        return i;
    }
    METHOD void merge(A& a, const A& b) const {
        a.sum += b.sum;
        a.product += b.product;
    }
    METHOD void take(A& a, const I& x, i64) const { merge(a, x); }
    METHOD void takeFour(A& a, const I (&x)[4], i64, i64) const {
        for (int i = 0; i < 4; i++) {
            merge(a, x[i]);
        }
    }
    METHOD void write(const SumsCall& c, const A& a, const place (&at)[3], i64) const {
        c.sum[at[2]] = (VECTOR)a.sum;
        c.product[at[2]] = (VECTOR)a.product;
    }
};

extern "C" __global__ void sums_reduce(const SumsCall c) {
    reduce<Sums>(c, c.grid, c.walks, false);
}
extern "C" __global__ void sums_finish(const SumsCall c) {
    reduce<Sums>(c, c.grid, c.walks, true);
}

// ---- backward: what the gradient of the input takes per channel ----

struct CoefficientsCall {
    const VECTOR* sum;
    const VECTOR* product;
    const VECTOR* invStd;
    const VECTOR* weight;
    /** gradInput = a * g + b * (x - mean) + c. */
    VECTOR* a;
    VECTOR* b;
    VECTOR* c;
    /** Null where not wanted. */
    VECTOR* gradWeight;
    VECTOR* gradBias;
    i64 channels;
    f64 count;
    i64 training;
};

extern "C" __global__ void coefficients(const CoefficientsCall k) {
    for (i64 i = (i64)threadNumber(); i < k.channels; i += (i64)threadCount()) {
        f64 s = (f64)k.invStd[i];
        f64 sum = k.sum ? (f64)k.sum[i] : 0;
        f64 product = k.product ? (f64)k.product[i] : 0;
        if (k.a) {
            f64 a = (k.weight ? (f64)k.weight[i] : 1) * s;
            k.a[i] = (VECTOR)a;
            k.b[i] = (VECTOR)(k.training ? -a * s * s * product / k.count : 0);
            k.c[i] = (VECTOR)(k.training ? -a * sum / k.count : 0);
        }
        if (k.gradWeight) {
            k.gradWeight[i] = (VECTOR)(product * s);
        }
        if (k.gradBias) {
            k.gradBias[i] = (VECTOR)sum;
        }
    }
}

struct CombineCall {
    IN* out;
    const IN* gradient;
    const IN* in;
    const VECTOR* a;
    const VECTOR* b;
    const VECTOR* c;
    const VECTOR* mean;
    MapShape<7> shape;
};

struct Combine {
    METHOD C operator()(C g, C x, C a, C b, C c, C mean) const { return a * g + (b * (x - mean) + c); }
};

#define COMBINE(how) \
    Operand<IN> g = {k.gradient}; \
    Operand<IN> x = {k.in}; \
    Operand<VECTOR> a = {k.a}; \
    Operand<VECTOR> b = {k.b}; \
    Operand<VECTOR> c = {k.c}; \
    Operand<VECTOR> mean = {k.mean}; \
    how(Combine(), k.shape, k.out, g, x, a, b, c, mean);

extern "C" __global__ void combine_packs(const CombineCall k) {
    COMBINE(packs<V>)
}
extern "C" __global__ void combine_each(const CombineCall k) {
    COMBINE(each)
}
