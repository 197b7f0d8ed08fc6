// Index values and what they stand for.
#pragma once
#include "block.cuh"

/** How an index value becomes a position. */
struct IndexRule {
    Failure* failure;
    /** What the host says when a value is out of range. */
    i64 code;
    i64 dim;
    i64 size;
    /** Whether negative values count from the end. */
    i64 wraps;
    /** Elements from one position to the next. */
    i64 step;
};

/** Makes an index count from 0; false, with a note for the host, when it is out of range. */
DEVICE bool resolve(const IndexRule& rule, i64& i) {
    i64 value = i;
    if (rule.wraps && i < 0) {
        i += rule.size;
    }
    if (i < 0 || i >= rule.size) {
        fail(rule.failure, (u32)rule.code, value, rule.dim, rule.size);
        return false;
    }
    return true;
}

/** Stands for an index out of range. */
#define NOWHERE (~0ull)

/** An index, or the position it stands for, and which source element it belongs to. */
struct Entry {
    u64 key;
    u64 at;
};
