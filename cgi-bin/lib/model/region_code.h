// What can be said of an administrative region code (GB/T 2260) without the list of regions: its province.
// Not here: which prefectures and counties there are (reference data, they change every year).
#ifndef MODEL_REGION_CODE_H
#define MODEL_REGION_CODE_H

#include <stdbool.h>

// Whether the text begins with the two digits of a province, autonomous region, municipality or special region.
bool region_province_known(const char *code);

#endif
