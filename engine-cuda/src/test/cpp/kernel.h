// What a compiled kernel source and the block scheduler know of each other.
#pragma once

enum SimParamKind { SIM_SCALAR = 0, SIM_CONST_POINTER = 1, SIM_POINTER = 2, SIM_STRUCT = 3 };

struct SimParam {
    int kind;
    int bytes;
};

struct SimKernel {
    const char *name;
    void (*call)(void **arguments);
    int count;
    const SimParam *params;
};

struct SimIndex {
    unsigned x, y, z;
};

extern "C" {
extern SimIndex sim_threadIdx, sim_blockIdx, sim_blockDim, sim_gridDim;
extern void *sim_dynamicShared;
// Waits for the block; returns the number of threads whose predicate was not 0.
int sim_barrier(int predicate);
// Waits for the lanes of the mask; gives every lane's value and which lanes took part.
unsigned sim_exchange(unsigned mask, unsigned long long value, unsigned long long *values);
unsigned sim_activeLanes();
unsigned sim_lane();
void sim_trap();
}
