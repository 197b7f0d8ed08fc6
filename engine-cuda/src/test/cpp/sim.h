// The simulated CUDA as its own parts and the stand-ins for cuBLAS and cuDNN see it. libcuda.so.1 exports what is
// declared here; the stand-ins link to it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>

// Numbers of CUresult that the stand-ins return.
enum SimResult {
    SIM_SUCCESS = 0,
    SIM_INVALID_VALUE = 1,
    SIM_OUT_OF_MEMORY = 2,
    SIM_NOT_INITIALIZED = 3,
    SIM_INVALID_IMAGE = 200,
    SIM_INVALID_CONTEXT = 201,
    SIM_INVALID_HANDLE = 400,
    SIM_NOT_FOUND = 500,
    SIM_NOT_READY = 600,
    SIM_ILLEGAL_ADDRESS = 700,
    SIM_LAUNCH_OUT_OF_RESOURCES = 701,
    SIM_LAUNCH_TIMEOUT = 702,
    SIM_MISALIGNED_ADDRESS = 716,
    SIM_LAUNCH_FAILED = 719,
    SIM_CAPTURE_UNSUPPORTED = 900,
    SIM_CAPTURE_INVALIDATED = 901,
    SIM_CAPTURE_UNJOINED = 904,
    SIM_CAPTURE_IMPLICIT = 906,
};

struct SimAccess {
    const void *address;
    int written;  // 1 when the work writes there
};

extern "C" {
// Runs a piece of work on a stream, or records it where the stream is being captured. The data are run any number of
// times; dispose frees them. Returns a CUresult; an access outside live memory is SIM_ILLEGAL_ADDRESS and sticks.
int simSubmit(void *stream, const char *name, const SimAccess *accesses, int count, int (*run)(void *),
              void (*dispose)(void *), void *data);

// Notes something that hardware would let pass; tests look at the list after each of them.
void simViolation(const char *format, ...);

// One more call of a function by this name. Returns what the call has to fail with (an injected fault, a lost device, no
// current context), 0 to go on.
int simEnter(const char *call);

// 1 when [address, address + bytes) lies in one live allocation.
int simIsDevice(const void *address, size_t bytes);

// Counts of live objects that libraries keep: handles, descriptors. A change of +1 or -1.
void simLiveChange(const char *kind, int change);
}

// The same with a lambda: simRun(stream, "cublasSgemm", {{a, 0}, {b, 0}, {c, 1}}, [=] { ...; return SIM_SUCCESS; }).
template <class F>
int simRun(void *stream, const char *name, std::initializer_list<SimAccess> accesses, F work) {
    return simSubmit(
        stream, name, accesses.begin(), (int) accesses.size(), [](void *f) { return (int) (*(F *) f)(); },
        [](void *f) { delete (F *) f; }, new F(std::move(work)));
}
