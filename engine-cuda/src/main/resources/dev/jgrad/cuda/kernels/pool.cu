// Pooling over [N, C, D, H, W], of which depth and height may be 1. Defined by the host: IN (element type) and KINDS, a
// list of X(KIND). A thread makes one element: of the output forward, of the input's gradient backward, where it asks every
// window that covers its place. Elements are numbered in the order in which the result lies in memory.
#include "walk.cuh"
#include "math.cuh"

/** Windows along one dimension. */
struct Windows {
    i64 in;
    i64 out;
    i64 kernel;
    i64 stride;
    i64 padding;
    i64 dilation;
};

struct PoolCall {
    const IN* in;
    IN* out;
    /** Flat positions of maxima: written forward, may be null; read backward. */
    i64* indices;
    /** In their stead, which tap of its window a maximum is. */
    u8* taps;
    i64 count;
    i64 countIncludePad;
    i64 divisorOverride;
    /** Strides of the operand that windows are read from: the input forward, the output's gradient backward. */
    i64 stride[3];
    /** Likewise of the indices, backward. */
    i64 indexStride[3];
    Windows windows[3];
    /** Places of the result; of the read operand's and of the indices' plane; coordinates in depth, height and width. */
    Walk<6> walk;
};

#define METHOD __device__ __forceinline__
typedef Computed<IN>::type C;

/** The taps of one window within the input: start + t * step for t in [from, to). */
struct Taps {
    i64 start;
    i64 step;
    i64 from;
    i64 to;
    /** What an average divides by, along this dimension. */
    i64 divisor;
};

struct Fixed {
    METHOD Taps taps(const PoolCall& c, int d, i64 o) const {
        const Windows& w = c.windows[d];
        i64 start = o * w.stride - w.padding;
        i64 from = start < 0 ? (-start + w.dilation - 1) / w.dilation : 0;
        i64 inside = (w.in - start + w.dilation - 1) / w.dilation;
        i64 to = w.kernel < inside ? w.kernel : inside;
        i64 end = start + w.kernel < w.in + w.padding ? start + w.kernel : w.in + w.padding;
        Taps t = {start, w.dilation, from, to, c.countIncludePad ? end - start : to - from};
        return t;
    }
    /** Windows that may have a tap at place i: from the first to the last. */
    METHOD void covering(const PoolCall& c, int d, i64 i, i64& first, i64& last) const {
        const Windows& w = c.windows[d];
        i64 reach = i + w.padding - (w.kernel - 1) * w.dilation;
        first = reach <= 0 ? 0 : (reach + w.stride - 1) / w.stride;
        last = (i + w.padding) / w.stride;
        last = last < w.out - 1 ? last : w.out - 1;
    }
};

/** From floor(o * in / out) to ceil((o + 1) * in / out). */
struct Adaptive {
    METHOD Taps taps(const PoolCall& c, int d, i64 o) const {
        const Windows& w = c.windows[d];
        i64 start = o * w.in / w.out;
        i64 n = ((o + 1) * w.in + w.out - 1) / w.out - start;
        Taps t = {start, 1, 0, n, n};
        return t;
    }
    METHOD void covering(const PoolCall& c, int d, i64 i, i64& first, i64& last) const {
        const Windows& w = c.windows[d];
        first = i * w.out / w.in;
        last = ((i + 1) * w.out - 1) / w.in;
    }
};

template <class W>
DEVICE void maximum(const PoolCall& c) {
    W windows;
    for (i64 t = (i64)threadNumber(); t < c.count; t += (i64)threadCount()) {
        place at[6];
        clear(at);
        c.walk.locate((place)t, at);
        Taps d = windows.taps(c, 0, at[3]);
        Taps h = windows.taps(c, 1, at[4]);
        Taps w = windows.taps(c, 2, at[5]);
        C best = minusInfinity((C)0);
        i64 where = -1;
        i64 tap = 0;
        for (i64 i = d.from; i < d.to; i++) {
            i64 z = d.start + i * d.step;
            for (i64 j = h.from; j < h.to; j++) {
                i64 y = h.start + j * h.step;
                for (i64 k = w.from; k < w.to; k++) {
                    i64 x = w.start + k * w.step;
                    C v = widen(c.in[at[1] + z * c.stride[0] + y * c.stride[1] + x * c.stride[2]]);
                    if (where < 0 || v > best || (isNan(v) && !isNan(best))) {
                        best = v;
                        where = (z * c.windows[1].in + y) * c.windows[2].in + x;
                        tap = (i * c.windows[1].kernel + j) * c.windows[2].kernel + k;
                    }
                }
            }
        }
        c.out[at[0]] = narrow<IN>(best);
        if (c.indices) {
            c.indices[at[0]] = where;
        }
        if (c.taps) {
            c.taps[at[0]] = (u8)tap;
        }
    }
}

template <class W>
DEVICE void average(const PoolCall& c) {
    W windows;
    for (i64 t = (i64)threadNumber(); t < c.count; t += (i64)threadCount()) {
        place at[6];
        clear(at);
        c.walk.locate((place)t, at);
        Taps d = windows.taps(c, 0, at[3]);
        Taps h = windows.taps(c, 1, at[4]);
        Taps w = windows.taps(c, 2, at[5]);
        f64 total = 0;
        for (i64 i = d.from; i < d.to; i++) {
            i64 z = d.start + i * d.step;
            for (i64 j = h.from; j < h.to; j++) {
                i64 y = h.start + j * h.step;
                C row = 0;
                for (i64 k = w.from; k < w.to; k++) {
                    i64 x = w.start + k * w.step;
                    row = add(row, widen(c.in[at[1] + z * c.stride[0] + y * c.stride[1] + x * c.stride[2]]));
                }
                total += (f64)row;
            }
        }
        i64 divisor = c.divisorOverride ? c.divisorOverride : d.divisor * h.divisor * w.divisor;
        c.out[at[0]] = narrow<IN>((C)(total / (f64)divisor));
    }
}

