// expect: a Dynamic is never loaded, so it takes no option that says how
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/dynamic.hpp"
using namespace athanor;
struct Entry {
    Key<int> id;
};
struct Account {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    Dynamic<Entry, by("account_id")> entries;
#else
    Dynamic<Entry, by("account_id"), joined> entries;
#endif
};
const auto& account = class_info<Account>();
