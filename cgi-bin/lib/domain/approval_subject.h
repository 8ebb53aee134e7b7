// What requests are about, by kind: the one place where approvals know of contracts and the like.
#ifndef DOMAIN_APPROVAL_SUBJECT_H
#define DOMAIN_APPROVAL_SUBJECT_H

#include "domain/approval.h"

// Both within the transaction in which the request is acted on.
struct approval_subject {
    const char *kind;
    // The digest of the subject as it is now. STATUS_NOT_FOUND: there is none any more.
    enum status (*digest)(struct ctx *ctx, int64_t subject_id, unsigned char digest[APPROVAL_DIGEST]);
    // The request has ended, as its state says: what follows from it.
    enum status (*ended)(struct ctx *ctx, const struct approval_request *request);
};
const struct approval_subject *approval_subject_find(const char *kind); // every kind has one

#endif
