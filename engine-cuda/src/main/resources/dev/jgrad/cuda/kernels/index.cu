// Reading at positions given by int64 tensors; elements move as raw bits. Defined by the host: IN, an integer of their
// width.
#include "index.cuh"

struct GatherCall {
    IN* out;
    const i64* index;
    const IN* in;
    i64 count;
    IndexRule rule;
    /** Places of out, index and the start of the line in in. */
    Walk<3> walk;
};

/** An index per element of the result; one that is 1-d is broadcast along the other dimensions. */
extern "C" __global__ void gather(const GatherCall c) {
    for (u64 t = threadNumber(); t < (u64)c.count; t += threadCount()) {
        place at[3];
        clear(at);
        c.walk.locate((place)t, at);
        i64 i = c.index[at[1]];
        if (resolve(c.rule, i)) {
            c.out[at[0]] = c.in[at[2] + i * c.rule.step];
        }
    }
}
