// Creation, settings and names.
#include "handle.h"

#include "../device_work.h"

using namespace sim;

extern "C" {

int cublasCreate_v2(Handle **out) {
    if (fails("cublasCreate")) {
        return NOT_INITIALIZED;
    }
    *out = new Handle{LIVE, nullptr, nullptr, 0, 0};
    live("cublas handles", 1);
    return SUCCESS;
}

int cublasDestroy_v2(Handle *h) {
    if (!is_live(h)) {
        fatal("cublasDestroy", "the handle was never created or is destroyed already");
    }
    h->magic = 0;
    live("cublas handles", -1);
    delete h;
    return SUCCESS;
}

int cublasSetStream_v2(Handle *h, void *stream) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    h->stream = stream;
    h->workspace = nullptr;  // as in cuBLAS: the workspace goes back to the library's own pool
    h->workspace_bytes = 0;
    return SUCCESS;
}

int cublasSetWorkspace_v2(Handle *h, void *workspace, size_t bytes) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    if ((reinterpret_cast<uintptr_t>(workspace) & 255) != 0) {
        return INVALID_VALUE;
    }
    h->workspace = workspace;
    h->workspace_bytes = bytes;
    return SUCCESS;
}

int cublasSetMathMode(Handle *h, int mode) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    h->math_mode = mode;
    return SUCCESS;
}

int cublasGetVersion_v2(Handle *h, int *version) {
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    *version = 120600;
    return SUCCESS;
}

int cublasGetProperty(int type, int *value) {
    static const int version[] = {12, 6, 0};
    if (type < 0 || type > 2) {
        return INVALID_VALUE;
    }
    *value = version[type];
    return SUCCESS;
}

const char *cublasGetStatusName(int status) {
    switch (status) {
    case SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "CUBLAS_STATUS_INTERNAL_ERROR";
    }
}

const char *cublasGetStatusString(int status) { return cublasGetStatusName(status); }

}
