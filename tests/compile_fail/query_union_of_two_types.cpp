// expect: both queries must give rows of the same types
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
};
void use() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)union_(select(u->id), select(u->id));
#else
    (void)union_(select(u->id), select(u->name));
#endif
}
