// Numbers whose unsigned order is the order of elements: NaN above everything and equal to itself, the two zeros equal.
#pragma once
#include "math.cuh"

DEVICE u64 keyOf(f32 x) {
    u32 bits = x != x ? 0x7fc00000u : bitsOf(x + 0.0f);
    return bits ^ ((u32)((i32)bits >> 31) | 0x80000000u);
}

DEVICE u64 keyOf(f64 x) {
    u64 bits = x != x ? 0x7ff8000000000000ull : bitsOf(x + 0.0);
    return bits ^ ((u64)((i64)bits >> 63) | 0x8000000000000000ull);
}

DEVICE u64 keyOf(i64 x) {
    return (u64)x ^ 0x8000000000000000ull;
}
