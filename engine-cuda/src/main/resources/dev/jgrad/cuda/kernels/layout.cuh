// Where the elements of a tensor lie: the Java class dev.jgrad.data.Layout without its offset, which the host adds to the
// address. KernelArguments.layout writes it.
#pragma once

#define JGRAD_MAX_RANK 16

struct Layout {
    int rank;
    int unused;
    long long numel;
    long long sizes[JGRAD_MAX_RANK];
    long long strides[JGRAD_MAX_RANK];

    // The position of the i-th element in row-major order.
    __device__ long long position(long long i) const {
        long long p = 0;
        for (int d = rank - 1; d > 0; d--) {
            const long long q = i / sizes[d];
            p += (i - q * sizes[d]) * strides[d];
            i = q;
        }
        return rank == 0 ? 0 : p + i * strides[0];
    }
};
