// Creation, setting and destruction.
#include "descriptors.h"

#include <algorithm>

#include "../device_work.h"

using namespace sim;

namespace {

constexpr const char *HANDLES = "cudnn handles", *DESCRIPTORS = "cudnn descriptors";

template <class T> int create(T **out, const char *kind) {
    if (fails("cudnnCreate")) {
        return NOT_INITIALIZED;
    }
    *out = new T();
    live(kind, 1);
    return SUCCESS;
}

template <class T> int destroy(T *p, const char *kind, const char *who) {
    if (!is_live(p)) {
        fatal(who, "never created or destroyed already");
    }
    p->magic = 0;
    live(kind, -1);
    delete p;
    return SUCCESS;
}

bool all_at_least(const int *values, int n, int least) {
    for (int i = 0; i < n; i++) {
        if (values[i] < least) {
            return false;
        }
    }
    return true;
}

bool is_small(const int *sizes, const int *strides, int rank) {
    int64_t last = 0;
    for (int d = 0; d < rank; d++) {
        last += (sizes[d] - 1) * static_cast<int64_t>(strides[d]);
    }
    return last < MOST_ELEMENTS;
}

}  // namespace

extern "C" {

size_t cudnnGetVersion() { return 90501; }

size_t cudnnGetCudartVersion() { return 12060; }

const char *cudnnGetErrorString(int status) {
    switch (status) {
    case SUCCESS: return "CUDNN_STATUS_SUCCESS";
    case NOT_INITIALIZED: return "CUDNN_STATUS_NOT_INITIALIZED";
    case BAD_PARAM: return "CUDNN_STATUS_BAD_PARAM";
    case MISALIGNED: return "CUDNN_STATUS_BAD_PARAM_MISALIGNED_POINTER";
    case BAD_SHAPE: return "CUDNN_STATUS_BAD_PARAM_SHAPE_MISMATCH";
    case NOT_SUPPORTED: return "CUDNN_STATUS_NOT_SUPPORTED";
    case OLD_DRIVER: return "CUDNN_STATUS_NOT_SUPPORTED_INCOMPATIBLE_CUDA_DRIVER";
    case NO_SUBLIBRARY: return "CUDNN_STATUS_NOT_SUPPORTED_SUBLIBRARY_UNAVAILABLE";
    case INTERNAL_ERROR: return "CUDNN_STATUS_INTERNAL_ERROR";
    case FAILED: return "CUDNN_STATUS_EXECUTION_FAILED";
    default: return "CUDNN_UNKNOWN_STATUS";
    }
}

int cudnnCreate(Handle **out) { return create(out, HANDLES); }

int cudnnDestroy(Handle *h) { return destroy(h, HANDLES, "cudnnDestroy"); }

int cudnnSetStream(Handle *h, void *stream) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    h->stream = stream;
    return SUCCESS;
}

int cudnnCreateTensorDescriptor(Tensor **out) { return create(out, DESCRIPTORS); }

int cudnnDestroyTensorDescriptor(Tensor *t) { return destroy(t, DESCRIPTORS, "cudnnDestroyTensorDescriptor"); }

int cudnnSetTensorNdDescriptor(Tensor *t, int type, int rank, const int *sizes, const int *strides) {
    Type known;
    if (is_live(t) && rank > 8) {
        return NOT_SUPPORTED;
    }
    if (!is_live(t) || !type_of(type, &known) || rank < 4 || !all_at_least(sizes, rank, 1) ||
        !all_at_least(strides, rank, 1)) {
        return BAD_PARAM;
    }
    if (!is_small(sizes, strides, rank)) {
        return NOT_SUPPORTED;
    }
    t->type = type;
    t->sizes.assign(sizes, sizes + rank);
    t->strides.assign(strides, strides + rank);
    return SUCCESS;
}

int cudnnGetTensorNdDescriptor(const Tensor *t, int most, int *type, int *rank, int *sizes, int *strides) {
    if (!is_live(t) || most < static_cast<int>(t->sizes.size())) {
        return BAD_PARAM;
    }
    *type = t->type;
    *rank = static_cast<int>(t->sizes.size());
    std::copy(t->sizes.begin(), t->sizes.end(), sizes);
    std::copy(t->strides.begin(), t->strides.end(), strides);
    return SUCCESS;
}

