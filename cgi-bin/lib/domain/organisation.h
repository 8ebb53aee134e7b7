// The organisation as a whole, for tools that set one up: its units, people, roles and settings.
// Nothing of its own is here.
#ifndef DOMAIN_ORGANISATION_H
#define DOMAIN_ORGANISATION_H

#include "domain/person.h"
#include "domain/region.h"
#include "domain/role.h"
#include "domain/setting.h"
#include "domain/unit.h"

#endif
