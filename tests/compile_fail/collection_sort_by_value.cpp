// expect: so what sort() compares with takes them by reference
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
    const auto shelf = make(Shelf{.books = {make(Book{})}});
#ifdef ATHANOR_CONTROL
    shelf->books.sort([](auto& a, auto& b) { return a.id < b.id; });
    shelf->books.sort([](const Book& a, const auto& b) { return a.id < b.id; });
#else
    shelf->books.sort([](auto a, auto b) { return a.id < b.id; });
#endif
}
