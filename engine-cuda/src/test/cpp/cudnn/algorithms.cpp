// Which algorithms there are and how much memory they want. Three are offered for each direction, the first of them not
// deterministic for the gradients, and one that reports that it does not support the problem, as cuDNN's lists do.
#include <algorithm>

#include "problem.h"

using namespace sim;

namespace {

// cudnnConvolution{Fwd,BwdData,BwdFilter}AlgoPerf_t, which have the same fields.
struct Perf {
    int algo, status;
    float time;
    size_t memory;
    int determinism, math, reserved[3];
};

int offer(const Problem &p, bool gradient, int requested, int *returned, Perf *out, size_t limit) {
    if (requested < 1) {
        return BAD_PARAM;
    }
    int fast = p.type == Type::Float || p.type == Type::Double ? DEFAULT_MATH : TENSOR_OP_MATH;
    int first = gradient ? 0 : 1, second = gradient ? 1 : 0;
    Perf all[] = {
        {first, SUCCESS, 0.1f, p.workspace(first), gradient ? 0 : 1, fast, {}},
        {second, SUCCESS, 0.2f, p.workspace(second), 1, p.type == Type::Float ? FMA_MATH : fast, {}},
        {first, SUCCESS, 0.3f, p.workspace(first), gradient ? 0 : 1, FMA_MATH, {}},
        {4, NOT_SUPPORTED, -1, 0, 1, DEFAULT_MATH, {}},
    };
    int n = std::min(requested, 4);
    for (int i = 0; i < n; i++) {
        out[i] = all[i];
        if (all[i].status == SUCCESS && all[i].memory > limit) {
            out[i].status = NOT_SUPPORTED;
        }
    }
    *returned = n;
    return SUCCESS;
}

int offer(Handle *h, const Tensor *x, const Filter *w, const Convolution *c, const Tensor *y, bool gradient, int requested,
          int *returned, Perf *out, size_t limit) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    Problem p;
    int status = Problem::make(x, w, c, y, &p);
    return status != SUCCESS ? status : offer(p, gradient, requested, returned, out, limit);
}

int workspace(Handle *h, const Tensor *x, const Filter *w, const Convolution *c, const Tensor *y, int algo, size_t *bytes) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    Problem p;
    int status = Problem::make(x, w, c, y, &p);
    if (status == SUCCESS) {
        *bytes = p.workspace(algo);
    }
    return status;
}

constexpr size_t ANY = ~size_t{0};

}  // namespace

extern "C" {

int cudnnGetConvolutionForwardAlgorithm_v7(Handle *h, const Tensor *x, const Filter *w, const Convolution *c,
                                           const Tensor *y, int requested, int *returned, Perf *out) {
    return offer(h, x, w, c, y, false, requested, returned, out, ANY);
}

int cudnnGetConvolutionBackwardDataAlgorithm_v7(Handle *h, const Filter *w, const Tensor *dy, const Convolution *c,
                                                const Tensor *dx, int requested, int *returned, Perf *out) {
    return offer(h, dx, w, c, dy, true, requested, returned, out, ANY);
}

int cudnnGetConvolutionBackwardFilterAlgorithm_v7(Handle *h, const Tensor *x, const Tensor *dy, const Convolution *c,
                                                  const Filter *dw, int requested, int *returned, Perf *out) {
    return offer(h, x, dw, c, dy, true, requested, returned, out, ANY);
}

// Find runs what fits into the workspace; the fake does not run anything, so outputs keep their content.
int cudnnFindConvolutionForwardAlgorithmEx(Handle *h, const Tensor *xd, const void *, const Filter *wd, const void *,
                                           const Convolution *c, const Tensor *yd, void *, int requested, int *returned,
                                           Perf *out, void *, size_t bytes) {
    return offer(h, xd, wd, c, yd, false, requested, returned, out, bytes);
}

int cudnnFindConvolutionBackwardDataAlgorithmEx(Handle *h, const Filter *wd, const void *, const Tensor *dyd, const void *,
                                                const Convolution *c, const Tensor *dxd, void *, int requested,
                                                int *returned, Perf *out, void *, size_t bytes) {
    return offer(h, dxd, wd, c, dyd, true, requested, returned, out, bytes);
}

int cudnnFindConvolutionBackwardFilterAlgorithmEx(Handle *h, const Tensor *xd, const void *, const Tensor *dyd,
                                                  const void *, const Convolution *c, const Filter *dwd, void *,
                                                  int requested, int *returned, Perf *out, void *, size_t bytes) {
    return offer(h, xd, dwd, c, dyd, true, requested, returned, out, bytes);
}

int cudnnGetConvolutionForwardWorkspaceSize(Handle *h, const Tensor *x, const Filter *w, const Convolution *c,
                                            const Tensor *y, int algo, size_t *bytes) {
    return workspace(h, x, w, c, y, algo, bytes);
}

int cudnnGetConvolutionBackwardDataWorkspaceSize(Handle *h, const Filter *w, const Tensor *dy, const Convolution *c,
                                                 const Tensor *dx, int algo, size_t *bytes) {
    return workspace(h, dx, w, c, dy, algo, bytes);
}

int cudnnGetConvolutionBackwardFilterWorkspaceSize(Handle *h, const Tensor *x, const Tensor *dy, const Convolution *c,
                                                   const Filter *dw, int algo, size_t *bytes) {
    return workspace(h, x, dw, c, dy, algo, bytes);
}

}
