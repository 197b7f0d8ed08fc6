// Layer normalisation of rows [rows, n], row-major. Defined by the host: IN (element type). A block has lanes along a row
// (x) and rows beside each other (y).
#include "reduce.cuh"

typedef Computed<IN>::type C;

struct LayerNormCall {
    IN* out;
    IN* mean;
    IN* invStd;
    const IN* in;
    const IN* weight;
    const IN* bias;
    i64 rows;
    i64 n;
    f64 eps;
};

/** Sums of a row: of distances from its first element and their squares, or of a gradient and its product. */
struct TwoSums {
    f64 first;
    f64 second;
};

struct AddSums {
    METHOD void merge(TwoSums& a, const TwoSums& b) const {
        a.first += b.first;
        a.second += b.second;
    }
};

/** The sums of all lanes of a row, in every lane. */
DEVICE TwoSums rowSums(TwoSums mine) {
    __shared__ TwoSums room[BLOCK];
    __shared__ TwoSums all[BLOCK];
    mergeLanes(AddSums(), mine, room, threadIdx.x, blockDim.x, threadIdx.y * blockDim.x + threadIdx.x, 1);
    if (threadIdx.x == 0) {
        all[threadIdx.y] = mine;
    }
    __syncthreads();
    TwoSums sums = all[threadIdx.y];
    __syncthreads();
    return sums;
}

extern "C" __global__ void forward(const LayerNormCall c) {
    i64 groups = (c.rows + blockDim.y - 1) / blockDim.y;
    for (i64 group = blockIdx.x; group < groups; group += gridDim.x) {
        i64 row = group * blockDim.y + threadIdx.y;
        i64 n = row < c.rows ? c.n : 0;
        const IN* x = c.in + row * c.n;
        f64 origin = n > 0 ? (f64)widen(x[0]) : 0;
        TwoSums mine = {0, 0};
        for (i64 i = threadIdx.x; i < n; i += blockDim.x) {
            f64 d = (f64)widen(x[i]) - origin;
            mine.first += d;
            mine.second += d * d;
        }
        TwoSums sums = rowSums(mine);
        f64 centre = sums.first / (f64)c.n;
        f64 variance = sums.second / (f64)c.n - centre * centre;
        f64 spread = 1 / sqrt((variance < 0 ? 0 : variance) + c.eps);
        C m = (C)(origin + centre);
        C s = (C)spread;
        for (i64 i = threadIdx.x; i < n; i += blockDim.x) {
            C w = c.weight ? widen(c.weight[i]) : (C)1;
            C b = c.bias ? widen(c.bias[i]) : (C)0;
            c.out[row * c.n + i] = narrow<IN>((widen(x[i]) - m) * s * w + b);
        }
        if (row < c.rows && threadIdx.x == 0) {
            c.mean[row] = narrow<IN>(m);
            c.invStd[row] = narrow<IN>(s);
        }
    }
}

struct LayerNormBackwardCall {
    IN* gradInput;
    const IN* gradOutput;
    const IN* in;
    const IN* mean;
    const IN* invStd;
    const IN* weight;
    i64 rows;
    i64 n;
};

extern "C" __global__ void backward(const LayerNormBackwardCall c) {
    i64 groups = (c.rows + blockDim.y - 1) / blockDim.y;
    for (i64 group = blockIdx.x; group < groups; group += gridDim.x) {
        i64 row = group * blockDim.y + threadIdx.y;
        i64 n = row < c.rows ? c.n : 0;
        const IN* x = c.in + row * c.n;
        const IN* g = c.gradOutput + row * c.n;
        C m = n > 0 ? widen(c.mean[row]) : (C)0;
        C s = n > 0 ? widen(c.invStd[row]) : (C)0;
        TwoSums mine = {0, 0};
        for (i64 i = threadIdx.x; i < n; i += blockDim.x) {
            C weighted = widen(g[i]) * (c.weight ? widen(c.weight[i]) : (C)1);
            mine.first += (f64)weighted;
            mine.second += (f64)(weighted * ((widen(x[i]) - m) * s));
        }
        TwoSums sums = rowSums(mine);
        C a = (C)(sums.first / (f64)c.n);
        C b = (C)(sums.second / (f64)c.n);
        for (i64 i = threadIdx.x; i < n; i += blockDim.x) {
            C weighted = widen(g[i]) * (c.weight ? widen(c.weight[i]) : (C)1);
            c.gradInput[row * c.n + i] = narrow<IN>((weighted - a - (widen(x[i]) - m) * s * b) * s);
        }
    }
}

// ---- gradients of weight and bias: sums down the columns ----

struct ParametersCall {
    const IN* in;
    const IN* gradOutput;
    const IN* mean;
    const IN* invStd;
    IN* gradWeight;
    IN* gradBias;
    ReduceGrid grid;
    /** Places of a column and of a row. */
    ReduceWalks<1, 1> walks;
};

struct ColumnSums : AddSums {
    typedef ParametersCall Call;
    typedef TwoSums A;
    typedef TwoSums I;
    METHOD void begin(const ParametersCall&, const place (&)[1]) {}
    METHOD A start() const {
        A a = {0, 0};
        return a;
    }
    METHOD I item(const ParametersCall& c, const place (&at)[1], const place (&p)[1], i64 row) const {
        C x = (widen(c.in[at[0] + p[0]]) - widen(c.mean[row])) * widen(c.invStd[row]);
        C g = widen(c.gradOutput[at[0] + p[0]]);
        I i = {(f64)g, (f64)(g * x)};
        return i;
    }
    METHOD void take(A& a, const I& x, i64) const { merge(a, x); }
    METHOD void takeFour(A& a, const I (&x)[4], i64, i64) const {
        for (int i = 0; i < 4; i++) {
            merge(a, x[i]);
        }
    }
    METHOD void write(const ParametersCall& c, const A& a, const place (&)[1], i64 column) const {
        if (c.gradBias) {
            c.gradBias[column] = narrow<IN>(a.first);
        }
        if (c.gradWeight) {
            c.gradWeight[column] = narrow<IN>(a.second);
        }
    }
};

extern "C" __global__ void parameters_reduce(const ParametersCall c) {
    reduce<ColumnSums>(c, c.grid, c.walks, false);
}
extern "C" __global__ void parameters_finish(const ParametersCall c) {
    reduce<ColumnSums>(c, c.grid, c.walks, true);
}
