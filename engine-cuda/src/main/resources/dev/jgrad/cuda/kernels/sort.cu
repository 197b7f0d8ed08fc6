// Stable sorting of lines by merging. Defined by the host: IN (element type).
//
// sort_chunks makes sorted runs of RUN elements (keys with the place they come from) in shared memory; merge_runs merges
// neighbouring runs, pass by pass: every element finds its place by a binary search in the other run; take writes values
// and indices. Where only the first k are wanted, sort_chunks drops the rest of each run, and the next round sorts what
// is left.
#include "block.cuh"
#include "keys.cuh"

#define RUN 1024

/** A key and where its element stood in the line. */
struct Entry {
    u64 key;
    u64 at;
};

struct SortCall {
    const IN* in;
    IN* values;
    i64* indices;
    /** Entries [lines, length]; in the first round null: keys are made of elements. */
    const Entry* source;
    Entry* target;
    i64 lines;
    i64 length;
    /** Of the sorted runs in source. */
    i64 run;
    /** How many entries of each run are kept, and of each line in the end. */
    i64 kept;
    i64 descending;
    /** Steps of in, values and indices along a line. */
    i64 along[3];
    Walk<3> starts;
};

DEVICE bool isBefore(Entry a, Entry b) {
    return a.key < b.key || (a.key == b.key && a.at < b.at);
}

extern "C" __global__ void sort_chunks(const SortCall c) {
    __shared__ Entry run[RUN];
    i64 runs = (c.length + RUN - 1) / RUN;
    i64 lastRun = c.length - (runs - 1) * RUN;
    i64 lineLength = (runs - 1) * (c.kept < RUN ? c.kept : RUN) + (c.kept < lastRun ? c.kept : lastRun);
    for (i64 task = blockIdx.x; task < c.lines * runs; task += gridDim.x) {
        i64 line = task / runs;
        i64 chunk = task % runs;
        i64 n = chunk == runs - 1 ? lastRun : RUN;
        place at[3];
        clear(at);
        c.starts.locate((place)line, at);
        // A power of 2 that holds the run; what is missing sorts to the end.
        int width = 2;
        while (width < n) {
            width *= 2;
        }
        for (int i = threadIdx.x; i < width; i += blockDim.x) {
            i64 p = chunk * RUN + i;
            Entry e = {~0ull, ~0ull};
            if (i < n && c.source) {
                e = c.source[line * c.length + p];
            } else if (i < n) {
                u64 key = keyOf(widen(c.in[at[0] + p * c.along[0]]));
                e.key = c.descending ? ~key : key;
                e.at = (u64)p;
            }
            run[i] = e;
        }
        // Batcher's bitonic network: places break ties, so it is stable.
        for (int size = 2; size <= width; size *= 2) {
            for (int distance = size / 2; distance > 0; distance /= 2) {
                __syncthreads();
                for (int i = threadIdx.x; i < width / 2; i += blockDim.x) {
                    int a = 2 * i - (i & (distance - 1));
                    int b = a + distance;
                    bool ascending = (a & size) == 0;
                    if (isBefore(run[b], run[a]) == ascending) {
                        Entry t = run[a];
                        run[a] = run[b];
                        run[b] = t;
                    }
                }
            }
        }
        __syncthreads();
        i64 kept = c.kept < n ? c.kept : n;
        Entry* to = c.target + line * lineLength + chunk * (c.kept < RUN ? c.kept : RUN);
        for (int i = threadIdx.x; i < kept; i += blockDim.x) {
            to[i] = run[i];
        }
        __syncthreads();
    }
}

extern "C" __global__ void merge_runs(const SortCall c) {
    for (u64 t = threadNumber(); t < (u64)(c.lines * c.length); t += threadCount()) {
        i64 line = t / c.length;
        i64 i = t % c.length;
        const Entry* entries = c.source + line * c.length;
        i64 pair = i / (2 * c.run) * (2 * c.run);
        i64 middle = pair + c.run < c.length ? pair + c.run : c.length;
        i64 last = pair + 2 * c.run < c.length ? pair + 2 * c.run : c.length;
        bool left = i < middle;
        // Entries of the other run that come before this one.
        i64 low = left ? middle : pair;
        i64 high = left ? last : middle;
        i64 other = low;
        Entry mine = entries[i];
        while (low < high) {
            i64 mid = (low + high) / 2;
            if (isBefore(entries[mid], mine)) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        c.target[line * c.length + pair + (i - (left ? pair : middle)) + (low - other)] = mine;
    }
}

/** Values and indices of the first {@code kept} of each line. */
extern "C" __global__ void take(const SortCall c) {
    for (u64 t = threadNumber(); t < (u64)(c.lines * c.kept); t += threadCount()) {
        i64 line = t / c.kept;
        i64 i = t % c.kept;
        place at[3];
        clear(at);
        c.starts.locate((place)line, at);
        i64 p = (i64)c.source[line * c.length + i].at;
        c.values[at[1] + i * c.along[1]] = c.in[at[0] + p * c.along[0]];
        c.indices[at[2] + i * c.along[2]] = p;
    }
}
