// Submitting a contract for approval, and what follows when its request ends (CON-2, CON-5, CON-11).
#ifndef DOMAIN_CONTRACT_SUBMIT_H
#define DOMAIN_CONTRACT_SUBMIT_H

#include "domain/approval.h"
#include "domain/contract.h"

extern const struct sql *const CONTRACT_SUBMIT_STATEMENTS[];

// Freezes the revision that counts and begins its request, in one transaction. STATUS_CONFLICT: *message says why, .zh NULL: somebody saved
// meanwhile. STATUS_INVALID: something is missing (contract_missing).
enum status contract_submit(struct ctx *ctx, int64_t id, int64_t version, int64_t *approval_id, struct text *message) MUST_CHECK;

// BLAKE2b-256 over a text that says all of the revision, each part with its length: what is approved.
void contract_digest(struct ctx *ctx, const char *number, const struct contract_text *contract, unsigned char digest[APPROVAL_DIGEST]);

// For whoever reads the request for that revision: its id, number, customer and text, and nothing else of the contract. Four statements.
enum status contract_of_revision(struct ctx *ctx, int64_t revision_id, struct contract *contract) MUST_CHECK;

// For approval_subject.h; the subject is the revision. Whoever may act on the request need not reach the contract.
enum status contract_approval_digest(struct ctx *ctx, int64_t revision_id, unsigned char digest[APPROVAL_DIGEST]) MUST_CHECK;
enum status contract_approval_ended(struct ctx *ctx, const struct approval_request *request) MUST_CHECK;

#endif
