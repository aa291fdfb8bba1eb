/* cgl_native.h - what a library of native functions exports.
 *
 *   #include "cgl_native.h"
 *   double egfr_ckd_epi_2021(double creatinine, int64_t age, int female) { ... }
 *   CGL_NATIVE_API const CglNativeManifest cgl_native_manifest[] = {
 *       { "egfr", "egfr_ckd_epi_2021", 'r', "dib" },
 *       { NULL, NULL, 0, NULL },
 *   };
 *
 * The loader compares the manifest with the declaration in the guideline and refuses a difference.
 * Types, by value only:
 *
 *   letter  in the guideline        in C
 *   b       yes_no                  int, 0 or 1
 *   e       enumeration             int, the position of the value from 0
 *   i       integer                 int64_t
 *   d       decimal or quantity     double, the nearest one; a quantity in the declared unit
 *   t       date                    int64_t, days since 1970-01-01
 *   r       real                    double
 *
 * A result of type d is rounded to 8 digits after the point, half to even. A function is called
 * with known values only. It must give the same result for the same arguments. A result that is not
 * finite or not of its type counts as a failure.
 *
 * cglrun calls functions in a process of their own, whose standard streams are the null device:
 * what they print is lost, and there is nothing for them to read. A function that takes longer than
 * 10 s is not called again in that run. */
#ifndef CGL_NATIVE_H
#define CGL_NATIVE_H
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CGL_NATIVE_API __attribute__((visibility("default")))
#else
#define CGL_NATIVE_API
#endif

typedef struct CglNativeManifest {
    const char *name;       /* as the guideline calls it */
    const char *symbol;     /* the C function */
    char result;            /* type letter */
    const char *parameters; /* type letters */
} CglNativeManifest;

CGL_NATIVE_API extern const CglNativeManifest cgl_native_manifest[];
#endif
