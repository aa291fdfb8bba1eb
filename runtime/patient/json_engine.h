// json_engine.h - which of simdjson's implementations reads.
#ifndef PATIENT_JSON_ENGINE_H
#define PATIENT_JSON_ENGINE_H
#include <memory>
#include <simdjson.h>

// The fastest that this processor can run, whatever the environment says, with room for documents
// of len bytes. On failure stage may hold something that is not to be used.
simdjson::error_code json_engine_make(
    size_t len, size_t depth,
    std::unique_ptr<simdjson::internal::dom_parser_implementation> &stage) noexcept;
#endif
