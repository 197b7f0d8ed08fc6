// Binary search in sorted boundaries, a thread per value. Defined by the host: IN (element type).
#include "walk.cuh"

struct SearchCall {
    const IN* boundaries;
    const IN* values;
    i64* out;
    i64 count;
    i64 length;
    i64 step;
    i64 right;
    /** Places of values, out and the first boundary. */
    Walk<3> walk;
};

extern "C" __global__ void search(const SearchCall c) {
    for (u64 t = threadNumber(); t < (u64)c.count; t += threadCount()) {
        place at[3];
        clear(at);
        c.walk.locate((place)t, at);
        Computed<IN>::type v = widen(c.values[at[0]]);
        const IN* boundary = c.boundaries + at[2];
        i64 low = 0;
        i64 high = c.length;
        while (low < high) {
            i64 mid = (low + high) / 2;
            Computed<IN>::type b = widen(boundary[mid * c.step]);
            // Negated, so that NaN goes to the end.
            if (c.right ? !(b > v) : !(b >= v)) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        c.out[at[1]] = low;
    }
}
