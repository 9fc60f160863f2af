// expect: sum() and avg() take numbers, not texts, times or identifiers
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> age;
};
void use() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)select(sum(u->age));
#else
    (void)select(sum(u->name));
#endif
}
