#include "device_work.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace sim {
namespace {

template <class F> F driver(const char *name) {
    // The driver's stand-in was loaded before, by its absolute path; its SONAME finds it again.
    void *library = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NOLOAD);
    void *found = library == nullptr ? nullptr : dlsym(library, name);
    if (library != nullptr) {
        dlclose(library);
    }
    return reinterpret_cast<F>(found);
}

void access(void *stream, const void *address, size_t bytes, int writes, const char *who) {
    static auto check = driver<void (*)(void *, const void *, size_t, int, const char *)>("simcuda_access");
    if (check != nullptr && bytes > 0) {
        check(stream, address, bytes, writes, who);
    }
}

void run(void *data) { (*static_cast<std::function<void()> *>(data))(); }

void destroy(void *data) { delete static_cast<std::function<void()> *>(data); }

}  // namespace

int entered(const char *call) {
    static auto enter = driver<int (*)(const char *)>("simEnter");
    return enter == nullptr ? 0 : enter(call);
}

void live(const char *kind, int change) {
    static auto count = driver<void (*)(const char *, int)>("simLiveChange");
    if (count != nullptr) {
        count(kind, change);
    }
}

void submit(void *stream, std::function<void()> work) {
    static auto hook =
        driver<void (*)(void *, void (*)(void *), void *, void (*)(void *))>("simcuda_submit");
    if (hook != nullptr) {
        hook(stream, run, new std::function<void()>(std::move(work)), destroy);
    } else {
        work();
    }
}

void reads(void *stream, const void *address, size_t bytes, const char *who) { access(stream, address, bytes, 0, who); }

void writes(void *stream, void *address, size_t bytes, const char *who) { access(stream, address, bytes, 1, who); }

void fatal(const char *who, const char *what) {
    std::fprintf(stderr, "simulated CUDA: %s: %s\n", who, what);
    std::fflush(stderr);
    std::abort();
}

}  // namespace sim
