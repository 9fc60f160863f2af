// expect: a column cannot be compared with a value of that type
// SPDX-License-Identifier: MIT
#include "athanor/typed/functions.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> age;
    int plain = 0;
};
int main() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)(u->name == "3");
#else
    (void)(u->name == 3);
#endif
}
