// Devices and contexts.
#include <stdio.h>

#include "driver.h"

extern "C" {
int cuInit(unsigned) {
    ENTER_WITHOUT_CONTEXT("cuInit");
    initialized = true;
    return 0;
}
int cuDriverGetVersion(int *version) {
    *version = driverVersion;
    return 0;
}
int cuGetErrorName(int error, const char **name) {
    *name = error == 226 ? "CUDA_ERROR_CONTAINED" : nullptr;
    return *name == nullptr ? SIM_INVALID_VALUE : 0;
}
int cuDeviceGetCount(int *count) {
    ENTER_WITHOUT_CONTEXT("cuDeviceGetCount");
    *count = deviceCount;
    return 0;
}
int cuDeviceGet(int *device, int ordinal) {
    if (ordinal < 0 || ordinal >= deviceCount) return 101;
    *device = ordinal;
    return 0;
}
int cuDeviceGetName(char *name, int size, int) {
    snprintf(name, (size_t) size, "Simulated CUDA device");
    return 0;
}
int cuDeviceTotalMem_v2(size_t *bytes, int) {
    *bytes = memoryLimit();
    return 0;
}
int cuDeviceGetAttribute(int *value, int attribute, int) {
    ENTER_WITHOUT_CONTEXT("cuDeviceGetAttribute");
    switch (attribute) {
        case 1: *value = 1024; break;
        case 6: *value = 65535; break;
        case 8: *value = 48 << 10; break;
        case 10: *value = 32; break;
        case 16: *value = 2; break;
        case 36: *value = 1000000; break;
        case 37: *value = 5120; break;
        case 38: *value = 50 << 20; break;
        case 39: *value = 2048; break;
        case 75: *value = 9; break;
        case 76: *value = 0; break;
        case 81: *value = 228 << 10; break;
        case 97: *value = 227 << 10; break;
        default: return SIM_INVALID_VALUE;
    }
    return 0;
}
int cuDevicePrimaryCtxRetain(void **context, int device) {
    ENTER_WITHOUT_CONTEXT("cuDevicePrimaryCtxRetain");
    contexts[device].ordinal = device;
    contexts[device].retained++;
    *context = &contexts[device];
    return 0;
}
int cuDevicePrimaryCtxRelease_v2(int device) {
    ENTER_WITHOUT_CONTEXT("cuDevicePrimaryCtxRelease");
    if (contexts[device].retained-- == 0) return SIM_INVALID_CONTEXT;
    return 0;
}
int cuCtxSetCurrent(void *context) {
    ENTER_WITHOUT_CONTEXT("cuCtxSetCurrent");
    currentContext = (Context *) context;
    return 0;
}
int cuCtxGetCurrent(void **context) {
    *context = currentContext;
    return 0;
}
int cuCtxSynchronize() {
    ENTER("cuCtxSynchronize");
    if (const int failed = conflictsWithCapture("cuCtxSynchronize")) return failed;
    finishAll();
    for (Stream *s : streams) join(host, s->clock);
    return lost;
}
}
