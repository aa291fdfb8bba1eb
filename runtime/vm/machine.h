/* machine.h - inside the VM: what its files share. Nobody else includes this. */
#ifndef VM_MACHINE_H
#define VM_MACHINE_H
#include "runtime/base/limits.h"
#include "runtime/value/interval.h"
#include "runtime/vm/vm.h"

/* Which part of a list's window one loop touches: only that is copied for each element. */
typedef struct LoopPlan {
    uint16_t field_first, field_count;   /* within the fields */
    uint16_t column_first, column_count; /* within the columns */
    bool writes;                         /* the body writes columns */
} LoopPlan;

typedef struct VmPlan {
    const Reg *whole;        /* reg_count: what an operation that failed leaves in a register */
    Reg *const *blank_rows;  /* per list: the fields of an element of which nothing is known */
    const uint32_t *loop_of; /* per instruction: index of an EACH in loops */
    const LoopPlan *loops;
} VmPlan;

/* A loop that runs. */
typedef struct Loop {
    const LoopPlan *plan;
    const ListInfo *info;
    const ListRecord *list;
    Reg *columns; /* all rows of the list */
    const Reg *blank;
    uint32_t body;    /* pc of the first instruction of the body */
    uint16_t element; /* count = the generic hidden element */
    bool hidden;
} Loop;

typedef struct Frame {
    Vm *vm;
    Loop loops[LIMIT_LOOP_DEPTH];
    unsigned depth;
} Frame;

static inline Interval get_interval(Reg reg)
{
    return (Interval){ reg.lo, reg.hi };
}

static inline Reg make_number(Interval value)
{
    return (Reg){ .lo = value.lo, .hi = value.hi };
}

static inline bool same_bits(Reg a, Reg b)
{
    return a.lo == b.lo && a.hi == b.hi;
}

/* ---- comparisons: half of all instructions ---- */

/* The whole range also stands for "without bound" and "failed": such a number has no order. */
static inline bool is_open(Interval a)
{
    return (a.lo == INT64_MIN && a.hi == INT64_MAX) || (a.lo == DAY_MIN && a.hi == DAY_MAX);
}

static inline Reg make_unknown(bool may_fail)
{
    return (Reg){ .mask = MASK_UNKNOWN, .may_fail = may_fail };
}

static inline Reg compare_less(Interval a, Interval b)
{
    if (a.hi < b.lo) {
        return (Reg){ .mask = MASK_YES };
    }
    bool may_fail = is_open(a) || is_open(b);
    if (a.lo >= b.hi && !may_fail) {
        return (Reg){ .mask = MASK_NO };
    }
    return make_unknown(may_fail);
}

static inline Reg compare_at_most(Interval a, Interval b)
{
    Reg greater = compare_less(b, a);
    greater.mask = logic_not(greater.mask);
    return greater;
}

static inline Reg compare_equal(Interval a, Interval b)
{
    if (a.lo == a.hi && b.lo == b.hi) {
        return (Reg){ .mask = mask_from_bool(a.lo == b.lo) };
    }
    if (a.hi < b.lo || b.hi < a.lo) {
        return (Reg){ .mask = MASK_NO };
    }
    return make_unknown(is_open(a) || is_open(b));
}

/* ---- vm_fold.c: accumulators of the innermost loop ---- */
void fold(const Frame *frame, const Insn *insn);
/* The union of two values of one type; whole if one of them is no value. */
Reg join_values(RegType type, Reg a, Reg b, Reg whole);
/* The larger or smaller; fails if one of the two did. */
Reg take_extreme(Reg a, Reg b, Reg whole, bool largest);

/* ---- vm_gate.c: questions about the record and about answers. ---- */
Reg ask_gate(const Frame *frame, const Insn *insn);

/* ---- vm_number.c: operations that interval.h does not have. ---- */
Reg compare_less_real(double a, double b);
Reg compare_at_most_real(double a, double b);
double keep_finite(double value);
double convert_to_real(Interval a);
Interval round_real(double value, unsigned digits);
Reg add_days(Interval date, Interval days, Reg whole);
Reg add_months(Interval date, Interval months, Reg whole);
Interval count_days(Interval later, Interval earlier);
/* Completed months, years or weeks: one of date_..._between. */
Interval count_units(int64_t (*count)(Day from, Day to), Interval later, Interval earlier);
Interval get_ordinal(Mask set);
/* Operations that a whole (failed) operand makes fail. */
Interval combine(Interval (*operation)(Interval, Interval), Reg a, Reg b);
#endif
