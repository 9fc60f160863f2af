// expect: in() takes a column and a query for values of its type
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
};
void use() {
    from<User> u, other;
#ifdef ATHANOR_CONTROL
    (void)select(u).where(in(u->id, select(other->id)));
#else
    (void)select(u).where(in(u->id, select(other->name)));
#endif
}