/** Which tap of a window a place is; -1 where taps pass it by. */
DEVICE i64 tapOf(const PoolCall& c, const place (&at)[6], i64 z, i64 y, i64 x) {
    i64 window[3] = {z, y, x};
    i64 tap = 0;
    for (int d = 0; d < 3; d++) {
        const Windows& w = c.windows[d];
        i64 distance = (i64)at[3 + d] - (window[d] * w.stride - w.padding);
        if (distance % w.dilation != 0) {
            return -1;
        }
        tap = tap * w.kernel + distance / w.dilation;
    }
    return tap;
}

/** Sums what windows that cover a place give to it: all of them divided, or those whose maximum it is. */
template <class W, bool AVERAGE>
DEVICE void collect(const PoolCall& c) {
    W windows;
    for (i64 t = (i64)threadNumber(); t < c.count; t += (i64)threadCount()) {
        place at[6];
        clear(at);
        c.walk.locate((place)t, at);
        i64 first[3];
        i64 last[3];
        for (int d = 0; d < 3; d++) {
            windows.covering(c, d, at[3 + d], first[d], last[d]);
        }
        i64 flat = ((i64)at[3] * c.windows[1].in + at[4]) * c.windows[2].in + at[5];
        f64 total = 0;
        for (i64 z = first[0]; z <= last[0]; z++) {
            for (i64 y = first[1]; y <= last[1]; y++) {
                for (i64 x = first[2]; x <= last[2]; x++) {
                    i64 from = at[1] + z * c.stride[0] + y * c.stride[1] + x * c.stride[2];
                    if (AVERAGE) {
                        i64 divisor = c.divisorOverride ? c.divisorOverride
                                                        : windows.taps(c, 0, z).divisor * windows.taps(c, 1, y).divisor
                                                              * windows.taps(c, 2, x).divisor;
                        total += (f64)widen(c.in[from]) / (f64)divisor;
                    } else {
                        i64 note = at[2] + z * c.indexStride[0] + y * c.indexStride[1] + x * c.indexStride[2];
                        bool mine = c.taps ? (i64)c.taps[note] == tapOf(c, at, z, y, x) : c.indices[note] == flat;
                        total += mine ? (f64)widen(c.in[from]) : 0;
                    }
                }
            }
        }
        c.out[at[0]] = narrow<IN>((C)total);
    }
}

#define RUN(NAME, ...) \
    struct NAME { \
        static METHOD void run(const PoolCall& c) { __VA_ARGS__(c); } \
    };
RUN(MAX_FIXED, maximum<Fixed>)
RUN(MAX_ADAPTIVE, maximum<Adaptive>)
RUN(AVERAGE_FIXED, average<Fixed>)
RUN(AVERAGE_ADAPTIVE, average<Adaptive>)
RUN(AVERAGE_GRADIENT_FIXED, collect<Fixed, true>)
RUN(AVERAGE_GRADIENT_ADAPTIVE, collect<Adaptive, true>)
RUN(MAX_GRADIENT_FIXED, collect<Fixed, false>)
RUN(MAX_GRADIENT_ADAPTIVE, collect<Adaptive, false>)

#define X(K) \
    extern "C" __global__ void K##_pool(const PoolCall c) { K::run(c); }
KINDS

// ---- gradient of maxima without knowing the windows: a thread per plane puts them back one after the other ----

struct PutBackCall {
    const IN* in;
    IN* out;
    const i64* indices;
    i64 planes;
    /** Output positions of a plane. */
    i64 length;
    i64 outSize[3];
    i64 inSize[3];
    i64 outStride[3];
    i64 inStride[3];
    i64 indexStride[3];
    /** Where planes start in in, out and the indices. */
    Walk<3> walk;
};

/** The result is filled with zeros before. */
extern "C" __global__ void put_back(const PutBackCall c) {
    for (i64 t = (i64)threadNumber(); t < c.planes; t += (i64)threadCount()) {
        place at[3];
        clear(at);
        c.walk.locate((place)t, at);
        for (i64 i = 0; i < c.length; i++) {
            i64 x = i % c.inSize[2];
            i64 y = i / c.inSize[2] % c.inSize[1];
            i64 z = i / c.inSize[2] / c.inSize[1];
            i64 where = c.indices[at[2] + z * c.indexStride[0] + y * c.indexStride[1] + x * c.indexStride[2]];
            i64 ox = where % c.outSize[2];
            i64 oy = where / c.outSize[2] % c.outSize[1];
            i64 oz = where / c.outSize[2] / c.outSize[1];
            if (where >= 0 && oz < c.outSize[0]) {
                IN* to = c.out + at[1] + oz * c.outStride[0] + oy * c.outStride[1] + ox * c.outStride[2];
                *to = narrow<IN>(add(widen(*to), widen(c.in[at[0] + z * c.inStride[0] + y * c.inStride[1] + x * c.inStride[2]])));
            }
        }
    }
}
