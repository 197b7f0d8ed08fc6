// Creation, setting and destruction.
#include "descriptors.h"

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

}  // namespace

extern "C" {

size_t cudnnGetVersion() { return 90501; }

size_t cudnnGetCudartVersion() { return 12060; }

const char *cudnnGetErrorString(int status) {
    switch (status) {
    case SUCCESS: return "CUDNN_STATUS_SUCCESS";
    case NOT_INITIALIZED: return "CUDNN_STATUS_NOT_INITIALIZED";
    case BAD_PARAM: return "CUDNN_STATUS_BAD_PARAM";
    case BAD_SHAPE: return "CUDNN_STATUS_BAD_PARAM_SHAPE_MISMATCH";
    case NOT_SUPPORTED: return "CUDNN_STATUS_NOT_SUPPORTED";
    case FAILED: return "CUDNN_STATUS_EXECUTION_FAILED";
    default: return "CUDNN_STATUS_INTERNAL_ERROR";
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
    if (!is_live(t) || rank < 4 || rank > 8 || !all_at_least(sizes, rank, 1) || !all_at_least(strides, rank, 1)) {
        return BAD_PARAM;
    }
    t->type = type;
    t->sizes.assign(sizes, sizes + rank);
    t->strides.assign(strides, strides + rank);
    return SUCCESS;
}

int cudnnCreateFilterDescriptor(Filter **out) { return create(out, DESCRIPTORS); }

int cudnnDestroyFilterDescriptor(Filter *f) { return destroy(f, DESCRIPTORS, "cudnnDestroyFilterDescriptor"); }

int cudnnSetFilterNdDescriptor(Filter *f, int type, int format, int rank, const int *sizes) {
    if (!is_live(f) || format < 0 || format > 1 || rank < 4 || rank > 8 || !all_at_least(sizes, rank, 1)) {
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
    if (!is_live(a) || mode < 0 || mode > IDENTITY + 2 || nan < 0 || nan > 1) {
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
    if (!is_live(c) || rank < 2 || rank > 6 || !all_at_least(padding, rank, 0) || !all_at_least(stride, rank, 1) ||
        !all_at_least(dilation, rank, 1)) {
        return BAD_PARAM;
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

}
