// expect: one side of && or || is a bool that the program computed
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
    (void)(u->age == 3 && u->name == "ed");
#else
    (void)(u->age == 3 && u->plain == 3);
#endif
}
