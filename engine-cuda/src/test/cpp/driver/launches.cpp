// Modules, and launches of their kernels.
#include <dlfcn.h>
#include <stdio.h>
#include <sys/mman.h>

#include <algorithm>

#include "blocks.h"
#include "driver.h"

extern "C" {
int cuModuleLoadData(void **module, const void *image) {
    ENTER("cuModuleLoadData");
    if (const int failed = unsafeInCapture("cuModuleLoadData")) return failed;
    const char *text = (const char *) image;
    if (strncmp(text, "SIMCUBIN\n", 9) != 0) return SIM_INVALID_IMAGE;
    const std::string path(text + 9, strcspn(text + 9, "\n"));
    void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        fprintf(stderr, "simulated CUDA: %s\n", dlerror());
        return SIM_INVALID_IMAGE;
    }
    const SimKernel *kernels = (const SimKernel *) dlsym(library, "simKernels");
    Module *m = new Module{library, {}};
    for (; kernels->name != nullptr; kernels++) {
        Kernel *k = new Kernel();
        k->code = kernels;
        m->kernels[kernels->name] = k;
    }
    alive["modules"]++;
    *module = m;
    return 0;
}
int cuModuleUnload(void *module) {
    ENTER("cuModuleUnload");
    Module *m = (Module *) module;
    finishAll();
    for (auto &k : m->kernels) delete k.second;
    dlclose(m->library);
    delete m;
    alive["modules"]--;
    return 0;
}
int cuModuleGetFunction(void **function, void *module, const char *name) {
    ENTER("cuModuleGetFunction");
    auto found = ((Module *) module)->kernels.find(name);
    if (found == ((Module *) module)->kernels.end()) return SIM_NOT_FOUND;
    *function = found->second;
    return 0;
}
int cuFuncSetAttribute(void *function, int attribute, int value) {
    ENTER("cuFuncSetAttribute");
    if (attribute == 8) {
        if (value > 227 << 10) return SIM_INVALID_VALUE;
        ((Kernel *) function)->sharedLimit = value;
    }
    return 0;
}

int cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                   unsigned blockZ, unsigned shared, void *stream, void **arguments, void **) {
    ENTER("cuLaunchKernel");
    Kernel *k = (Kernel *) function;
    const unsigned long threads = (unsigned long) blockX * blockY * blockZ;
    if (gridX == 0 || gridY == 0 || gridZ == 0 || threads == 0 || gridX > 0x7fffffff || gridY > 65535 || gridZ > 65535
        || threads > 1024 || blockZ > 64) {
        return SIM_INVALID_VALUE;
    }
    if ((int) shared > k->sharedLimit) return SIM_INVALID_VALUE;
    int parameters = 0;
    for (int i = 0; i < k->code->count; i++) parameters = (parameters + 7) / 8 * 8 + k->code->params[i].bytes;
    if (parameters > 4096) {
        simViolation("%s takes %d bytes of parameters: the compiler allows 4096", k->code->name, parameters);
        return SIM_INVALID_VALUE;
    }
    struct Launch {
        const SimKernel *code;
        unsigned grid[3], block[3];
        unsigned shared;
        std::vector<std::vector<char>> values;
    };
    Launch *launch = new Launch{k->code, {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, shared, {}};
    std::vector<SimAccess> accesses;
    for (int i = 0; i < k->code->count; i++) {
        const SimParam &p = k->code->params[i];
        const char *value = (const char *) arguments[i];
        launch->values.emplace_back(value, value + p.bytes);
        if (p.kind == SIM_CONST_POINTER || p.kind == SIM_POINTER) {
            accesses.push_back({*(void *const *) value, p.kind == SIM_POINTER});
        } else if (p.kind == SIM_STRUCT) {
            for (int at = 0; at + 8 <= p.bytes; at += 8) {
                void *word;
                memcpy(&word, value + at, 8);
                if (memoryOwns((uintptr_t) word)) accesses.push_back({word, 0});
            }
        }
    }
    return simSubmit(
        stream, k->code->name, accesses.data(), (int) accesses.size(),
        [](void *data) {
            Launch &l = *(Launch *) data;
            std::vector<void *> pointers;
            for (auto &v : l.values) pointers.push_back(v.data());
            pointers.push_back(nullptr);
            // The end of the dynamic shared memory lies before a forbidden page, like that of an allocation.
            const size_t most = 256 << 10;
            static const uintptr_t sharedMemory = [] {
                char *p = (char *) mmap(nullptr, most + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                mprotect(p + most, 4096, PROT_NONE);
                return (uintptr_t) p;
            }();
            const size_t padded = ((size_t) l.shared + 15) / 16 * 16;
            sim_dynamicShared = (void *) (sharedMemory + most - padded);
            memset(sim_dynamicShared, 0xFF, padded);
            if (!runGrid(l.code->call, pointers.data(), l.grid, l.block, threadOrder)) {
                simViolation("threads of %s wait for each other for ever", l.code->name);
                resetFibers();
                return lost = SIM_LAUNCH_TIMEOUT;
            }
            return 0;
        },
        [](void *data) { delete (Launch *) data; }, launch);
}
}
