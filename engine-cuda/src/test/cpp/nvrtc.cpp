// The stand-in for libnvrtc.so.12: has the host's g++ compile a kernel source into a shared library, and gives its path
// for a cubin. Built with SIM_SOURCES (this folder) and SIM_BUILD (where libcuda.so.1 lies and results go).
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {
struct Program {
    std::string source, name, log, image;
    std::vector<std::pair<std::string, std::string>> headers;
    bool isVirtual;
};

// What it compiles for: the oldest of CUDA 13 to the newest of CUDA 12.6.
const int ARCHITECTURES[] = {75, 80, 86, 87, 89, 90};

enum { SUCCESS = 0, PROGRAM_CREATION = 2, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6 };

bool run(const std::string &command, std::string &output) {
    FILE *pipe = popen(("LD_PRELOAD= " + command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return false;
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, pipe)) > 0;) output.append(chunk, n);
    return pclose(pipe) == 0;
}

std::string read(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

void write(const std::string &path, const std::string &text) { std::ofstream(path, std::ios::binary) << text; }

std::string hash(const std::string &text) {
    unsigned long long a = 14695981039346656037ull, b = 1099511628211ull;
    for (unsigned char c : text) {
        a = (a ^ c) * 1099511628211ull;
        b = (b + c) * 6364136223846793005ull + 1442695040888963407ull;
    }
    char name[40];
    snprintf(name, sizeof name, "%016llx%016llx", a, b);
    return name;
}

// Kernels, dynamic and static shared memory of a preprocessed source become what a host compiler takes.
std::string forHost(const std::string &text) {
    std::string s = std::regex_replace(
        text, std::regex(R"(extern\s+__shared__\s+(__attribute__\(\(aligned\([^)]*\)\)\)\s*)?([\w:\s]+?)\s+(\w+)\s*\[\s*\]\s*;)"),
        "$2 *$3 = ($2 *) sim_dynamicShared;");
    s = std::regex_replace(s, std::regex(R"(__shared__)"), "static");
    s = std::regex_replace(s, std::regex("__global__"), "");
    return s;
}

std::vector<std::string> kernelNames(const std::string &text) {
    std::regex kernel(R"(__global__\s+void\s+(\w+)\s*\()");
    std::vector<std::string> names;
    for (std::sregex_iterator i(text.begin(), text.end(), kernel), end; i != end; ++i) {
        bool known = false;
        for (auto &n : names) known = known || n == (*i)[1].str();
        if (!known) names.push_back((*i)[1].str());
    }
    return names;
}
}  // namespace

