// expect: a WriteOnly is never loaded, so it cannot be iterated
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Entry {
    Key<int> id;
};
struct Account {
    Key<int> id;
    WriteOnly<Entry, by("account_id")> entries;
};
void use(Account& account) {
#ifdef ATHANOR_CONTROL
    for (auto entry : account.entries.select()) (void)entry;
#else
    for (auto entry : account.entries) (void)entry;
#endif
}
