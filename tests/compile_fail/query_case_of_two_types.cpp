// expect: the branches of case_() must be of one type
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<int> age;
};
void use() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)select(case_(when(u->age > 3, "a"), otherwise("b")));
#else
    (void)select(case_(when(u->age > 3, "a"), otherwise(1)));
#endif
}
