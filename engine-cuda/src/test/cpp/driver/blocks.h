#pragma once

// Runs all blocks; false when the threads of a block wait for each other for ever. Order: 0 ascending, 1 descending,
// 2 even threads before odd ones.
bool runGrid(void (*call)(void **), void **arguments, const unsigned grid[3], const unsigned block[3], int order);

// Set by a kernel that gave up itself. Without it, an illegal instruction is what the compiler puts where an address does
// not have its type's alignment.
extern bool trapped;

// Forgets the fibers of a kernel that was left by a fault.
void resetFibers();