extern "C" {
const char *nvrtcGetErrorString(int result) { return result == SUCCESS ? "NVRTC_SUCCESS" : "NVRTC_ERROR"; }
int nvrtcVersion(int *major, int *minor) {
    *major = 12;
    *minor = 6;
    return SUCCESS;
}
int nvrtcGetNumSupportedArchs(int *count) {
    *count = (int) (sizeof ARCHITECTURES / sizeof *ARCHITECTURES);
    return SUCCESS;
}
int nvrtcGetSupportedArchs(int *archs) {
    memcpy(archs, ARCHITECTURES, sizeof ARCHITECTURES);
    return SUCCESS;
}
int nvrtcCreateProgram(Program **program, const char *source, const char *name, int count, const char *const *headers,
                       const char *const *names) {
    Program *p = new Program{source, name, "", "", {}, false};
    for (int i = 0; i < count; i++) p->headers.emplace_back(names[i], headers[i]);
    *program = p;
    return SUCCESS;
}
int nvrtcDestroyProgram(Program **program) {
    delete *program;
    *program = nullptr;
    return SUCCESS;
}
int nvrtcCompileProgram(Program *p, int count, const char *const *options) {
    // Defines come after what nvcc has built in, so that they do not reach into it.
    std::string defines;
    bool architecture = false;
    for (int i = 0; i < count; i++) {
        const std::string option = options[i];
        const size_t number = option.rfind("--gpu-architecture=sm_", 0) == 0 ? 22
            : option.rfind("--gpu-architecture=compute_", 0) == 0            ? 27
                                                                            : 0;
        if (number > 0) {
            for (int known : ARCHITECTURES) architecture = architecture || option.substr(number) == std::to_string(known);
            p->isVirtual = number == 27;
            defines += "#undef __CUDA_ARCH__\n#define __CUDA_ARCH__ " + option.substr(number) + "0\n";
        } else if (option.rfind("-D", 0) == 0) {
            const size_t equals = option.find('=');
            defines += "#define " + option.substr(2, equals == std::string::npos ? equals : equals - 2) + " "
                + (equals == std::string::npos ? "1" : option.substr(equals + 1)) + "\n";
        } else if (option.rfind("--std=", 0) != 0 && option.rfind("--fmad=", 0) != 0
                   && option.rfind("--use_fast_math", 0) != 0 && option.rfind("-default-device", 0) != 0) {
            p->log = "nvrtc: error: invalid value for --gpu-architecture or unknown option " + option;
            return INVALID_OPTION;
        }
    }
    if (!architecture) {
        p->log = "nvrtc: error: invalid value for --gpu-architecture (-arch)";
        return INVALID_OPTION;
    }
    char folder[] = "/tmp/sim-nvrtc-XXXXXX";
    if (mkdtemp(folder) == nullptr) return PROGRAM_CREATION;
    const std::string work = folder;
    for (auto &h : p->headers) write(work + "/" + h.first, h.second);
    write(work + "/" + p->name, p->source);
    write(work + "/sim-defines.h", defines);
    const std::string input = work + "/" + p->name, plain = work + "/plain.cpp";
    std::string output;
    // Headers of the system do not exist for NVRTC either.
    bool ok = run("g++ -std=c++17 -nostdinc -E -P -x c++ -include " SIM_SOURCES "/device.h -include " + work
                      + "/sim-defines.h -I" + work + " -o "
                      + plain + " " + input, output);
    std::string library;
    if (ok) {
        const std::string text = read(plain);
        library = SIM_BUILD "/kernels/" + hash(text + SIM_FLAGS) + ".so";
        if (access(library.c_str(), R_OK) != 0) {
            mkdir(SIM_BUILD "/kernels", 0755);
            std::string code = forHost(text);
            code += "\nextern \"C\" { extern const SimKernel simKernels[]; const SimKernel simKernels[] = {\n";
            for (auto &n : kernelNames(text)) {
                const std::string signature = "SimSignature<decltype(" + n + ")>::";
                code += "{\"" + n + "\", &" + signature + "call<" + n + ">, " + signature + "count, " + signature + "params},\n";
            }
            code += "{0, 0, 0, 0}}; }\n";
            write(work + "/host.cpp", code);
            const std::string temporary = library + "." + std::to_string(getpid()) + ".part";
            ok = run("g++ -std=c++17 -O1 -fPIC -shared -w -fno-exceptions -fno-rtti -fno-asynchronous-unwind-tables"
                         " -fno-strict-aliasing -ffp-contract=off -fno-math-errno"
                         // Hardware refuses what the host would do more slowly.
                         " -fsanitize=alignment -fsanitize-undefined-trap-on-error " SIM_FLAGS " -o " + temporary + " "
                         + work + "/host.cpp " SIM_BUILD "/libcuda.so.1 -lm", output);
            if (ok) rename(temporary.c_str(), library.c_str());
        }
    }
    p->log = output;
    if (getenv("SIM_KEEP") == nullptr) {
        std::string ignored;
        run("rm -r " + work, ignored);
    }
    if (!ok) return COMPILATION;
    p->image = "SIMCUBIN\n" + library + "\n";
    return SUCCESS;
}
int nvrtcGetCUBINSize(Program *p, size_t *size) {
    if (p->isVirtual) return *size = 0, SUCCESS;
    *size = p->image.size() + 1;
    return SUCCESS;
}
int nvrtcGetCUBIN(Program *p, char *image) {
    memcpy(image, p->image.c_str(), p->image.size() + 1);
    return SUCCESS;
}
int nvrtcGetProgramLogSize(Program *p, size_t *size) {
    *size = p->log.size() + 1;
    return SUCCESS;
}
int nvrtcGetProgramLog(Program *p, char *log) {
    memcpy(log, p->log.c_str(), p->log.size() + 1);
    return SUCCESS;
}
// Imported by JCuda, not used here.
int nvrtcAddNameExpression(Program *, const char *) { return INVALID_PROGRAM; }
int nvrtcGetLoweredName(Program *, const char *, const char **) { return INVALID_PROGRAM; }
// The driver takes either, so PTX is the same as the cubin here.
int nvrtcGetPTXSize(Program *p, size_t *size) {
    *size = p->image.size() + 1;
    return SUCCESS;
}
int nvrtcGetPTX(Program *p, char *image) {
    memcpy(image, p->image.c_str(), p->image.size() + 1);
    return SUCCESS;
}
int nvrtcGetNVVMSize(Program *, size_t *) { return INVALID_PROGRAM; }
int nvrtcGetNVVM(Program *, char *) { return INVALID_PROGRAM; }
int nvrtcGetLTOIRSize(Program *, size_t *) { return INVALID_PROGRAM; }
int nvrtcGetLTOIR(Program *, char *) { return INVALID_PROGRAM; }
int nvrtcGetOptiXIRSize(Program *, size_t *) { return INVALID_PROGRAM; }
int nvrtcGetOptiXIR(Program *, char *) { return INVALID_PROGRAM; }
}
