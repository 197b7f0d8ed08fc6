// Device memory of the simulation: host memory between pages that nobody may touch, never used twice.
#pragma once
#include <cstddef>
#include <cstdint>

struct Allocation {
    uintptr_t base;
    size_t bytes;
    uintptr_t mapped;
    size_t mappedBytes;
};

// The end lies right before a forbidden page; what rounding leaves over is watched. 0 when the limit is reached.
uintptr_t memoryAllocate(size_t bytes);
// False when nothing was allocated there (or it was freed already).
bool memoryFree(uintptr_t base);
// The allocation that holds the address, or null.
const Allocation *memoryFind(uintptr_t address);
// True for an address that was handed out once, live or not, guards included.
bool memoryOwns(uintptr_t address);
// Checks the bytes around every live allocation.
void memoryCheck();
size_t memoryUsed();
size_t memoryLimit();
void memorySetLimit(size_t bytes);
int memoryLive();
