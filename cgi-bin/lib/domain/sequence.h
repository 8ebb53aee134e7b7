// Numbers that count up under a name and are given once: 档案编号, 客户编码, 合同号 (ARC-1).
#ifndef DOMAIN_SEQUENCE_H
#define DOMAIN_SEQUENCE_H

#include "domain/ctx.h"

extern const struct sql SEQUENCE_NEXT; // for the lists of statements of those who use it

// The next number under the name, from 1. Within the caller's transaction: what is rolled back is given again.
enum status sequence_next(struct ctx *ctx, const char *name, int64_t *number) MUST_CHECK;

#endif
