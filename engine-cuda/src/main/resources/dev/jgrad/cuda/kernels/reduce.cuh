// The grid of a reduction: a block has lanes along the reduced elements and outputs beside each other; which of both runs
// along x, the host chooses so that neighbouring threads read neighbouring elements. Where outputs are few, the reduced
// elements are cut into slices (gridDim.y): the first kernel then leaves partial results, which a second one merges. No
// atomics: the same tensor always gives the same result.
#pragma once
#include "block.cuh"
#include "math.cuh"

#define METHOD __device__ __forceinline__

/** Sums of floats are kept in double, so that they are exact enough however many there are; of integers in 64 bits. */
template <class T>
struct Exact {
    typedef f64 type;
};
template <>
struct Exact<i64> {
    typedef i64 type;
};

/** What the host says about every reduction. */
struct ReduceGrid {
    /** Where slices leave what they found, [slices, kept]; null where there is one slice. */
    char* partial;
    i64 kept;
    i64 reduced;
    i64 slices;
    i64 sliceLength;
    /** Whether lanes run along threadIdx.x. */
    i64 lanesAlongX;
};

/** N places by output, M places by reduced element. */
template <int N, int M>
struct ReduceWalks {
    Walk<N> outputs;
    Walk<M> elements;
};

/**
 * What F has: a call C, an accumulator A and an item I; begin(call, places of the output), start(), item(call, places of
 * the output, places of the element, its number), take, takeFour, merge and write(call, A, places, output).
 */
template <class F, int N, int M>
DEVICE void reduce(const typename F::Call& c, const ReduceGrid& g, const ReduceWalks<N, M>& w, bool finish) {
    typedef typename F::A A;
    typedef typename F::I I;
    __shared__ u64 room[BLOCK * ((sizeof(A) + 7) / 8)];
    F f;
    int lane = g.lanesAlongX ? threadIdx.x : threadIdx.y;
    int lanes = g.lanesAlongX ? blockDim.x : blockDim.y;
    int beside = g.lanesAlongX ? threadIdx.y : threadIdx.x;
    int abreast = g.lanesAlongX ? blockDim.y : blockDim.x;
    i64 output = (i64)blockIdx.x * abreast + beside;
    bool inside = output < g.kept;
    place at[N];
    clear(at);
    if (inside) {
        w.outputs.locate((place)output, at);
        f.begin(c, at);
    }
    A mine = f.start();
    if (inside && finish) {
        for (i64 s = lane; s < g.slices; s += lanes) {
            f.merge(mine, ((const A*)g.partial)[s * g.kept + output]);
        }
    } else if (inside) {
        i64 from = (i64)blockIdx.y * g.sliceLength;
        i64 to = from + g.sliceLength < g.reduced ? from + g.sliceLength : g.reduced;
        i64 r = from + lane;
        for (; r + 3 * lanes < to; r += 4 * lanes) {
            // Four loads on their way at a time.
            I x[4];
            for (int j = 0; j < 4; j++) {
                place p[M];
                clear(p);
                w.elements.locate((place)(r + j * lanes), p);
                x[j] = f.item(c, at, p, r + j * lanes);
            }
            f.takeFour(mine, x, r, lanes);
        }
        for (; r < to; r += lanes) {
            place p[M];
            clear(p);
            w.elements.locate((place)r, p);
            f.take(mine, f.item(c, at, p, r), r);
        }
    }
    int thread = threadIdx.y * blockDim.x + threadIdx.x;
    mergeLanes(f, mine, (A*)room, lane, lanes, thread, g.lanesAlongX ? 1 : blockDim.x);
    if (inside && lane == 0) {
        if (g.slices > 1 && !finish) {
            ((A*)g.partial)[(i64)blockIdx.y * g.kept + output] = mine;
        } else {
            f.write(c, mine, at, output);
        }
    }
}
