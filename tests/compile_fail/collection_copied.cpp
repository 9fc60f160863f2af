// expect: athanor: collections do not copy; snapshot() copies the handles
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Book {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
};
int main() {
    const auto shelf = make(Shelf{});
#ifdef ATHANOR_CONTROL
    auto copy = shelf->books.snapshot();
#else
    auto copy = shelf->books;
#endif
    (void)copy;
}
