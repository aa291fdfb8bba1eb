/* unit.h - the closed table of units (units.def): UCUM code, dimension, exact factor to the
 * dimension's base unit. Months and years are one dimension, days and weeks another. */
#ifndef VALUE_UNIT_H
#define VALUE_UNIT_H
#include "runtime/value/number.h"

typedef uint16_t UnitId; /* index into the table; UNIT_NONE = a plain number */
#define UNIT_NONE ((UnitId)0)
typedef uint16_t DimId; /* DIM_NONE = dimensionless plain number */
#define DIM_NONE ((DimId)0)

unsigned unit_get_count(void);
UnitId unit_find(Str code); /* case-sensitive UCUM code; UNIT_NONE if unknown */
Str unit_get_code(UnitId unit);
DimId unit_get_dim(UnitId unit);
Str dim_get_name(DimId dim); /* "length", "mass_concentration", "duration" ... */
unsigned dim_get_count(void);
DimId dim_find(Str name); /* DIM_NONE if unknown */
/* Is a field declared `TYPE_NAME in UNIT` of this dimension? The name `duration` stands for two of
 * them: days and months (which dim_find calls `duration_in_months`). */
bool dim_accepts(Str type_name, DimId dim);
/* Base units are coherent: a product of values in base units is the value in the base unit of the
 * product. */
UnitId dim_get_base(DimId dim);
/* The exact factor from one unit to another of the same dimension; false if the dimensions differ.
 */
bool unit_get_factor(UnitId from, UnitId to, Rat *factor);
bool unit_convert(Rat value, UnitId from, UnitId to, Rat *out);
/* Dimension of a product or quotient if the table has it: length*length = area, mass/volume ... */
bool dim_multiply(DimId a, DimId b, DimId *out);
bool dim_divide(DimId a, DimId b, DimId *out);
/* The unit in which a product or quotient of values comes out without any conversion (kg / m2 gives
 * kg/m2); false if the table has none: see unit_plan_product. UNIT_NONE is a plain number. */
bool unit_multiply(UnitId a, UnitId b, UnitId *out);
bool unit_divide(UnitId a, UnitId b, UnitId *out);
/* How two quantities meet in a product or quotient: into which units both are to be converted, and
 * the unit of what comes out then. The first of these that works: a share in percent leaves the
 * other's unit as it is (60 % * 3 cm is 1.8 cm); the units as they stand make a unit of the table
 * (cm * cm = cm2, mg/kg * kg = mg); of one dimension, the second is read in the unit of the first
 * (cm * mm = cm2; a quotient is a plain number); any other share leaves the other's unit as it is;
 *   base units.
 * false if the product has no dimension in the table. */
typedef struct ProductPlan {
    UnitId left, right, result;
} ProductPlan;
bool unit_plan_product(UnitId a, UnitId b, bool divide, ProductPlan *plan);
#endif
