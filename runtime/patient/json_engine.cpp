// json_engine.cpp - the program asks the processor itself and takes the fastest implementation that
// it can run. simdjson's own choice would obey an environment variable, and ends the process where
// there is no memory to look.
//
// The one file that is compiled with exceptions: an implementation carries its name as a
// std::string, and making that may throw.
#include "runtime/patient/json_engine.h"

using namespace simdjson;

namespace
{

using Stage = std::unique_ptr<internal::dom_parser_implementation>;

// False if this processor cannot run it.
template <class Engine> bool try_engine(size_t len, size_t depth, Stage &stage, error_code &error)
{
    Engine engine;
    if (!engine.supported_by_runtime_system()) {
        return false;
    }
    error = engine.create_dom_parser_implementation(len, depth, stage);
    return true;
}

// The fastest first.
error_code make_any(size_t len, size_t depth, Stage &stage)
{
    error_code error = UNSUPPORTED_ARCHITECTURE;
#if SIMDJSON_IMPLEMENTATION_ICELAKE
    if (try_engine<icelake::implementation>(len, depth, stage, error)) {
        return error;
    }
#endif
#if SIMDJSON_IMPLEMENTATION_HASWELL
    if (try_engine<haswell::implementation>(len, depth, stage, error)) {
        return error;
    }
#endif
#if SIMDJSON_IMPLEMENTATION_WESTMERE
    if (try_engine<westmere::implementation>(len, depth, stage, error)) {
        return error;
    }
#endif
#if SIMDJSON_IMPLEMENTATION_ARM64
    if (try_engine<arm64::implementation>(len, depth, stage, error)) {
        return error;
    }
#endif
#if SIMDJSON_IMPLEMENTATION_PPC64
    if (try_engine<ppc64::implementation>(len, depth, stage, error)) {
        return error;
    }
#endif
    try_engine<fallback::implementation>(len, depth, stage, error);
    return error;
}

} // namespace

error_code json_engine_make(size_t len, size_t depth, Stage &stage) noexcept
{
    try {
        return make_any(len, depth, stage);
    } catch (...) {
        return MEMALLOC;
    }
}
