// Preparation of scattering: positions of index tuples, and entries to be sorted.
#include "index.cuh"

struct PositionsCall {
    i64* positions;
    const i64* index;
    i64 count;
    /** Whether this is the first index tensor of the tuple, which sets the positions; the others add. */
    i64 first;
    IndexRule rule;
    /** Places of the index. */
    Walk<1> walk;
};

/** The position of each tuple, dimension by dimension; -1 for one that is out of range. */
extern "C" __global__ void positions(const PositionsCall c) {
    for (u64 t = threadNumber(); t < (u64)c.count; t += threadCount()) {
        place at[1];
        clear(at);
        c.walk.locate((place)t, at);
        i64 i = c.index[at[0]];
        i64 before = c.first ? 0 : c.positions[t];
        c.positions[t] = resolve(c.rule, i) && before >= 0 ? before + i * c.rule.step : -1;
    }
}

struct EntriesCall {
    Entry* entries;
    const i64* index;
    i64 lines;
    i64 length;
    i64 along;
    IndexRule rule;
    /** Where lines start in the index. */
    Walk<1> walk;
};

/** Index values with the number of their source element. */
extern "C" __global__ void entries(const EntriesCall c) {
    for (u64 t = threadNumber(); t < (u64)(c.lines * c.length); t += threadCount()) {
        place at[1];
        clear(at);
        c.walk.locate((place)(t / c.length), at);
        i64 n = (i64)(t % c.length);
        i64 i = c.index[at[0] + n * c.along];
        Entry e = {resolve(c.rule, i) ? (u64)i : NOWHERE, (u64)n};
        c.entries[t] = e;
    }
}
