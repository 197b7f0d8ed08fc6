// Running sums, products and extremes along lines. Defined by the host: IN (element type) and KINDS, a list of X(KIND).
//
// KIND_threads: a thread per line, for many lines whose neighbours lie side by side. KIND_blocks: a block per line or per
// segment of one; long lines are cut into segments, whose totals KIND_totals finds first and KIND_carries turns into
// what comes before each.
#include "block.cuh"
#include "math.cuh"

#define ITEMS 4

struct ScanCall {
    const IN* in;
    IN* out;
    i64* indices;
    /** Totals by line and segment; null where each line is one segment. */
    char* totals;
    i64 lines;
    i64 length;
    i64 segments;
    i64 segmentLength;
    /** Steps of in, out and indices along a line. */
    i64 along[3];
    Walk<3> starts;
};

typedef Computed<IN>::type C;
#define METHOD __device__ __forceinline__

template <class T>
struct Exact {
    typedef f64 type;
};
template <>
struct Exact<i64> {
    typedef i64 type;
};
typedef Exact<C>::type Wide;

/** Sums and products of floats in double: products that leave the range and come back do so on the CPU too. */
template <class T>
struct Running {
    typedef T A;
    METHOD void write(const ScanCall& c, A a, i64 out, i64) const { c.out[out] = narrow<IN>(a); }
};

struct CUMSUM : Running<Wide> {
    METHOD A start() const { return 0; }
    METHOD A of(C x, i64) const { return (A)x; }
    METHOD A merge(A a, A b) const { return add(a, b); }
};

struct CUMPROD : Running<Wide> {
    METHOD A start() const { return 1; }
    METHOD A of(C x, i64) const { return (A)x; }
    METHOD A merge(A a, A b) const { return multiply(a, b); }
};

template <class C>
struct LogCumSumExp : Running<C> {
    typedef C A;
    METHOD A start() const { return minusInfinity((C)0); }
    METHOD A of(C x, i64) const { return x; }
    METHOD A merge(A a, A b) const {
        C m = greater(a, b);
        return isInfinite(m) || isNan(m) ? m : m + log1p_(exp_(lesser(a, b) - m));
    }
};

typedef LogCumSumExp<C> LOGCUMSUMEXP;

struct Placed {
    C value;
    i64 at;
};

/** The last among equals; NaN stays once met. */
template <bool GREATEST>
struct RunningExtreme {
    typedef Placed A;
    METHOD A start() const {
        A a = {0, -1};
        return a;
    }
    METHOD A of(C x, i64 at) const {
        A a = {x, at};
        return a;
    }
    METHOD A merge(A a, A b) const {
        bool better = isNan(b.value) || (GREATEST ? b.value >= a.value : b.value <= a.value);
        return b.at < 0 || (a.at >= 0 && !better) ? a : b;
    }
    METHOD void write(const ScanCall& c, A a, i64 out, i64 index) const {
        c.out[out] = narrow<IN>(a.value);
        if (c.indices) {
            c.indices[index] = a.at;
        }
    }
};
struct CUMMAX : RunningExtreme<true> {};
struct CUMMIN : RunningExtreme<false> {};

template <class F>
DEVICE void scanThreads(const ScanCall& c) {
    F f;
    for (u64 line = threadNumber(); line < (u64)c.lines; line += threadCount()) {
        place at[3];
        clear(at);
        c.starts.locate((place)line, at);
        typename F::A a = f.start();
        for (i64 i = 0; i < c.length; i++) {
            a = f.merge(a, f.of(widen(c.in[at[0] + i * c.along[0]]), i));
            f.write(c, a, at[1] + i * c.along[1], at[2] + i * c.along[2]);
        }
    }
}

/** Makes every thread's value the merge of those before it; returns the merge of all. */
template <class F>
DEVICE typename F::A before(const F& f, typename F::A& mine, typename F::A* shared) {
    typedef typename F::A A;
    int t = threadIdx.x;
    A sum = mine;
    shared[t] = sum;
    __syncthreads();
    for (int distance = 1; distance < BLOCK; distance *= 2) {
        A other = f.start();
        if (t >= distance) {
            other = shared[t - distance];
        }
        __syncthreads();
        if (t >= distance) {
            sum = f.merge(other, sum);
        }
        shared[t] = sum;
        __syncthreads();
    }
    A all = shared[BLOCK - 1];
    mine = t == 0 ? f.start() : shared[t - 1];
    __syncthreads();
    return all;
}

template <class F>
DEVICE void scanBlocks(const ScanCall& c, bool totalsOnly) {
    typedef typename F::A A;
    __shared__ u64 room[BLOCK * ((sizeof(A) + 7) / 8)];
    F f;
    for (i64 task = blockIdx.x; task < c.lines * c.segments; task += gridDim.x) {
        i64 segment = task % c.segments;
        place at[3];
        clear(at);
        c.starts.locate((place)(task / c.segments), at);
        i64 from = segment * c.segmentLength;
        i64 to = from + c.segmentLength < c.length ? from + c.segmentLength : c.length;
        A carry = c.segments > 1 && !totalsOnly ? ((const A*)c.totals)[task] : f.start();
        for (i64 chunk = from; chunk < to; chunk += BLOCK * ITEMS) {
            A item[ITEMS];
            A mine = f.start();
            i64 first = chunk + (i64)threadIdx.x * ITEMS;
            for (int j = 0; j < ITEMS; j++) {
                i64 i = first + j;
                if (i < to) {
                    mine = f.merge(mine, f.of(widen(c.in[at[0] + i * c.along[0]]), i));
                }
                item[j] = mine;
            }
            A all = before(f, mine, (A*)room);
            A prefix = f.merge(carry, mine);
            for (int j = 0; j < ITEMS && !totalsOnly; j++) {
                i64 i = first + j;
                if (i < to) {
                    f.write(c, f.merge(prefix, item[j]), at[1] + i * c.along[1], at[2] + i * c.along[2]);
                }
            }
            carry = f.merge(carry, all);
        }
        if (totalsOnly && threadIdx.x == 0) {
            ((A*)c.totals)[task] = carry;
        }
    }
}

/** Makes the totals of a line's segments what comes before each: a block per line, chunk by chunk. */
template <class F>
DEVICE void carries(const ScanCall& c) {
    typedef typename F::A A;
    __shared__ u64 room[BLOCK * ((sizeof(A) + 7) / 8)];
    F f;
    A* totals = (A*)c.totals + (i64)blockIdx.x * c.segments;
    A carry = f.start();
    for (i64 chunk = 0; chunk < c.segments; chunk += BLOCK) {
        i64 s = chunk + threadIdx.x;
        A mine = s < c.segments ? totals[s] : f.start();
        A all = before(f, mine, (A*)room);
        if (s < c.segments) {
            totals[s] = f.merge(carry, mine);
        }
        carry = f.merge(carry, all);
    }
}

#define X(K) \
    extern "C" __global__ void K##_threads(const ScanCall c) { scanThreads<K>(c); } \
    extern "C" __global__ void K##_blocks(const ScanCall c) { scanBlocks<K>(c, false); } \
    extern "C" __global__ void K##_totals(const ScanCall c) { scanBlocks<K>(c, true); } \
    extern "C" __global__ void K##_carries(const ScanCall c) { carries<K>(c); }
KINDS
