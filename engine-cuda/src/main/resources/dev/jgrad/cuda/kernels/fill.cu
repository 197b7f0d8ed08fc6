// One value everywhere, or a sequence in row-major order. Defined by the host: OUT (element type).
#include "map.cuh"

struct FillCall {
    void* out;
    f64 value;
    i64 integer;
    f64 step;
    i64 integerStep;
    /** Where a replayed graph reads the value; null outside of graphs. */
    const f64* live;
    MapShape<1> shape;
};

typedef Computed<OUT>::type C;
static const int V = PackSize<sizeof(OUT)>::value;

struct Value {
    C value;
    __device__ __forceinline__ C operator()() const { return value; }
};

DEVICE C start(const FillCall& c) {
    return IsFloating<C>::value ? (C)(c.live ? *c.live : c.value) : (C)c.integer;
}

extern "C" __global__ void fill_packs(const FillCall c) {
    Value v = {start(c)};
    packs<V>(v, c.shape, (OUT*)c.out);
}

extern "C" __global__ void fill_each(const FillCall c) {
    Value v = {start(c)};
    each(v, c.shape, (OUT*)c.out);
}

extern "C" __global__ void arange(const FillCall c) {
    for (place i = (place)threadNumber(); i < (place)c.shape.count; i += (place)threadCount()) {
        place at[1];
        clear(at);
        c.shape.walk.locate(i, at);
        ((OUT*)c.out)[at[0]] = IsFloating<C>::value ? narrow<OUT>(c.value + c.step * (f64)i)
                                                    : narrow<OUT>(c.integer + c.integerStep * (i64)i);
    }
}
