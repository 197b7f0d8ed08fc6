// Copies with conversion. Defined by the host: IN (element type) and KINDS, a list of X(OUT) with the types to convert to.
// Elements of one type are copied as raw bits of their width.
#include "map.cuh"

struct CopyCall {
    void* out;
    const void* in;
    MapShape<2> shape;
};

struct Same {
    template <class C>
    __device__ __forceinline__ C operator()(C x) const { return x; }
};

#define X(OUT) \
    extern "C" __global__ void OUT##_packs(const CopyCall c) { \
        Operand<IN> in = {(const IN*)c.in}; \
        packs<PackSize<WIDEST(sizeof(IN), sizeof(OUT))>::value>(Same(), c.shape, (OUT*)c.out, in); \
    } \
    extern "C" __global__ void OUT##_each(const CopyCall c) { \
        Operand<IN> in = {(const IN*)c.in}; \
        each(Same(), c.shape, (OUT*)c.out, in); \
    }
KINDS
