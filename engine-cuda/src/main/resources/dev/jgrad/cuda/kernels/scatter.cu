// Writing at positions given by int64 tensors. Values for one place meet in the order of the source whatever the launch,
// so the result is always the same: either one thread goes through all of them (KIND_lines), or they were sorted by place
// and a thread takes each run of equal ones (KIND_sorted). Defined by the host: IN (element type; an integer of its width
// for SET) and KINDS, a list of X(KIND).
#include "index.cuh"
#include "math.cuh"

struct ScatterCall {
    IN* self;
    const i64* index;
    const IN* source;
    /** Sorted entries [lines, length]. */
    const Entry* entries;
    /** Index values of a line, one after the other. */
    i64 length;
    /** Lines of an index of their own, and elements for which one line of index values serves. */
    i64 lines;
    i64 slices;
    i64 indexAlong;
    i64 sourceAlong;
    IndexRule rule;
    /** Places of self, index and source by line or by slice. */
    Walk<3> walk;
};

typedef Computed<IN>::type C;
#define METHOD __device__ __forceinline__

struct SET {
    METHOD C operator()(C, C value) const { return value; }
};
struct ADD {
    METHOD C operator()(C there, C value) const { return add(there, value); }
};
struct MUL {
    METHOD C operator()(C there, C value) const { return multiply(there, value); }
};
struct MAX {
    METHOD C operator()(C there, C value) const { return greater(there, value); }
};
struct MIN {
    METHOD C operator()(C there, C value) const { return lesser(there, value); }
};

template <class F>
DEVICE void inLines(const ScatterCall& c) {
    F f;
    for (u64 t = threadNumber(); t < (u64)(c.lines * c.slices); t += threadCount()) {
        place at[3];
        clear(at);
        c.walk.locate((place)t, at);
        for (i64 n = 0; n < c.length; n++) {
            i64 i = c.index[at[1] + n * c.indexAlong];
            if (resolve(c.rule, i)) {
                IN* to = c.self + at[0] + i * c.rule.step;
                *to = narrow<IN>(f(widen(*to), widen(c.source[at[2] + n * c.sourceAlong])));
            }
        }
    }
}

template <class F>
DEVICE void sorted(const ScatterCall& c) {
    F f;
    for (u64 t = threadNumber(); t < (u64)(c.lines * c.length * c.slices); t += threadCount()) {
        i64 slice = (i64)(t % c.slices);
        i64 n = (i64)(t / c.slices % c.length);
        i64 line = (i64)(t / c.slices / c.length);
        const Entry* entries = c.entries + line * c.length;
        u64 key = entries[n].key;
        if (key == NOWHERE || (n > 0 && entries[n - 1].key == key)) {
            continue;
        }
        place at[3];
        clear(at);
        c.walk.locate((place)(c.slices > 1 ? slice : line), at);
        IN* to = c.self + at[0] + (i64)key * c.rule.step;
        C value = widen(*to);
        for (i64 k = n; k < c.length && entries[k].key == key; k++) {
            value = f(value, widen(c.source[at[2] + (i64)entries[k].at * c.sourceAlong]));
        }
        *to = narrow<IN>(value);
    }
}

#define X(K) \
    extern "C" __global__ void K##_lines(const ScatterCall c) { inLines<K>(c); } \
    extern "C" __global__ void K##_sorted(const ScatterCall c) { sorted<K>(c); }
KINDS
