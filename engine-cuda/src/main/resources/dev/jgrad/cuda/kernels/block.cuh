// Threads of a block working together through shared memory.
#pragma once
#include "walk.cuh"

#define BLOCK 256
#define WARP 32

/** A value of any type from the lane that is so far above in the warp, word by word. */
template <class T>
DEVICE T fromAbove(T value, int distance) {
    union Words {
        T value;
        u32 words[(sizeof(T) + 3) / 4];
        __device__ Words() {}
    };
    Words w;
    w.value = value;
    for (int i = 0; i < (int)((sizeof(T) + 3) / 4); i++) {
        w.words[i] = __shfl_down_sync(0xffffffffu, w.words[i], distance);
    }
    return w.value;
}

/**
 * Merges what the lanes of an output found; all threads of the block call it. The result is in lane 0. The order of
 * merging does not depend on anything but the number of lanes, a power of 2.
 *
 * @param shared room for one value per thread
 * @param along where the value of the calling thread is; that of the next lane is {@code distance} further
 */
template <class F, class A>
DEVICE void mergeLanes(const F& f, A& mine, A* shared, int lane, int lanes, int along, int distance) {
    // Lanes side by side in a warp end without shared memory.
    int warpLanes = distance == 1 ? (lanes < WARP ? lanes : WARP) : 1;
    if (lanes > warpLanes) {
        shared[along] = mine;
        for (int half = lanes / 2; half >= warpLanes; half /= 2) {
            __syncthreads();
            if (lane < half) {
                f.merge(mine, shared[along + half * distance]);
                shared[along] = mine;
            }
        }
        __syncthreads();
    }
    for (int half = warpLanes / 2; half > 0; half /= 2) {
        A other = fromAbove(mine, half);
        if (lane < half) {
            f.merge(mine, other);
        }
    }
}