int cudnnCreateFilterDescriptor(Filter **out) { return create(out, DESCRIPTORS); }

int cudnnDestroyFilterDescriptor(Filter *f) { return destroy(f, DESCRIPTORS, "cudnnDestroyFilterDescriptor"); }

int cudnnSetFilterNdDescriptor(Filter *f, int type, int format, int rank, const int *sizes) {
    Type known;
    if (is_live(f) && rank > 8) {
        return NOT_SUPPORTED;
    }
    if (!is_live(f) || !type_of(type, &known) || format < 0 || format > 1 || rank < 4 || !all_at_least(sizes, rank, 1)) {
        return BAD_PARAM;
    }
    f->type = type;
    f->format = format;
    f->sizes.assign(sizes, sizes + rank);
    f->strides.assign(rank, 1);
    // Format 0 is KCRS, 1 is KRSC: the channel is innermost.
    int64_t step = format == 1 ? sizes[1] : 1;
    for (int d = rank - 1; d >= 2; d--) {
        f->strides[d] = step;
        step *= sizes[d];
    }
    f->strides[1] = format == 1 ? 1 : step;
    f->strides[0] = format == 1 ? step : step * sizes[1];
    return SUCCESS;
}

int cudnnCreateActivationDescriptor(Activation **out) { return create(out, DESCRIPTORS); }

int cudnnDestroyActivationDescriptor(Activation *a) {
    return destroy(a, DESCRIPTORS, "cudnnDestroyActivationDescriptor");
}

int cudnnSetActivationDescriptor(Activation *a, int mode, int nan, double) {
    if (!is_live(a) || mode < 0 || mode > IDENTITY + 1 || nan < 0 || nan > 1) {
        return BAD_PARAM;
    }
    a->mode = mode;
    return SUCCESS;
}

int cudnnCreateConvolutionDescriptor(Convolution **out) { return create(out, DESCRIPTORS); }

int cudnnDestroyConvolutionDescriptor(Convolution *c) {
    return destroy(c, DESCRIPTORS, "cudnnDestroyConvolutionDescriptor");
}

int cudnnSetConvolutionNdDescriptor(Convolution *c, int rank, const int *padding, const int *stride, const int *dilation,
                                    int mode, int compute) {
    // Sums are never kept in bfloat16.
    if (!is_live(c) || rank < 2 || compute == 9 || !all_at_least(padding, rank, 0) || !all_at_least(stride, rank, 1) ||
        !all_at_least(dilation, rank, 1)) {
        return BAD_PARAM;
    }
    if (rank > 6) {
        return NOT_SUPPORTED;
    }
    c->padding.assign(padding, padding + rank);
    c->stride.assign(stride, stride + rank);
    c->dilation.assign(dilation, dilation + rank);
    c->mode = mode;
    c->compute = compute;
    return SUCCESS;
}

int cudnnSetConvolutionGroupCount(Convolution *c, int groups) {
    if (!is_live(c) || groups < 1) {
        return BAD_PARAM;
    }
    c->groups = groups;
    return SUCCESS;
}

int cudnnSetConvolutionMathType(Convolution *c, int math) {
    if (!is_live(c) || math < 0 || math > 3) {
        return BAD_PARAM;
    }
    c->math = math;
    return SUCCESS;
}

int cudnnGetConvolutionNdForwardOutputDim(const Convolution *c, const Tensor *x, const Filter *w, int rank, int *sizes) {
    size_t n = static_cast<size_t>(rank);
    if (!is_live(c) || !is_live(x) || !is_live(w) || x->sizes.size() != n || w->sizes.size() != n ||
        c->stride.size() + 2 != n || x->sizes[1] != w->sizes[1] * c->groups) {
        return BAD_PARAM;
    }
    sizes[0] = static_cast<int>(x->sizes[0]);
    sizes[1] = static_cast<int>(w->sizes[0]);
    for (size_t d = 2; d < n; d++) {
        int64_t room = x->sizes[d] + 2 * c->padding[d - 2] - (w->sizes[d] - 1) * c->dilation[d - 2] - 1;
        if (room < 0) {
            return BAD_PARAM;
        }
        sizes[d] = static_cast<int>(room / c->stride[d - 2] + 1);
    }
    return SUCCESS;
}

}
