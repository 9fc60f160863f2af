// expect: a Set is combined with ranges of handles on its own class
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Book {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    Set<Book, owned> books;
};
int main() {
    const auto shelf = make(Shelf{});
#ifdef ATHANOR_CONTROL
    shelf->books |= {make(Book{})};
#else
    shelf->books |= std::vector{make(Shelf{})};
#endif
}
