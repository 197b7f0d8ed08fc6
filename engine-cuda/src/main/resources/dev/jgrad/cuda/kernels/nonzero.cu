// Index tuples of the elements that are not zero, in row-major order: chunks are counted, the counts made what comes
// before each chunk, and the tuples written. Defined by the host: IN (element type).
#include "block.cuh"

#define CHUNK 1024

struct NonzeroCall {
    const IN* in;
    i64* out;
    i64* before;
    i64 count;
    i64 chunks;
    /** Steps of out from tuple to tuple and within one. */
    i64 tupleStep;
    i64 indexStep;
    i64 rank;
    i64 sizes[MAX_RANK];
    /** Places of in, in row-major order. */
    Walk<1> walk;
};

DEVICE bool isNonzero(const NonzeroCall& c, i64 i) {
    if (i >= c.count) {
        return false;
    }
    place at[1];
    clear(at);
    c.walk.locate((place)i, at);
    return widen(c.in[at[0]]) != 0;
}

/** How many of the lower threads of the block say yes; the number of all of them in total. */
DEVICE int rankOf(bool yes, int& total) {
    __shared__ int counts[BLOCK];
    int t = threadIdx.x;
    int mine = yes;
    counts[t] = mine;
    __syncthreads();
    for (int distance = 1; distance < BLOCK; distance *= 2) {
        int below = t >= distance ? counts[t - distance] : 0;
        __syncthreads();
        counts[t] += below;
        __syncthreads();
    }
    total = counts[BLOCK - 1];
    int rank = counts[t] - mine;
    __syncthreads();
    return rank;
}

extern "C" __global__ void count_chunks(const NonzeroCall c) {
    for (i64 chunk = blockIdx.x; chunk < c.chunks; chunk += gridDim.x) {
        int all = 0;
        for (int from = 0; from < CHUNK; from += BLOCK) {
            int total;
            rankOf(isNonzero(c, chunk * CHUNK + from + threadIdx.x), total);
            all += total;
        }
        if (threadIdx.x == 0) {
            c.before[chunk] = all;
        }
    }
}

/** One block turns counts into sums of the counts before. */
extern "C" __global__ void sum_chunks(const NonzeroCall c) {
    __shared__ i64 sums[BLOCK];
    int t = threadIdx.x;
    i64 carry = 0;
    for (i64 from = 0; from < c.chunks; from += BLOCK) {
        i64 mine = from + t < c.chunks ? c.before[from + t] : 0;
        sums[t] = mine;
        __syncthreads();
        for (int distance = 1; distance < BLOCK; distance *= 2) {
            i64 below = t >= distance ? sums[t - distance] : 0;
            __syncthreads();
            sums[t] += below;
            __syncthreads();
        }
        if (from + t < c.chunks) {
            c.before[from + t] = carry + sums[t] - mine;
        }
        carry += sums[BLOCK - 1];
        __syncthreads();
    }
}

extern "C" __global__ void write_tuples(const NonzeroCall c) {
    for (i64 chunk = blockIdx.x; chunk < c.chunks; chunk += gridDim.x) {
        i64 before = c.before[chunk];
        for (int from = 0; from < CHUNK; from += BLOCK) {
            i64 i = chunk * CHUNK + from + threadIdx.x;
            bool yes = isNonzero(c, i);
            int total;
            int rank = rankOf(yes, total);
            if (yes) {
                i64* tuple = c.out + (before + rank) * c.tupleStep;
                for (int d = (int)c.rank - 1; d >= 0; d--) {
                    tuple[d * c.indexStep] = i % c.sizes[d];
                    i /= c.sizes[d];
                }
            }
            before += total;
        }
    }
}
