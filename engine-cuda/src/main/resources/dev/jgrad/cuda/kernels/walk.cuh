// From the number of an element to its places in several operands. Sizes and strides come from the host, which has
// merged dimensions where it could; the last dimension is the innermost.
#pragma once
#include "types.cuh"

#define MAX_RANK 16

// Positions below 2^31 are computed in 32 bits, with divisions replaced by multiplications; WIDE is defined otherwise.
#ifdef WIDE
typedef u64 place;
#else
typedef u32 place;
#endif

/** Dimensions of N operands: 8-byte fields only, so that the host writes them one after the other. */
template <int N>
struct Walk {
    i64 rank;
    i64 size[MAX_RANK];
    /** Multiplier in the lower and shift in the upper half, see {@code Division} on the host. */
    u64 magic[MAX_RANK];
    i64 stride[N][MAX_RANK];

    __device__ __forceinline__ place quotient(place i, int d) const {
#ifdef WIDE
        return i / (u64)size[d];
#else
        u32 high = (u32)(((u64)i * (u32)magic[d]) >> 32);
        return (high + i) >> (u32)(magic[d] >> 32);
#endif
    }

    /** Adds the places of element i to those given. */
    __device__ __forceinline__ void locate(place i, place (&at)[N]) const {
        for (int d = (int)rank - 1; d > 0; d--) {
            place q = quotient(i, d);
            place r = i - q * (place)size[d];
            for (int k = 0; k < N; k++) {
                at[k] += r * (place)stride[k][d];
            }
            i = q;
        }
        for (int k = 0; k < N; k++) {
            at[k] += i * (place)stride[k][0];
        }
    }
};

template <int N>
DEVICE void clear(place (&at)[N]) {
    for (int k = 0; k < N; k++) {
        at[k] = 0;
    }
}

/** The number of the calling thread in the grid, and how many there are. */
DEVICE u64 threadNumber() {
    return (u64)blockIdx.x * blockDim.x + threadIdx.x;
}

DEVICE u64 threadCount() {
    return (u64)gridDim.x * blockDim.x;
}
